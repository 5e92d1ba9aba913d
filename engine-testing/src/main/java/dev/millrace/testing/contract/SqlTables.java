package dev.millrace.testing.contract;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.IndexSchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableSchema;
import java.util.ArrayList;
import java.util.List;

import static dev.millrace.testing.contract.SqlSession.quoted;

/** Statements in standard SQL that make the tables of a contract. */
public final class SqlTables {
    private SqlTables() {}

    /** Makes the table with all its keys, then its indexes. Parents must be there. */
    public static List<String> creation(TableSchema table) {
        List<String> statements = new ArrayList<>();
        statements.add("CREATE TABLE " + quoted(table.id()) + " (" + String.join(", ", parts(table)) + ")");
        for (IndexSchema index : table.indexes()) {
            statements.add("CREATE INDEX " + quoted(index.name()) + " ON " + quoted(table.id()) + " ("
                    + quoted(index.columns()) + ")");
        }
        return statements;
    }

    /** The column as {@code CREATE TABLE} and {@code ADD COLUMN} take it. */
    public static String column(ColumnSchema column) {
        return quoted(column.name()) + " " + column.nativeType() + (column.nullable() ? "" : " NOT NULL");
    }

    private static List<String> parts(TableSchema table) {
        List<String> parts = new ArrayList<>();
        table.columns().forEach(column -> parts.add(column(column)));
        table.primaryKey().ifPresent(key -> parts.add("PRIMARY KEY (" + quoted(key.columns()) + ")"));
        for (KeySchema key : table.uniqueKeys()) {
            parts.add("CONSTRAINT " + quoted(key.name()) + " UNIQUE (" + quoted(key.columns()) + ")");
        }
        for (ForeignKeySchema key : table.foreignKeys()) {
            parts.add("CONSTRAINT " + quoted(key.name()) + " FOREIGN KEY (" + quoted(key.columns()) + ") REFERENCES "
                    + quoted(key.parent()) + " (" + quoted(key.parentColumns()) + ") ON DELETE " + key.onDelete());
        }
        return parts;
    }
}
