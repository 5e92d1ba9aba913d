package dev.millrace.sink.postgres;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Where a target table that is already there can't hold the rows of a wanted one, and the statements that mend it. At a check these are
 * warnings, since the task may be about to make the table anew; once rows are to be written, they are errors.
 */
final class Mismatch {
    private Mismatch() {}

    /** Columns that the target lacks or whose values it would change. */
    static List<Finding> findings(TableSchema wanted, TableSchema target) {
        List<ColumnSchema> missing = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (ColumnSchema column : wanted.columns()) {
            Optional<ColumnSchema> present = find(target, column.name());
            if (present.isEmpty() && !isGeneratedThere(wanted, column)) {
                missing.add(column);
            } else if (present.isPresent() && losesValues(wanted, column, present.get())) {
                findings.add(lossy(wanted, column, present.get()));
            }
        }
        if (!missing.isEmpty()) {
            findings.add(0, missing(wanted, missing));
        }
        return findings;
    }

    /**
     * Refuses a target table that lacks columns or would change values.
     *
     * @throws ReplicationException {@code TARGET_TABLE_MISMATCH}, {@code TYPE_NOT_REPRESENTABLE}
     */
    static void requireNone(TableSchema wanted, TableSchema target) {
        List<Finding> findings = findings(wanted, target);
        if (!findings.isEmpty()) {
            throw new ReplicationException(
                    findings.get(0).code(),
                    findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
        }
    }

    /** The column's type in PostgreSQL's words. */
    static String type(TableSchema wanted, ColumnSchema column) {
        return wanted.family() == EngineFamily.POSTGRES ? column.nativeType() : TypeMapping.of(column.type());
    }

    private static boolean losesValues(TableSchema wanted, ColumnSchema column, ColumnSchema present) {
        return present.fill() != Fill.GENERATED
                && !present.nativeType().equals(type(wanted, column))
                && ColumnFit.losesValues(column, present);
    }

    private static Finding missing(TableSchema wanted, List<ColumnSchema> missing) {
        return Finding.warning(
                ErrorCode.TARGET_TABLE_MISMATCH,
                "target table " + wanted.id() + " lacks the columns "
                        + missing.stream().map(ColumnSchema::name).collect(Collectors.joining(", ")),
                "run: ALTER TABLE " + PostgresDialect.quoted(wanted.id())
                        + missing.stream()
                                .map(column -> " ADD COLUMN " + PostgresDialect.quoted(column.name()) + " "
                                        + type(wanted, column))
                                .collect(Collectors.joining(",")));
    }

    private static Finding lossy(TableSchema wanted, ColumnSchema column, ColumnSchema present) {
        return Finding.warning(
                ErrorCode.TYPE_NOT_REPRESENTABLE,
                "column " + column.name() + " of target table " + wanted.id() + " is " + present.nativeType()
                        + ", which would round or cut values of " + column.nativeType() + " without a word",
                "run: ALTER TABLE " + PostgresDialect.quoted(wanted.id()) + " ALTER COLUMN "
                        + PostgresDialect.quoted(column.name()) + " TYPE " + type(wanted, column));
    }

    /** A column that only the source generates: its values are not replicated to a target that has left it out. */
    private static boolean isGeneratedThere(TableSchema wanted, ColumnSchema column) {
        return column.fill() == Fill.GENERATED && wanted.family() == EngineFamily.POSTGRES;
    }

    private static Optional<ColumnSchema> find(TableSchema table, String column) {
        OptionalInt ordinal = table.ordinal(column);
        return ordinal.isPresent() ? Optional.of(table.column(ordinal.getAsInt())) : Optional.empty();
    }
}
