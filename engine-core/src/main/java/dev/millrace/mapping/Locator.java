package dev.millrace.mapping;

import dev.millrace.model.TableId;

import static java.util.Objects.requireNonNull;

/**
 * Which source objects a rule is about; DMS's {@code object-locator}.
 *
 * @param schema names of schemas; on MySQL, databases
 * @param table names of tables
 * @param column names of columns; any in rules about tables and schemas
 */
public record Locator(NamePattern schema, NamePattern table, NamePattern column) {
    public Locator {
        requireNonNull(schema, "schema is null");
        requireNonNull(table, "table is null");
        requireNonNull(column, "column is null");
    }

    public static Locator schemas(String schema) {
        return tables(schema, "%");
    }

    public static Locator tables(String schema, String table) {
        return columns(schema, table, "%");
    }

    public static Locator columns(String schema, String table, String column) {
        return new Locator(NamePattern.of(schema), NamePattern.of(table), NamePattern.of(column));
    }

    /** A locator for one table and no other, with names taken literally. */
    public static Locator exactly(TableId id) {
        return new Locator(NamePattern.exactly(id.schema()), NamePattern.exactly(id.table()), NamePattern.any());
    }

    public boolean matchesSchema(String name) {
        return schema.matches(name);
    }

    public boolean matches(TableId id) {
        return schema.matches(id.schema()) && table.matches(id.table());
    }

    public boolean matches(TableId id, String columnName) {
        return matches(id) && column.matches(columnName);
    }

    /** Whether it names one table without wildcards. */
    public boolean isExactTable() {
        return !schema.isWild() && !table.isWild();
    }

    /** How many of schema and table it names without wildcards. */
    int exactness() {
        return (schema.isWild() ? 0 : 1) + (table.isWild() ? 0 : 1);
    }

    @Override
    public String toString() {
        return schema + "." + table;
    }
}
