package dev.millrace.sink.postgres;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.IndexSchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.model.WireForm;
import dev.millrace.sink.jdbc.TableCatalogue;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/** Reads tables from the system catalogue of PostgreSQL 12 and newer. Type names are qualified as far as the session's path needs it. */
final class PostgresCatalogue implements TableCatalogue {
    private static final String TABLES = """
            SELECT c.oid::int8, w.schema, w.name
            FROM unnest(?::text[], ?::text[]) AS w (schema, name)
            JOIN pg_catalog.pg_namespace n ON n.nspname = w.schema
            JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = w.name
            WHERE c.relkind IN ('r', 'p', 'f')""";

    private static final String COLUMNS = """
            WITH RECURSIVE base AS (
                SELECT a.attrelid, a.attnum, a.atttypid AS type, a.atttypmod AS modifier
                FROM pg_catalog.pg_attribute a
                WHERE a.attrelid = ANY (?::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
                UNION ALL
                SELECT b.attrelid, b.attnum, t.typbasetype, t.typtypmod
                FROM base b
                JOIN pg_catalog.pg_type t ON t.oid = b.type
                WHERE t.typtype = 'd')
            SELECT a.attrelid::int8, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
                   a.attgenerated, pg_catalog.pg_get_expr(d.adbin, d.adrelid),
                   t.typname, t.typtype, t.typcategory, b.modifier
            FROM base b
            JOIN pg_catalog.pg_attribute a ON a.attrelid = b.attrelid AND a.attnum = b.attnum
            JOIN pg_catalog.pg_type t ON t.oid = b.type AND t.typtype <> 'd'
            LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            ORDER BY a.attrelid, a.attnum""";

    private static final String INDEXES = """
            SELECT i.indrelid::int8, c.relname, i.indisprimary, i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL,
                   coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false),
                   i.indisunique, pg_catalog.pg_get_indexdef(i.indexrelid),
                   CASE WHEN i.indexprs IS NULL THEN ARRAY(
                       SELECT a.attname::text
                       FROM unnest(i.indkey::int2[]) WITH ORDINALITY u (number, place)
                       JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.number
                       WHERE u.place <= i.indnkeyatts
                       ORDER BY u.place) ELSE '{}' END
            FROM pg_catalog.pg_index i
            JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
            WHERE i.indisvalid AND i.indrelid = ANY (?::oid[])
            ORDER BY c.relname COLLATE "C\"""";

    private static final String FOREIGN_KEYS = """
            SELECT k.conrelid::int8, k.conname, n.nspname, p.relname, k.confdeltype, k.confupdtype, k.condeferrable,
                   ARRAY(SELECT a.attname::text
                       FROM unnest(k.conkey) WITH ORDINALITY u (number, place)
                       JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number
                       ORDER BY u.place),
                   ARRAY(SELECT a.attname::text
                       FROM unnest(k.confkey) WITH ORDINALITY u (number, place)
                       JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number
                       ORDER BY u.place)
            FROM pg_catalog.pg_constraint k
            JOIN pg_catalog.pg_class p ON p.oid = k.confrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = p.relnamespace
            WHERE k.contype = 'f' AND k.conparentid = 0 AND k.conrelid = ANY (?::oid[])
            ORDER BY k.conname COLLATE "C\"""";

    private static final String ROLE = "SELECT current_setting('session_replication_role')";

    private static final String ARBITER = """
            SELECT count(*)
            FROM pg_catalog.pg_index i
            WHERE i.indrelid = ?::oid AND i.indisunique AND i.indimmediate AND i.indisvalid
              AND i.indpred IS NULL AND i.indexprs IS NULL
              AND ARRAY(SELECT a.attname::text
                        FROM unnest(i.indkey::int2[]) WITH ORDINALITY u (number, place)
                        JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.number
                        WHERE u.place <= i.indnkeyatts
                        ORDER BY 1) = ARRAY(SELECT unnest(?::text[]) ORDER BY 1)""";

    private static final String REFERENCED = """
            SELECT count(*)
            FROM pg_catalog.pg_constraint
            WHERE contype = 'f' AND confrelid = ?::oid AND conrelid <> confrelid""";

    @Override
    public Map<TableId, TableSchema> describe(Connection connection, Collection<TableId> tables) throws SQLException {
        Map<Long, TableId> ids = ids(connection, tables);
        Map<Long, TableSchema.Builder> schemas = new HashMap<>();
        ids.forEach((oid, table) -> schemas.put(oid, TableSchema.builder(table, EngineFamily.POSTGRES)));
        Object[] oids = ids.keySet().toArray();
        if (oids.length > 0) {
            readColumns(connection, oids, schemas);
            readIndexes(connection, oids, schemas);
            readForeignKeys(connection, oids, schemas);
        }
        Map<TableId, TableSchema> found = new LinkedHashMap<>();
        ids.forEach((oid, table) -> found.put(table, of(schemas, oid).build()));
        return found;
    }

    /** Whether the session enforces foreign keys, which are triggers that a replica passes over. */
    static boolean firesKeys(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(ROLE);
                ResultSet row = query.executeQuery()) {
            row.next();
            return !row.getString(1).equals("replica");
        }
    }

    /** Whether {@code ON CONFLICT} over exactly these columns finds a unique index that is checked at once. */
    boolean hasArbiter(Connection connection, TableId table, List<String> columns) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(ARBITER)) {
            query.setLong(1, require(connection, table));
            query.setArray(2, connection.createArrayOf("text", columns.toArray()));
            return readCount(query) > 0;
        }
    }

    /** Whether foreign keys of other tables point here, which PostgreSQL takes as a reason to refuse a {@code TRUNCATE}. */
    boolean isReferenced(Connection connection, TableId table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(REFERENCED)) {
            query.setLong(1, require(connection, table));
            return readCount(query) > 0;
        }
    }

    private static long readCount(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static long require(Connection connection, TableId table) throws SQLException {
        Set<Long> oid = ids(connection, List.of(table)).keySet();
        if (oid.isEmpty()) {
            throw new SQLException("relation " + table + " does not exist", "42P01");
        }
        return oid.iterator().next();
    }

    private static Map<Long, TableId> ids(Connection connection, Collection<TableId> tables) throws SQLException {
        Map<Long, TableId> ids = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement(TABLES)) {
            query.setArray(1, texts(connection, tables.stream().map(TableId::schema)));
            query.setArray(2, texts(connection, tables.stream().map(TableId::table)));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    ids.put(row.getLong(1), new TableId(row.getString(2), row.getString(3)));
                }
            }
        }
        return ids;
    }

    private static Array texts(Connection connection, Stream<String> values) throws SQLException {
        return connection.createArrayOf("text", values.toArray());
    }

    private static void each(Connection connection, String sql, Object[] oids, RowReader reader) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setArray(1, connection.createArrayOf("int8", oids));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    reader.read(row.getLong(1), row);
                }
            }
        }
    }

    private interface RowReader {
        /** @param table what the row begins with */
        void read(long table, ResultSet row) throws SQLException;
    }

    private static void readColumns(Connection connection, Object[] oids, Map<Long, TableSchema.Builder> schemas)
            throws SQLException {
        each(connection, COLUMNS, oids, (table, row) -> {
            String expression = row.getString(7);
            of(schemas, table)
                    .column(new ColumnSchema(
                            row.getString(2),
                            CatalogueTypes.of(
                                    row.getString(8),
                                    row.getString(9).charAt(0),
                                    row.getString(10).charAt(0),
                                    row.getInt(11)),
                            row.getString(3),
                            !row.getBoolean(4),
                            fill(row.getString(5), row.getString(6), expression),
                            expression,
                            WireForm.CANONICAL));
        });
    }

    private static Fill fill(String identity, String generated, @Nullable String expression) {
        if (!generated.isEmpty()) {
            return Fill.GENERATED;
        }
        if (identity.equals("a")) {
            return Fill.IDENTITY_ALWAYS;
        }
        boolean serial = expression != null && expression.startsWith("nextval(");
        return identity.equals("d") || serial ? Fill.IDENTITY : Fill.DEFAULT;
    }

    private static void readIndexes(Connection connection, Object[] oids, Map<Long, TableSchema.Builder> schemas)
            throws SQLException {
        Map<Long, List<KeySchema>> uniqueKeys = new HashMap<>();
        Map<Long, List<IndexSchema>> indexes = new HashMap<>();
        each(connection, INDEXES, oids, (table, row) -> {
            String name = row.getString(2);
            List<String> columns = names(row, 8);
            if (row.getBoolean(3)) {
                of(schemas, table).primaryKey(new KeySchema(name, columns));
            } else if (row.getBoolean(4)) {
                add(uniqueKeys, table, new KeySchema(name, columns, !row.getBoolean(5)));
            } else {
                add(indexes, table, new IndexSchema(name, columns, row.getBoolean(6), row.getString(7)));
            }
        });
        uniqueKeys.forEach((table, keys) -> of(schemas, table).uniqueKeys(keys));
        indexes.forEach((table, others) -> of(schemas, table).indexes(others));
    }

    private static void readForeignKeys(Connection connection, Object[] oids, Map<Long, TableSchema.Builder> schemas)
            throws SQLException {
        Map<Long, List<ForeignKeySchema>> foreignKeys = new HashMap<>();
        each(
                connection,
                FOREIGN_KEYS,
                oids,
                (table, row) -> add(
                        foreignKeys,
                        table,
                        new ForeignKeySchema(
                                row.getString(2),
                                names(row, 8),
                                new TableId(row.getString(3), row.getString(4)),
                                names(row, 9),
                                action(row.getString(5)),
                                action(row.getString(6)),
                                row.getBoolean(7))));
        foreignKeys.forEach((table, keys) -> of(schemas, table).foreignKeys(keys));
    }

    private static TableSchema.Builder of(Map<Long, TableSchema.Builder> schemas, long table) {
        return requireNonNull(schemas.get(table), "a table that was not asked for");
    }

    private static <T> void add(Map<Long, List<T>> lists, long table, T value) {
        lists.computeIfAbsent(table, none -> new ArrayList<>()).add(value);
    }

    private static String action(String code) {
        return switch (code) {
            case "r" -> "RESTRICT";
            case "c" -> "CASCADE";
            case "n" -> "SET NULL";
            case "d" -> "SET DEFAULT";
            default -> "NO ACTION";
        };
    }

    private static List<String> names(ResultSet row, int column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }
}
