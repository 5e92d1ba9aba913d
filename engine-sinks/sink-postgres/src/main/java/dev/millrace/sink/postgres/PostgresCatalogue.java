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
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads tables from the system catalogue of PostgreSQL 12 and newer. Type names are qualified as far as the session's path needs it. */
final class PostgresCatalogue implements TableCatalogue {
    private static final String TABLE = """
            SELECT c.oid::int8
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p', 'f')""";

    private static final String COLUMNS = """
            WITH RECURSIVE base AS (
                SELECT a.attnum, a.atttypid AS type, a.atttypmod AS modifier
                FROM pg_catalog.pg_attribute a
                WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped
                UNION ALL
                SELECT b.attnum, t.typbasetype, t.typtypmod
                FROM base b
                JOIN pg_catalog.pg_type t ON t.oid = b.type
                WHERE t.typtype = 'd')
            SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
                   a.attgenerated, pg_catalog.pg_get_expr(d.adbin, d.adrelid),
                   t.typname, t.typtype, t.typcategory, b.modifier
            FROM pg_catalog.pg_attribute a
            JOIN base b ON b.attnum = a.attnum
            JOIN pg_catalog.pg_type t ON t.oid = b.type AND t.typtype <> 'd'
            LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attrelid = ?::oid
            ORDER BY a.attnum""";

    private static final String INDEXES = """
            SELECT c.relname, i.indisprimary, i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL,
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
            WHERE i.indisvalid AND i.indrelid = ?::oid
            ORDER BY c.relname COLLATE "C\"""";

    private static final String FOREIGN_KEYS = """
            SELECT k.conname, n.nspname, p.relname, k.confdeltype, k.confupdtype, k.condeferrable,
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
            WHERE k.contype = 'f' AND k.conparentid = 0 AND k.conrelid = ?::oid
            ORDER BY k.conname COLLATE "C\"""";

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
    public Optional<TableSchema> describe(Connection connection, TableId table) throws SQLException {
        Long oid = oid(connection, table);
        if (oid == null) {
            return Optional.empty();
        }
        TableSchema.Builder schema = TableSchema.builder(table, EngineFamily.POSTGRES);
        readColumns(connection, oid, schema);
        readIndexes(connection, oid, schema);
        readForeignKeys(connection, oid, schema);
        return Optional.of(schema.build());
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
        Long oid = oid(connection, table);
        if (oid == null) {
            throw new SQLException("relation " + table + " does not exist", "42P01");
        }
        return oid;
    }

    private static @Nullable Long oid(Connection connection, TableId table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(TABLE)) {
            query.setString(1, table.schema());
            query.setString(2, table.table());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : null;
            }
        }
    }

    private static void readColumns(Connection connection, long oid, TableSchema.Builder schema) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
            query.setLong(1, oid);
            query.setLong(2, oid);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    String expression = row.getString(6);
                    schema.column(new ColumnSchema(
                            row.getString(1),
                            CatalogueTypes.of(
                                    row.getString(7),
                                    row.getString(8).charAt(0),
                                    row.getString(9).charAt(0),
                                    row.getInt(10)),
                            row.getString(2),
                            !row.getBoolean(3),
                            fill(row.getString(4), row.getString(5), expression),
                            expression,
                            WireForm.CANONICAL));
                }
            }
        }
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

    private static void readIndexes(Connection connection, long oid, TableSchema.Builder schema) throws SQLException {
        List<KeySchema> uniqueKeys = new ArrayList<>();
        List<IndexSchema> indexes = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(INDEXES)) {
            query.setLong(1, oid);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    String name = row.getString(1);
                    List<String> columns = names(row, 7);
                    if (row.getBoolean(2)) {
                        schema.primaryKey(new KeySchema(name, columns));
                    } else if (row.getBoolean(3)) {
                        uniqueKeys.add(new KeySchema(name, columns, !row.getBoolean(4)));
                    } else {
                        indexes.add(new IndexSchema(name, columns, row.getBoolean(5), row.getString(6)));
                    }
                }
            }
        }
        schema.uniqueKeys(uniqueKeys).indexes(indexes);
    }

    private static void readForeignKeys(Connection connection, long oid, TableSchema.Builder schema)
            throws SQLException {
        List<ForeignKeySchema> keys = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(FOREIGN_KEYS)) {
            query.setLong(1, oid);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    keys.add(new ForeignKeySchema(
                            row.getString(1),
                            names(row, 7),
                            new TableId(row.getString(2), row.getString(3)),
                            names(row, 8),
                            action(row.getString(4)),
                            action(row.getString(5)),
                            row.getBoolean(6)));
                }
            }
        }
        schema.foreignKeys(keys);
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
