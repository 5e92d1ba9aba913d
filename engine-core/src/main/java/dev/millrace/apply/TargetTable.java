package dev.millrace.apply;

import dev.millrace.load.LoadWindow;
import dev.millrace.mapping.TableRoute;
import dev.millrace.metrics.TableCounters;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.IndexSchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import java.util.BitSet;
import java.util.OptionalInt;

import static java.util.Objects.requireNonNull;

/**
 * One table as the apply stage sees it: its route, the key by which rows are found on the target, and which part of the log its
 * load already holds. A changed shape is a new object; this one stays as it is, but for what the shapes of other tables decide.
 */
final class TargetTable {
    private final TableRoute route;
    private final TableSchema wanted;
    private final int[] keyColumns;
    private final BitSet generatedColumns;
    private final boolean changedByTarget;
    private final boolean isParent;
    private final int rank;
    private final LoadWindow window;
    private final TableCounters counters;
    private final TableSchema target;
    private final ConflictCatalog catalog;
    private TableConflicts conflicts;
    private int conflictsVersion;

    /**
     * @param route from source to target
     * @param target the table as the target has it
     * @param isParent whether a foreign key of the target refers to it
     * @param rank parents have lower ranks than their children, as far as foreign keys have no cycle
     * @param catalog knows all targets of the task, this one among them
     */
    TargetTable(
            TableRoute route,
            TableSchema target,
            boolean isParent,
            int rank,
            LoadWindow window,
            TableCounters counters,
            ConflictCatalog catalog) {
        this.route = requireNonNull(route, "route is null");
        this.wanted = withIdentifyingKey(route, target);
        this.keyColumns = wanted.identifyingKey()
                .map(key -> wanted.ordinals(key.columns()))
                .orElse(new int[0]);
        this.generatedColumns = generatedColumns(wanted);
        this.changedByTarget = target.foreignKeys().stream().anyMatch(ForeignKeySchema::actsOnChildren);
        this.isParent = isParent;
        this.rank = rank;
        this.window = window;
        this.counters = counters;
        this.target = target;
        this.catalog = catalog;
        this.conflictsVersion = catalog.version();
        this.conflicts = catalog.of(wanted, target, keyColumns);
    }

    TableRoute route() {
        return route;
    }

    /** The table on the source. */
    TableId sourceId() {
        return route.source().id();
    }

    /** The layout of mapped rows; its identifying key is the one that tells rows apart on both sides. */
    TableSchema wanted() {
        return wanted;
    }

    /** Ordinals of the identifying key; empty if only all columns together tell a row. */
    int[] keyColumns() {
        return keyColumns;
    }

    /** Whether the row has every value that a row of this table needs; those that the target generates are never carried. */
    boolean isWhole(Row row) {
        if (row.isComplete()) {
            return true;
        }
        for (int column = 0; column < row.columnCount(); column++) {
            if (!row.isPresent(column) && !generatedColumns.get(column)) {
                return false;
            }
        }
        return true;
    }

    boolean hasKey() {
        return keyColumns.length > 0;
    }

    /**
     * Whether a change of its parents makes the target change or delete rows of this table by itself, so that a change that the
     * log tells too may find its row changed or gone.
     */
    boolean isChangedByTarget() {
        return changedByTarget;
    }

    boolean isParent() {
        return isParent;
    }

    /** Whether the target keeps any values apart beside those of its primary key. */
    boolean hasUniqueKeys() {
        return !target.uniqueKeys().isEmpty() || target.indexes().stream().anyMatch(IndexSchema::unique);
    }

    int rank() {
        return rank;
    }

    LoadWindow window() {
        return window;
    }

    TableCounters counters() {
        return counters;
    }

    /**
     * How its changes can get in the way of others. It hangs on the shapes of the tables at the other ends of foreign keys as well,
     * and is derived anew when one has changed. For the apply thread only.
     */
    TableConflicts conflicts() {
        if (conflictsVersion != catalog.version()) {
            conflictsVersion = catalog.version();
            conflicts = catalog.of(wanted, target, keyColumns);
        }
        return conflicts;
    }

    TargetTable withRoute(TableRoute newRoute, TableSchema newTarget) {
        return new TargetTable(newRoute, newTarget, isParent, rank, window, counters, catalog);
    }

    private static BitSet generatedColumns(TableSchema wanted) {
        BitSet generated = new BitSet();
        for (int column = 0; column < wanted.columnCount(); column++) {
            generated.set(column, wanted.column(column).fill() == ColumnSchema.Fill.GENERATED);
        }
        return generated;
    }

    /**
     * The source's key is the first choice: its log always carries it. A table without one may have one on the target, which
     * finds rows faster than a comparison of all columns.
     */
    private static TableSchema withIdentifyingKey(TableRoute route, TableSchema target) {
        TableSchema wanted = route.wanted();
        if (wanted.identifyingKey().isPresent()) {
            return wanted;
        }
        return target.identifyingKey()
                .map(KeySchema::columns)
                .filter(columns -> columns.stream().allMatch(column -> comesFromSource(route, column)))
                .map(columns -> wanted.toBuilder()
                        .primaryKey(new KeySchema("target_key", columns))
                        .build())
                .orElse(wanted);
    }

    private static boolean comesFromSource(TableRoute route, String column) {
        OptionalInt ordinal = route.wanted().ordinal(column);
        return ordinal.isPresent() && !route.isAdded(ordinal.getAsInt());
    }

    @Override
    public String toString() {
        return wanted.id().toString();
    }
}
