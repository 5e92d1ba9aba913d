package dev.millrace.sink.postgres;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.TableSchema;
import java.util.List;
import java.util.stream.Collectors;

/** Words about a target table that lacks columns, and the statement that mends it. */
final class Mismatch {
    private Mismatch() {}

    static String problem(TableSchema wanted, List<ColumnSchema> missing) {
        return "target table " + wanted.id() + " lacks the columns "
                + missing.stream().map(ColumnSchema::name).collect(Collectors.joining(", "));
    }

    static String remedy(TableSchema wanted, List<ColumnSchema> missing) {
        return "run: ALTER TABLE " + PostgresDialect.quoted(wanted.id())
                + missing.stream()
                        .map(column -> " ADD COLUMN " + PostgresDialect.quoted(column.name()) + " "
                                + (wanted.family() == EngineFamily.POSTGRES
                                        ? column.nativeType()
                                        : TypeMapping.of(column.type())))
                        .collect(Collectors.joining(","));
    }
}
