package dev.millrace.sink.mysql.dialect;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables from {@code information_schema}. Types of text columns carry their character set and collation; the definition of an
 * index is what stands behind {@code ALTER TABLE … ADD}.
 */
public final class MySqlCatalogue implements TableCatalogue {
    private static final String COLUMNS = """
            SELECT COLUMN_NAME, COLUMN_TYPE, CHARACTER_SET_NAME, COLLATION_NAME, IS_NULLABLE, COLUMN_DEFAULT, EXTRA, GENERATION_EXPRESSION
            FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION""";
    private static final String INDEXES = """
            SELECT INDEX_NAME, NON_UNIQUE, COLUMN_NAME, SUB_PART, INDEX_TYPE, COLLATION
            FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? ORDER BY INDEX_NAME, SEQ_IN_INDEX""";
    private static final String FOREIGN_KEYS = """
            SELECT k.CONSTRAINT_NAME, k.COLUMN_NAME, k.REFERENCED_TABLE_SCHEMA, k.REFERENCED_TABLE_NAME, k.REFERENCED_COLUMN_NAME, r.DELETE_RULE, r.UPDATE_RULE
            FROM information_schema.KEY_COLUMN_USAGE k JOIN information_schema.REFERENTIAL_CONSTRAINTS r
            ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND r.TABLE_NAME = k.TABLE_NAME
            WHERE k.TABLE_SCHEMA = ? AND k.TABLE_NAME = ? AND k.REFERENCED_TABLE_NAME IS NOT NULL ORDER BY k.CONSTRAINT_NAME, k.ORDINAL_POSITION""";

    private final ServerVersion version;

    public MySqlCatalogue(ServerVersion version) {
        this.version = version;
    }

    @Override
    public Optional<TableSchema> describe(Connection connection, TableId table) throws SQLException {
        TableSchema.Builder builder = TableSchema.builder(table, EngineFamily.MYSQL);
        boolean found = query(connection, COLUMNS, table, row -> builder.column(column(row)));
        if (!found) {
            return Optional.empty();
        }
        addIndexes(connection, table, builder);
        addForeignKeys(connection, table, builder);
        return Optional.of(builder.build());
    }

    private ColumnSchema column(ResultSet row) throws SQLException {
        String columnType = row.getString(2);
        String characterSet = row.getString(3);
        String nativeType = characterSet == null
                ? columnType
                : columnType + " CHARACTER SET " + characterSet + " COLLATE " + row.getString(4);
        String extra = String.valueOf(row.getString(7)).toLowerCase(Locale.ROOT);
        String generation = row.getString(8);
        boolean generated = generation != null && !generation.isEmpty();
        Fill fill = generated ? Fill.GENERATED : extra.contains("auto_increment") ? Fill.IDENTITY : Fill.DEFAULT;
        String expression = generated
                ? "(" + generation + ")" + (extra.contains("stored") ? " STORED" : " VIRTUAL")
                : defaultExpression(row.getString(6), extra);
        return new ColumnSchema(
                row.getString(1),
                ColumnTypes.parse(columnType),
                nativeType,
                row.getString(5).equals("YES"),
                fill,
                expression,
                WireForm.CANONICAL);
    }

    /** MySQL shows constants bare and marks expressions; MariaDB shows what stands behind {@code DEFAULT}. */
    private @Nullable String defaultExpression(@Nullable String shown, String extra) {
        int update = extra.indexOf("on update ");
        String onUpdate = update < 0 ? "" : " ON UPDATE " + extra.substring(update + "on update ".length());
        if (shown == null || (shown.equals("NULL") && version.mariaDb())) {
            return onUpdate.isEmpty() ? null : "NULL" + onUpdate;
        }
        if (version.mariaDb() || shown.toUpperCase(Locale.ROOT).startsWith("CURRENT_TIMESTAMP")) {
            return shown + onUpdate;
        }
        if (extra.contains("default_generated")) {
            return "(" + shown + ")";
        }
        return (shown.startsWith("b'") || shown.startsWith("0x") ? shown : SqlText.literal(shown)) + onUpdate;
    }

    private static void addIndexes(Connection connection, TableId table, TableSchema.Builder builder)
            throws SQLException {
        Map<String, Index> indexes = new LinkedHashMap<>();
        query(connection, INDEXES, table, row -> {
            Index index = indexes.get(row.getString(1));
            if (index == null) {
                index = new Index(row.getString(1), row.getInt(2) == 0, row.getString(5));
                indexes.put(index.name, index);
            }
            index.add(row.getString(3), row.getString(4), "D".equals(row.getString(6)));
        });
        List<KeySchema> uniqueKeys = new ArrayList<>();
        List<IndexSchema> others = new ArrayList<>();
        for (Index index : indexes.values()) {
            if (index.name.equals("PRIMARY")) {
                builder.primaryKey(new KeySchema(index.name, index.columns));
            } else if (index.unique && index.plain) {
                uniqueKeys.add(new KeySchema(index.name, index.columns));
            } else {
                others.add(index.schema());
            }
        }
        builder.uniqueKeys(uniqueKeys).indexes(others);
    }

    private static void addForeignKeys(Connection connection, TableId table, TableSchema.Builder builder)
            throws SQLException {
        Map<String, ForeignKeySchema> keys = new LinkedHashMap<>();
        query(connection, FOREIGN_KEYS, table, row -> {
            TableId parent = new TableId(row.getString(3), row.getString(4));
            ForeignKeySchema known = keys.get(row.getString(1));
            List<String> columns = new ArrayList<>(known == null ? List.of() : known.columns());
            List<String> parentColumns = new ArrayList<>(known == null ? List.of() : known.parentColumns());
            columns.add(row.getString(2));
            parentColumns.add(row.getString(5));
            keys.put(
                    row.getString(1),
                    new ForeignKeySchema(
                            row.getString(1),
                            columns,
                            parent,
                            parentColumns,
                            row.getString(6),
                            row.getString(7),
                            false));
        });
        builder.foreignKeys(List.copyOf(keys.values()));
    }

    private static boolean query(Connection connection, String sql, TableId table, RowReader reader)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, table.schema());
            select.setString(2, table.table());
            try (ResultSet rows = select.executeQuery()) {
                boolean found = false;
                while (rows.next()) {
                    found = true;
                    reader.read(rows);
                }
                return found;
            }
        }
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    /** An index while its columns are read. */
    private static final class Index {
        private final String name;
        private final boolean unique;
        private final String type;
        private final List<String> columns = new ArrayList<>();
        private final List<String> parts = new ArrayList<>();
        private boolean plain = true;

        Index(String name, boolean unique, String type) {
            this.name = name;
            this.unique = unique;
            this.type = type;
        }

        void add(@Nullable String column, @Nullable String prefix, boolean descending) {
            plain = plain && column != null && prefix == null;
            if (column != null) {
                columns.add(column);
                parts.add(SqlText.quote(column)
                        + (prefix == null ? "" : "(" + prefix + ")")
                        + (descending ? " DESC" : ""));
            }
        }

        IndexSchema schema() {
            String kind = type.equals("FULLTEXT") || type.equals("SPATIAL") ? type + " " : unique ? "UNIQUE " : "";
            String definition = kind + "KEY " + SqlText.quote(name) + " (" + String.join(", ", parts) + ")";
            return new IndexSchema(name, columns, unique, definition);
        }
    }
}
