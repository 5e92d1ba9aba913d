package dev.millrace.emulated.sqlserver;

import java.util.List;
import java.util.Map;

/**
 * A table to be made.
 *
 * @param schema its schema
 * @param name its name
 * @param columns in order
 * @param primaryKey columns of the primary key; empty if there is none
 * @param uniqueKeys columns of unique constraints by name
 * @param indexes columns of other indexes by name
 * @param foreignKeys references to tables that are there
 */
public record EmulatedTable(
        String schema,
        String name,
        List<EmulatedColumn> columns,
        List<String> primaryKey,
        Map<String, List<String>> uniqueKeys,
        Map<String, List<String>> indexes,
        List<ForeignKey> foreignKeys) {

    /** A reference to another table; {@code onDelete} is such as {@code NO ACTION}. */
    public record ForeignKey(
            String name,
            List<String> columns,
            String parentSchema,
            String parentTable,
            List<String> parentColumns,
            String onDelete) {}

    /** A table without anything but columns and, perhaps, a primary key. */
    public static EmulatedTable of(String schema, String name, List<EmulatedColumn> columns, List<String> primaryKey) {
        return new EmulatedTable(schema, name, columns, primaryKey, Map.of(), Map.of(), List.of());
    }
}
