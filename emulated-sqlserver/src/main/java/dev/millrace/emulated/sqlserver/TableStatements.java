package dev.millrace.emulated.sqlserver;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import static dev.millrace.emulated.sqlserver.BracketedSql.quoted;

/** The statements of H2 that make users' tables and change tables. */
final class TableStatements {
    private TableStatements() {}

    static List<String> creation(EmulatedTable table) {
        List<String> statements = new ArrayList<>();
        String name = quoted(table.schema()) + "." + quoted(table.name());
        List<String> parts =
                table.columns().stream().map(TableStatements::column).collect(Collectors.toList());
        if (!table.primaryKey().isEmpty()) {
            parts.add("PRIMARY KEY (" + names(table.primaryKey()) + ")");
        }
        table.uniqueKeys()
                .forEach((key, columns) -> parts.add("CONSTRAINT " + quoted(key) + " UNIQUE (" + names(columns) + ")"));
        for (EmulatedTable.ForeignKey key : table.foreignKeys()) {
            parts.add("CONSTRAINT " + quoted(key.name()) + " FOREIGN KEY (" + names(key.columns()) + ") REFERENCES "
                    + quoted(key.parentSchema()) + "." + quoted(key.parentTable()) + " (" + names(key.parentColumns())
                    + ") ON DELETE " + key.onDelete());
        }
        statements.add("CREATE TABLE " + name + " (" + String.join(", ", parts) + ")");
        table.indexes()
                .forEach((index, columns) -> statements.add("CREATE INDEX " + quoted(table.schema()) + "."
                        + quoted(index) + " ON " + name + " (" + names(columns) + ")"));
        return statements;
    }

    static String column(EmulatedColumn column) {
        String type = SqlServerType.of(column.declaration()).h2();
        String computed =
                column.isComputed() ? " GENERATED ALWAYS AS (" + BracketedSql.unbracketed(column.computed()) + ")" : "";
        return quoted(column.name()) + " " + type + computed + (column.nullable() ? "" : " NOT NULL");
    }

    /** {@code cdc.<instance>_CT} with the columns that its documentation lists, and the index that it has. */
    static List<String> changeTable(String captureInstance, List<EmulatedColumn> columns) {
        String name = "cdc." + quoted(captureInstance + "_CT");
        String captured = columns.stream()
                .map(column -> ", " + quoted(column.name()) + " "
                        + SqlServerType.of(column.declaration()).h2())
                .collect(Collectors.joining());
        return List.of(
                "CREATE TABLE " + name
                        + " (\"__$start_lsn\" BINARY(10) NOT NULL, \"__$end_lsn\" BINARY(10), \"__$seqval\" BINARY(10) NOT NULL,"
                        + " \"__$operation\" INT NOT NULL, \"__$update_mask\" VARBINARY(128)" + captured
                        + ", \"__$command_id\" INT)",
                "CREATE INDEX cdc." + quoted(captureInstance + "_CT_idx") + " ON " + name
                        + " (\"__$start_lsn\", \"__$command_id\", \"__$seqval\", \"__$operation\")");
    }

    static String names(List<String> columns) {
        return columns.stream().map(BracketedSql::quoted).collect(Collectors.joining(", "));
    }
}
