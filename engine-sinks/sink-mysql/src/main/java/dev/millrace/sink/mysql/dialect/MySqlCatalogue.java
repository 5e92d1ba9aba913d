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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables from {@code information_schema}. Types of text columns carry their character set and collation; the definition of an
 * index is what stands behind {@code ALTER TABLE … ADD}.
 */
public final class MySqlCatalogue implements TableCatalogue {
    private static final String COLUMNS = """
            SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, CHARACTER_SET_NAME, COLLATION_NAME, IS_NULLABLE, COLUMN_DEFAULT, EXTRA, GENERATION_EXPRESSION
            FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME %s ORDER BY ORDINAL_POSITION""";
    private static final String INDEXES = """
            SELECT TABLE_NAME, INDEX_NAME, NON_UNIQUE, COLUMN_NAME, SUB_PART, INDEX_TYPE, COLLATION
            FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ? AND TABLE_NAME %s ORDER BY INDEX_NAME, SEQ_IN_INDEX""";
    private static final String FOREIGN_KEYS = """
            SELECT k.TABLE_NAME, k.CONSTRAINT_NAME, k.COLUMN_NAME, k.REFERENCED_TABLE_SCHEMA, k.REFERENCED_TABLE_NAME, k.REFERENCED_COLUMN_NAME, r.DELETE_RULE, r.UPDATE_RULE
            FROM information_schema.KEY_COLUMN_USAGE k JOIN information_schema.REFERENTIAL_CONSTRAINTS r
            ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND r.TABLE_NAME = k.TABLE_NAME
            WHERE k.TABLE_SCHEMA = ? AND k.TABLE_NAME %s AND k.REFERENCED_TABLE_NAME IS NOT NULL ORDER BY k.CONSTRAINT_NAME, k.ORDINAL_POSITION""";

    private final ServerVersion version;

    public MySqlCatalogue(ServerVersion version) {
        this.version = version;
    }

    @Override
    public Map<TableId, TableSchema> describe(Connection connection, Collection<TableId> tables) throws SQLException {
        Map<TableId, TableSchema> found = new LinkedHashMap<>();
        for (TableGroup group : TableGroup.of(tables)) {
            describe(connection, group).forEach(table -> found.put(table.id(), table));
        }
        return found;
    }

    private List<TableSchema> describe(Connection connection, TableGroup group) throws SQLException {
        Map<TableId, TableSchema.Builder> builders = new LinkedHashMap<>();
        group.read(
                connection,
                COLUMNS,
                (table, row) -> builders.computeIfAbsent(table, id -> TableSchema.builder(id, EngineFamily.MYSQL))
                        .column(column(row)));
        if (builders.isEmpty()) {
            return List.of();
        }
        addIndexes(connection, group, builders);
        addForeignKeys(connection, group, builders);
        return builders.values().stream().map(TableSchema.Builder::build).toList();
    }

    private ColumnSchema column(ResultSet row) throws SQLException {
        String columnType = row.getString(3);
        String characterSet = row.getString(4);
        String nativeType = characterSet == null
                ? columnType
                : columnType + " CHARACTER SET " + characterSet + " COLLATE " + row.getString(5);
        String extra = String.valueOf(row.getString(8)).toLowerCase(Locale.ROOT);
        String generation = row.getString(9);
        boolean generated = generation != null && !generation.isEmpty();
        Fill fill = generated ? Fill.GENERATED : extra.contains("auto_increment") ? Fill.IDENTITY : Fill.DEFAULT;
        String expression = generated
                ? "(" + generation + ")" + (extra.contains("stored") ? " STORED" : " VIRTUAL")
                : defaultExpression(row.getString(7), extra);
        return new ColumnSchema(
                row.getString(2),
                ColumnTypes.parse(columnType),
                nativeType,
                row.getString(6).equals("YES"),
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

    private static void addIndexes(Connection connection, TableGroup group, Map<TableId, TableSchema.Builder> builders)
            throws SQLException {
        Map<TableId, Map<String, Index>> indexes = new HashMap<>();
        group.read(connection, INDEXES, (table, row) -> {
            Map<String, Index> known = indexes.computeIfAbsent(table, none -> new LinkedHashMap<>());
            Index index = known.get(row.getString(2));
            if (index == null) {
                index = new Index(row.getString(2), row.getInt(3) == 0, row.getString(6));
                known.put(index.name, index);
            }
            index.add(row.getString(4), row.getString(5), "D".equals(row.getString(7)));
        });
        builders.forEach((table, builder) ->
                addIndexes(indexes.getOrDefault(table, Map.of()).values(), builder));
    }

    private static void addIndexes(Collection<Index> indexes, TableSchema.Builder builder) {
        List<KeySchema> uniqueKeys = new ArrayList<>();
        List<IndexSchema> others = new ArrayList<>();
        for (Index index : indexes) {
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

    private static void addForeignKeys(
            Connection connection, TableGroup group, Map<TableId, TableSchema.Builder> builders) throws SQLException {
        Map<TableId, Map<String, ForeignKeySchema>> keys = new HashMap<>();
        group.read(
                connection,
                FOREIGN_KEYS,
                (table, row) -> keys.computeIfAbsent(table, none -> new LinkedHashMap<>())
                        .merge(row.getString(2), foreignKey(row), MySqlCatalogue::joined));
        builders.forEach((table, builder) -> builder.foreignKeys(
                List.copyOf(keys.getOrDefault(table, Map.of()).values())));
    }

    /** What one row tells of a foreign key: one column. */
    private static ForeignKeySchema foreignKey(ResultSet row) throws SQLException {
        return new ForeignKeySchema(
                row.getString(2),
                List.of(row.getString(3)),
                new TableId(row.getString(4), row.getString(5)),
                List.of(row.getString(6)),
                row.getString(7),
                row.getString(8),
                false);
    }

    private static ForeignKeySchema joined(ForeignKeySchema first, ForeignKeySchema next) {
        List<String> columns = new ArrayList<>(first.columns());
        List<String> parentColumns = new ArrayList<>(first.parentColumns());
        columns.addAll(next.columns());
        parentColumns.addAll(next.parentColumns());
        return new ForeignKeySchema(
                first.name(), columns, first.parent(), parentColumns, first.onDelete(), first.onUpdate(), false);
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
