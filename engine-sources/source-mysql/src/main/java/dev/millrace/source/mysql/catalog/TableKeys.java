package dev.millrace.source.mysql.catalog;

import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.IndexSchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.mysql.server.Sql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects a table's indexes and foreign keys, part by part, as the catalogue lists them. */
final class TableKeys {
    private static final String PRIMARY = "PRIMARY";

    private final TableId table;
    private final Map<String, List<@Nullable String[]>> indexes = new LinkedHashMap<>();
    private final Map<String, List<@Nullable String[]>> foreignKeys = new LinkedHashMap<>();

    TableKeys(TableId table) {
        this.table = table;
    }

    void indexPart(@Nullable String[] row) {
        indexes.computeIfAbsent(String.valueOf(row[1]), name -> new ArrayList<>())
                .add(row);
    }

    void foreignKeyPart(@Nullable String[] row) {
        foreignKeys
                .computeIfAbsent(String.valueOf(row[1]), name -> new ArrayList<>())
                .add(row);
    }

    void addTo(TableSchema.Builder builder) {
        List<KeySchema> unique = new ArrayList<>();
        List<IndexSchema> others = new ArrayList<>();
        indexes.forEach((name, parts) -> {
            boolean wholeColumns = parts.stream().allMatch(part -> part[3] != null && part[4] == null);
            boolean isUnique = "0".equals(parts.get(0)[2]);
            if (name.equals(PRIMARY)) {
                builder.primaryKey(new KeySchema(name, columns(parts)));
            } else if (isUnique && wholeColumns) {
                unique.add(new KeySchema(name, columns(parts)));
            } else {
                others.add(new IndexSchema(
                        name, wholeColumns ? columns(parts) : List.of(), isUnique, definition(name, isUnique, parts)));
            }
        });
        builder.uniqueKeys(unique).indexes(others);
        builder.foreignKeys(foreignKeys.entrySet().stream()
                .map(entry -> foreignKey(entry.getKey(), entry.getValue()))
                .toList());
    }

    private static List<String> columns(List<@Nullable String[]> parts) {
        return parts.stream().map(part -> String.valueOf(part[3])).toList();
    }

    private String definition(String name, boolean isUnique, List<@Nullable String[]> parts) {
        String kind = String.valueOf(parts.get(0)[6]);
        String modifier = isUnique ? "UNIQUE " : kind.equals("FULLTEXT") || kind.equals("SPATIAL") ? kind + " " : "";
        List<String> columns = new ArrayList<>();
        for (@Nullable String[] part : parts) {
            String column = part[3] == null
                    ? "(" + String.valueOf(part[5]).replace("\\'", "'") + ")"
                    : Sql.identifier(part[3]) + (part[4] == null || kind.equals("SPATIAL") ? "" : "(" + part[4] + ")");
            columns.add(column + ("D".equals(part[7]) ? " DESC" : ""));
        }
        return "CREATE " + modifier + "INDEX " + Sql.identifier(name) + " ON " + Sql.table(table) + " ("
                + String.join(", ", columns) + ")";
    }

    private static ForeignKeySchema foreignKey(String name, List<@Nullable String[]> parts) {
        @Nullable String[] first = parts.get(0);
        return new ForeignKeySchema(
                name,
                parts.stream().map(part -> String.valueOf(part[2])).toList(),
                new TableId(String.valueOf(first[3]), String.valueOf(first[4])),
                parts.stream().map(part -> String.valueOf(part[5])).toList(),
                String.valueOf(first[6]),
                String.valueOf(first[7]),
                false);
    }
}
