package dev.millrace.source.sqlserver.catalog;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.IndexSchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.RowIdentity;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.sqlserver.connection.Sql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the catalogue has told of one table so far. Belongs to one thread. */
final class TableParts {
    private final TableId id;
    private final List<ColumnSchema> columns = new ArrayList<>();
    private final Map<String, Index> indexes = new LinkedHashMap<>();
    private final Map<String, ForeignKey> foreignKeys = new LinkedHashMap<>();

    private record Index(boolean primary, boolean unique, boolean partial, List<String> columns) {}

    private record ForeignKey(
            TableId parent, String onDelete, String onUpdate, List<String> columns, List<String> parentColumns) {}

    TableParts(TableId id) {
        this.id = id;
    }

    void column(ColumnSchema column) {
        columns.add(column);
    }

    boolean isEmpty() {
        return columns.isEmpty();
    }

    /** A row of {@link CatalogQueries#indexes}. */
    void indexPart(@Nullable String[] row) {
        indexes.computeIfAbsent(
                        String.valueOf(row[2]),
                        name -> new Index(
                                "1".equals(row[3]), "1".equals(row[4]), "1".equals(row[5]), new ArrayList<>()))
                .columns()
                .add(String.valueOf(row[6]));
    }

    /** A row of {@link CatalogQueries#foreignKeys}. */
    void foreignKeyPart(@Nullable String[] row) {
        ForeignKey key = foreignKeys.computeIfAbsent(
                String.valueOf(row[2]),
                name -> new ForeignKey(
                        new TableId(String.valueOf(row[4]), String.valueOf(row[5])),
                        action(row[7]),
                        action(row[8]),
                        new ArrayList<>(),
                        new ArrayList<>()));
        key.columns().add(String.valueOf(row[3]));
        key.parentColumns().add(String.valueOf(row[6]));
    }

    private static String action(@Nullable String described) {
        return described == null ? "NO ACTION" : described.replace('_', ' ');
    }

    TableSchema build() {
        TableSchema.Builder builder =
                TableSchema.builder(id, EngineFamily.SQLSERVER).columns(columns);
        List<KeySchema> unique = new ArrayList<>();
        List<IndexSchema> others = new ArrayList<>();
        indexes.forEach((name, index) -> {
            if (index.primary()) {
                builder.primaryKey(new KeySchema(name, index.columns()));
            } else if (index.unique() && !index.partial()) {
                unique.add(new KeySchema(name, index.columns()));
            } else if (!index.partial()) {
                others.add(new IndexSchema(name, index.columns(), false, definition(name, index)));
            }
        });
        List<ForeignKeySchema> references = new ArrayList<>();
        foreignKeys.forEach((name, key) -> references.add(new ForeignKeySchema(
                name, key.columns(), key.parent(), key.parentColumns(), key.onDelete(), key.onUpdate(), false)));
        TableSchema table = builder.uniqueKeys(unique)
                .indexes(others)
                .foreignKeys(references)
                .build();
        return table.identifyingKey().isPresent()
                ? table
                : table.toBuilder().rowIdentity(RowIdentity.FULL).build();
    }

    private String definition(String name, Index index) {
        return "CREATE INDEX " + Sql.identifier(name) + " ON " + Sql.table(id) + " (" + Sql.identifiers(index.columns())
                + ")";
    }
}
