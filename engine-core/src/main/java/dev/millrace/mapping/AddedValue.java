package dev.millrace.mapping;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/** What stands in a column that a rule adds: the {@code expression} of {@code add-column}, as far as it is understood. */
public sealed interface AddedValue {

    /** What the log tells of the change that a row comes from; DMS's {@code $AR_H_…}. */
    enum Header implements AddedValue {
        /** Where the change's transaction stands in the log, in the words of the source; empty for a loaded row. */
        STREAM_POSITION,
        /** When the change was made; of a loaded row, when it was read. No source's log tells it, so it is the time of the commit. */
        TIMESTAMP,
        /** When the source committed the change; of a loaded row, when it was read. */
        COMMIT_TIMESTAMP,
        /** {@code INSERT}, {@code UPDATE} or {@code DELETE}; {@code INSERT} for a loaded row. */
        OPERATION,
        /** The commit time to hundredths of a second and the number of the change, 35 digits; empty for a loaded row. */
        CHANGE_SEQ,
        /** Who made the change; empty, since no source's log tells it. */
        USER;

        /** Whether the value is a moment, and so can stand in a column of times. */
        public boolean isMoment() {
            return this == TIMESTAMP || this == COMMIT_TIMESTAMP;
        }
    }

    /** The names that the source has; DMS's {@code $AR_M_…}. */
    enum SourceName implements AddedValue {
        SOURCE_SCHEMA,
        SOURCE_TABLE_NAME
    }

    /** A text in quotes. */
    record Text(String text) implements AddedValue {
        public Text {
            requireNonNull(text, "text is null");
        }
    }

    /** Reads one variable or one text in quotes, as SQL has it; empty if the expression is something else. */
    static Optional<AddedValue> parse(String expression) {
        String text = expression.trim();
        if (text.matches("'([^']|'')*'")) {
            return Optional.of(new Text(text.substring(1, text.length() - 1).replace("''", "'")));
        }
        String variable = text.toUpperCase(Locale.ROOT);
        return variable(variable, "$AR_H_", Header.values())
                .or(() -> variable(variable, "$AR_M_", SourceName.values()));
    }

    private static <E extends Enum<E> & AddedValue> Optional<AddedValue> variable(
            String text, String prefix, E[] variables) {
        return Arrays.stream(variables)
                .filter(variable -> text.equals(prefix + variable.name()))
                .map(AddedValue.class::cast)
                .findFirst();
    }
}
