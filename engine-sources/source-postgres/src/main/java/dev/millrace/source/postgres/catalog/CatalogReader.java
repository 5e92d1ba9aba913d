package dev.millrace.source.postgres.catalog;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.IndexSchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.RowIdentity;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.postgres.catalog.TypeRegistry.TypeKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads tables from the system catalogue. Belongs to one thread. */
public final class CatalogReader {
    private final TypeRegistry types;
    private final int serverVersion;

    public CatalogReader(TypeRegistry types, int serverVersion) {
        this.types = types;
        this.serverVersion = serverVersion;
    }

    public TypeRegistry types() {
        return types;
    }

    /** The tables that {@code wanted} accepts, ordered by name. */
    public List<CatalogTable> read(Connection connection, Predicate<TableId> wanted) throws SQLException {
        Map<Long, Draft> drafts = drafts(connection, wanted);
        if (drafts.isEmpty()) {
            return List.of();
        }
        Object[] oids = drafts.keySet().toArray();
        readColumns(connection, oids, drafts);
        readIndexes(connection, oids, drafts);
        readForeignKeys(connection, oids, drafts);
        return drafts.values().stream().map(Draft::finish).toList();
    }

    private static Map<Long, Draft> drafts(Connection connection, Predicate<TableId> wanted) throws SQLException {
        Map<Long, Draft> drafts = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(CatalogQueries.TABLES)) {
            while (row.next()) {
                TableId id = new TableId(row.getString("schema"), row.getString("name"));
                if (wanted.test(id)) {
                    long oid = row.getLong("oid");
                    drafts.put(
                            oid,
                            new Draft(
                                    oid,
                                    id,
                                    row.getString("kind").equals("p"),
                                    !row.getString("persistence").equals("u"),
                                    row.getString("identity").charAt(0)));
                }
            }
        }
        return drafts;
    }

    private void readColumns(Connection connection, Object[] oids, Map<Long, Draft> drafts) throws SQLException {
        List<PendingColumn> columns = new ArrayList<>();
        each(connection, CatalogQueries.COLUMNS, oids, row -> columns.add(PendingColumn.read(row)));
        types.load(connection, columns.stream().map(PendingColumn::type).toList());
        for (PendingColumn column : columns) {
            Draft draft = drafts.get(column.table());
            if (draft != null) {
                draft.types.add(column.type());
                draft.columns.add(column.finish(types.get(column.type())));
            }
        }
    }

    private void readIndexes(Connection connection, Object[] oids, Map<Long, Draft> drafts) throws SQLException {
        each(connection, CatalogQueries.indexes(serverVersion), oids, row -> {
            Draft draft = drafts.get(row.getLong("table_oid"));
            if (draft != null) {
                draft.addIndex(row);
            }
        });
    }

    private static void readForeignKeys(Connection connection, Object[] oids, Map<Long, Draft> drafts)
            throws SQLException {
        each(connection, CatalogQueries.FOREIGN_KEYS, oids, row -> {
            Draft draft = drafts.get(row.getLong("table_oid"));
            if (draft != null) {
                draft.foreignKeys.add(foreignKey(row));
            }
        });
    }

    private static ForeignKeySchema foreignKey(ResultSet row) throws SQLException {
        return new ForeignKeySchema(
                row.getString("name"),
                names(row, "columns"),
                new TableId(row.getString("parent_schema"), row.getString("parent")),
                names(row, "parent_columns"),
                action(row.getString("on_delete")),
                action(row.getString("on_update")),
                row.getBoolean("deferrable"));
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

    private static List<String> names(ResultSet row, String column) throws SQLException {
        return row.getArray(column) == null
                ? List.of()
                : List.of((String[]) row.getArray(column).getArray());
    }

    private static void each(Connection connection, String sql, Object[] oids, RowReader reader) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setArray(1, connection.createArrayOf("int8", oids));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    reader.read(row);
                }
            }
        }
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    /** A column whose type is not looked up yet. */
    private record PendingColumn(
            long table,
            String name,
            boolean nullable,
            Fill fill,
            @Nullable String expression,
            TypeKey type,
            @Nullable String collation) {
        static PendingColumn read(ResultSet row) throws SQLException {
            String expression = row.getString("expression");
            return new PendingColumn(
                    row.getLong("table_oid"),
                    row.getString("name"),
                    !row.getBoolean("not_null"),
                    fill(row.getString("identity"), row.getString("generated"), expression),
                    expression,
                    new TypeKey(row.getLong("type_oid"), row.getInt("modifier")),
                    row.getString("collation"));
        }

        private static Fill fill(String identity, String generated, @Nullable String expression) {
            if (!generated.isEmpty()) {
                return Fill.GENERATED;
            }
            if (identity.equals("a")) {
                return Fill.IDENTITY_ALWAYS;
            }
            return identity.equals("d") || (expression != null && expression.startsWith("nextval("))
                    ? Fill.IDENTITY
                    : Fill.DEFAULT;
        }

        ColumnSchema finish(ColumnType columnType) {
            String nativeType =
                    collation == null ? columnType.nativeType() : columnType.nativeType() + " COLLATE " + collation;
            return new ColumnSchema(name, columnType.type(), nativeType, nullable, fill, expression, columnType.wire());
        }
    }

    /** A table being put together. */
    private static final class Draft {
        private final long oid;
        private final TableId id;
        private final boolean partitioned;
        private final boolean logged;
        private final char replicaIdentity;
        private final List<ColumnSchema> columns = new ArrayList<>();
        private final List<TypeKey> types = new ArrayList<>();
        private @Nullable KeySchema primaryKey;
        private boolean primaryKeyDeferrable;
        private final List<KeySchema> uniqueKeys = new ArrayList<>();
        private final List<IndexSchema> indexes = new ArrayList<>();
        private final List<ForeignKeySchema> foreignKeys = new ArrayList<>();
        private List<String> identityIndex = List.of();

        Draft(long oid, TableId id, boolean partitioned, boolean logged, char replicaIdentity) {
            this.oid = oid;
            this.id = id;
            this.partitioned = partitioned;
            this.logged = logged;
            this.replicaIdentity = replicaIdentity;
        }

        void addIndex(ResultSet row) throws SQLException {
            String name = row.getString("name");
            List<String> columnNames = names(row, "columns");
            boolean unique = row.getBoolean("is_unique");
            boolean plain = row.getBoolean("is_plain");
            if (row.getBoolean("is_replica_identity")) {
                identityIndex = columnNames;
            }
            if (plain && unique) {
                KeySchema key = new KeySchema(name, columnNames, row.getBoolean("nulls_distinct"));
                if (row.getBoolean("is_primary")) {
                    primaryKey = key;
                    primaryKeyDeferrable = !row.getBoolean("is_immediate");
                } else {
                    uniqueKeys.add(key);
                }
            } else {
                indexes.add(new IndexSchema(
                        name,
                        row.getBoolean("has_columns") ? columnNames : List.of(),
                        unique,
                        row.getString("definition")));
            }
        }

        CatalogTable finish() {
            TableSchema.Builder builder = TableSchema.builder(id, EngineFamily.POSTGRES)
                    .columns(columns)
                    .primaryKey(primaryKey)
                    .uniqueKeys(uniqueKeys)
                    .indexes(indexes)
                    .foreignKeys(foreignKeys);
            List<String> key =
                    builder.build().identifyingKey().map(KeySchema::columns).orElse(List.of());
            return new CatalogTable(
                    oid, builder.rowIdentity(rowIdentity(key)).build(), types, partitioned, logged, identityIndex);
        }

        /** An old row identifies only if the log has every column of the key that the engine goes by; a deferrable key is never logged. */
        private RowIdentity rowIdentity(List<String> identifyingKey) {
            return switch (replicaIdentity) {
                case 'f' -> RowIdentity.FULL;
                case 'd' -> primaryKey == null || primaryKeyDeferrable ? RowIdentity.NOTHING : RowIdentity.KEY;
                case 'i' ->
                    !identityIndex.isEmpty() && identityIndex.containsAll(identifyingKey)
                            ? RowIdentity.KEY
                            : RowIdentity.NOTHING;
                default -> RowIdentity.NOTHING;
            };
        }
    }
}
