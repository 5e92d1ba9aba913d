package dev.millrace.model;

import static java.util.Objects.requireNonNull;

/**
 * Names a table on one endpoint, spelled as that endpoint stores it. On MySQL and MariaDB the schema is the database.
 *
 * @param schema the schema or database; never empty
 * @param table the table
 */
public record TableId(String schema, String table) implements Comparable<TableId> {
    public TableId {
        requireNonNull(schema, "schema is null");
        requireNonNull(table, "table is null");
    }

    @Override
    public int compareTo(TableId other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : table.compareTo(other.table);
    }

    @Override
    public String toString() {
        return schema + "." + table;
    }
}
