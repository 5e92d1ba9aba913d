package dev.millrace.source.sqlserver.catalog;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.DataType;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.model.WireForm;
import dev.millrace.source.sqlserver.connection.ControlConnection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads tables out of the catalogue views. */
public final class CatalogReader {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogReader.class);
    private static final String DOING = "reading the catalogue";
    private static final String HISTORY_TABLE = "1";
    private static final Set<String> SYSTEM_SCHEMAS = Set.of("cdc", "sys", "INFORMATION_SCHEMA");

    private final ControlConnection control;

    public CatalogReader(ControlConnection control) {
        this.control = control;
    }

    /** The tables that {@code wanted} accepts, ordered by name. The history of a temporal table is the server's own and no table of a task. */
    public List<TableSchema> tables(Predicate<TableId> wanted) {
        Map<TableId, TableParts> parts = parts();
        for (@Nullable String[] row : control.query(DOING, CatalogQueries.tables())) {
            TableId id = new TableId(text(row[0]), text(row[1]));
            if (SYSTEM_SCHEMAS.contains(id.schema()) || !wanted.test(id)) {
                continue;
            }
            if (HISTORY_TABLE.equals(row[2])) {
                LOG.warn(
                        "table {} is left out: it is the history of a temporal table, which the server writes itself",
                        id);
                continue;
            }
            parts.put(id, new TableParts(id));
        }
        return parts.isEmpty() ? List.of() : complete(parts, false);
    }

    /** One table as it is now; empty if it is gone. */
    public Optional<TableSchema> table(TableId id) {
        Map<TableId, TableParts> parts = parts();
        parts.put(id, new TableParts(id));
        return complete(parts, true, id.schema(), id.table()).stream().findFirst();
    }

    private static Map<TableId, TableParts> parts() {
        return new TreeMap<>(Comparator.comparing(TableId::schema).thenComparing(TableId::table));
    }

    private List<TableSchema> complete(Map<TableId, TableParts> tables, boolean one, Object... names) {
        for (@Nullable String[] row : control.query(DOING, CatalogQueries.columns(one), names)) {
            TableParts parts = tables.get(new TableId(text(row[0]), text(row[1])));
            if (parts != null) {
                parts.column(column(row));
            }
        }
        for (@Nullable String[] row : control.query(DOING, CatalogQueries.indexes(one), names)) {
            TableParts parts = tables.get(new TableId(text(row[0]), text(row[1])));
            if (parts != null) {
                parts.indexPart(row);
            }
        }
        for (@Nullable String[] row : control.query(DOING, CatalogQueries.foreignKeys(one), names)) {
            TableParts parts = tables.get(new TableId(text(row[0]), text(row[1])));
            if (parts != null) {
                parts.foreignKeyPart(row);
            }
        }
        return tables.values().stream()
                .filter(parts -> !parts.isEmpty())
                .map(TableParts::build)
                .toList();
    }

    private static ColumnSchema column(@Nullable String[] row) {
        String name = text(row[3]);
        int maxLength = Integer.parseInt(text(row[4]));
        int precision = Integer.parseInt(text(row[5]));
        int scale = Integer.parseInt(text(row[6]));
        boolean computed = "1".equals(row[9]);
        DataType type = ColumnTypes.of(name, maxLength, precision, scale);
        Fill fill = computed ? Fill.GENERATED : "1".equals(row[8]) ? Fill.IDENTITY : Fill.DEFAULT;
        return new ColumnSchema(
                text(row[2]),
                type,
                ColumnTypes.declaration(name, maxLength, precision, scale),
                "1".equals(row[7]),
                fill,
                computed ? row[10] : row[11],
                WireForm.CANONICAL);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
