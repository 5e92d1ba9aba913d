package dev.millrace.taskfile;

import dev.millrace.mapping.AddedValue;
import dev.millrace.mapping.Transformation;
import dev.millrace.mapping.Transformation.AddColumn;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import java.util.Locale;
import java.util.Optional;

/** Reads what an {@code add-column} rule adds. */
final class AddedColumnReader {
    private static final int MICROSECONDS = 6;

    private final Section rule;

    AddedColumnReader(Section rule) {
        this.rule = rule;
    }

    /** The column; empty if something is wrong with it. */
    Optional<Transformation> read() {
        rule.ignored("old-value", "primary-key-def", "before-image-def");
        Optional<String> name = rule.text("value");
        if (name.isEmpty()) {
            rule.problem("value", "is missing; it names the column to be added");
        }
        Optional<AddedValue> value = value();
        Optional<DataType> type = type(value);
        return name.flatMap(column ->
                value.flatMap(known -> type.map(of -> new AddColumn(ColumnSchema.of(column, of, ""), known))));
    }

    private Optional<AddedValue> value() {
        Optional<String> expression = rule.text("expression");
        if (expression.isEmpty()) {
            rule.problem("expression", "is missing; it says what stands in the column, such as $AR_H_STREAM_POSITION");
            return Optional.empty();
        }
        Optional<AddedValue> value = AddedValue.parse(expression.get());
        if (value.isEmpty()) {
            rule.problem(
                    "expression",
                    "is not built yet; it may be one of $AR_H_STREAM_POSITION, $AR_H_TIMESTAMP, $AR_H_COMMIT_TIMESTAMP,"
                            + " $AR_H_OPERATION, $AR_H_CHANGE_SEQ, $AR_H_USER, $AR_M_SOURCE_SCHEMA,"
                            + " $AR_M_SOURCE_TABLE_NAME, or a text in single quotes");
        }
        return value;
    }

    private Optional<DataType> type(Optional<AddedValue> value) {
        Section section = rule.section("data-type");
        String name = section.text("type", "").toLowerCase(Locale.ROOT);
        int length = section.number("length", 0, 0, Integer.MAX_VALUE);
        section.ignored("precision", "scale");
        section.finish();
        return switch (name) {
            case "string", "wstring" -> Optional.of(DataType.ofLength(Kind.STRING, length));
            case "clob", "nclob" -> Optional.of(DataType.of(Kind.CLOB));
            case "datetime" -> moment(section, value);
            case "" -> {
                section.problem("type", "is missing; give it, such as string");
                yield Optional.empty();
            }
            default -> {
                section.problem(
                        "type", "is '" + name + "'; an added column can be string, wstring, clob, nclob or datetime");
                yield Optional.empty();
            }
        };
    }

    /** With all digits that a source tells, whatever the rule declares: none is cut. */
    private static Optional<DataType> moment(Section section, Optional<AddedValue> value) {
        if (value.isPresent() && !(value.get() instanceof AddedValue.Header header && header.isMoment())) {
            section.problem(
                    "type",
                    "is datetime, which only $AR_H_TIMESTAMP and $AR_H_COMMIT_TIMESTAMP have; make the column a string");
            return Optional.empty();
        }
        return Optional.of(DataType.ofScale(Kind.DATETIME, MICROSECONDS));
    }
}
