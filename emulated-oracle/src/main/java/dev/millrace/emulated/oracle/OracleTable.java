package dev.millrace.emulated.oracle;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table to be made.
 *
 * @param schema its owner
 * @param name its name as stored
 * @param columns all columns in order
 * @param primaryKey the columns of the primary key; empty if there is none
 * @param uniqueKeys names and columns of unique constraints
 * @param indexes names and columns of other indexes
 * @param foreignKeys constraints to other tables
 * @param partitioning two partitions by range; null for a table without
 */
public record OracleTable(
        String schema,
        String name,
        List<Column> columns,
        List<String> primaryKey,
        List<Key> uniqueKeys,
        List<Key> indexes,
        List<ForeignKey> foreignKeys,
        @Nullable Partitioning partitioning) {

    /** A table with columns and nothing else. */
    public static OracleTable of(String schema, String name, Column... columns) {
        return new OracleTable(schema, name, List.of(columns), List.of(), List.of(), List.of(), List.of(), null);
    }

    /** The same with a primary key. */
    public OracleTable withPrimaryKey(String... names) {
        return new OracleTable(schema, name, columns, List.of(names), uniqueKeys, indexes, foreignKeys, partitioning);
    }

    /** The same with one more column, at the end. */
    OracleTable with(Column column) {
        List<Column> more = new ArrayList<>(columns);
        more.add(column);
        return new OracleTable(schema, name, more, primaryKey, uniqueKeys, indexes, foreignKeys, partitioning);
    }

    /** @param declaration such as {@code NUMBER(10,2)} */
    public record Column(String name, String declaration, boolean nullable) {

        /** A column that may be NULL. */
        public static Column of(String name, String declaration) {
            return new Column(name, declaration, true);
        }

        /** The same without NULL. */
        public Column notNull() {
            return new Column(name, declaration, false);
        }

        OracleType type() {
            return OracleType.of(declaration);
        }
    }

    /** A unique key or an index. */
    public record Key(String name, List<String> columns) {}

    /** A foreign key to the primary key of another table. */
    public record ForeignKey(
            String name, List<String> columns, String parentSchema, String parentTable, String onDelete) {}

    /**
     * Partitions {@code below} and {@code others} of a numeric column.
     *
     * @param subpartitioning how each of them is cut again; null if none is
     */
    public record Partitioning(
            String column,
            long boundary,
            String below,
            String others,
            @Nullable Subpartitioning subpartitioning) {

        /** Partitions without sub-partitions. */
        public Partitioning(String column, long boundary, String below, String others) {
            this(column, boundary, below, others, null);
        }
    }

    /** Sub-partitions by a numeric column; their names are the partition's with {@code _LOW} and {@code _HIGH} behind it. */
    public record Subpartitioning(String column, long boundary) {
        static String low(String partition) {
            return partition + "_LOW";
        }

        static String high(String partition) {
            return partition + "_HIGH";
        }
    }

    /** The same, partitioned. */
    public OracleTable partitionedBy(Partitioning partitions) {
        return new OracleTable(schema, name, columns, primaryKey, uniqueKeys, indexes, foreignKeys, partitions);
    }

    /** The quoted name. */
    String quoted() {
        return quoted(schema) + "." + quoted(name);
    }

    static String quoted(String identifier) {
        if (identifier.indexOf('"') >= 0) {
            throw new IllegalArgumentException("ORA-03001: names of Oracle have no quotation marks: " + identifier);
        }
        return '"' + identifier + '"';
    }
}
