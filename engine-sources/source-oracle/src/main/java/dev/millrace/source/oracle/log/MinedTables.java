package dev.millrace.source.oracle.log;

import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run's tables, as the log names them. Thread-safe. */
final class MinedTables {
    private final Map<TableId, TableSchema> tables = new HashMap<>();
    private final LargeValueMarker marker = new LargeValueMarker();
    private final boolean haveLargeValues;

    MinedTables(List<TableSchema> tables) {
        tables.forEach(table -> this.tables.put(table.id(), table));
        haveLargeValues = LogSettings.haveLargeValues(tables);
    }

    /** Whether any of them has values that lie beside their rows. */
    boolean haveLargeValues() {
        return haveLargeValues;
    }

    /** The table, or null if it is none of the task's. */
    @Nullable
    TableSchema table(@Nullable String schema, @Nullable String name) {
        return schema == null || name == null ? null : tables.get(new TableId(schema, name));
    }

    /** What stands for large values in this run. */
    LargeValueMarker marker() {
        return marker;
    }

    /** By which columns a row is found again; empty for a table without a key. */
    static Optional<List<String>> key(TableSchema table) {
        return table.identifyingKey().map(KeySchema::columns);
    }
}
