package dev.millrace.apply;

import dev.millrace.model.Row;
import dev.millrace.spi.sink.ChangeSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reduces the changes of a batch to one per key, and orders them so that unique values are freed before they are taken and
 * parents stand before their children. What it plans is quick and nearly always right; where the target objects, {@link
 * Bisection} takes over. It never plans what could go wrong without an objection: tables whose rows the target
 * changes by itself, moved keys, and tables without a key are left in source order.
 */
final class NetChanges {
    private final RowOverlay overlay = new RowOverlay();
    private final Map<TargetTable, List<RowChange>> byTable = new HashMap<>();
    private final List<TargetTable> tables = new ArrayList<>();
    private final Map<TargetTable, TableSets> sets = new LinkedHashMap<>();

    private final Set<TargetTable> inOrder;

    private NetChanges(Set<TargetTable> inOrder) {
        this.inOrder = inOrder;
    }

    static List<PlannedSet> plan(List<RowChange> changes) {
        return plan(changes, Set.of());
    }

    /** @param inOrder tables whose changes stay in source order, updates one by one */
    static List<PlannedSet> plan(List<RowChange> changes, Set<TargetTable> inOrder) {
        for (RowChange change : changes) {
            if (change.table().isChangedByTarget()) {
                return OrderedRuns.plan(changes);
            }
        }
        return new NetChanges(inOrder).run(changes);
    }

    private List<PlannedSet> run(List<RowChange> changes) {
        group(changes);
        tables.sort(Comparator.comparingInt(TargetTable::rank));
        for (TargetTable table : tables) {
            sets.put(table, reduce(table, changesOf(table)));
        }
        List<PlannedSet> plan = new ArrayList<>();
        for (int i = tables.size() - 1; i >= 0; i--) {
            if (!tables.get(i).isParent()) {
                setsOf(tables.get(i)).emitDeletes(plan);
            }
        }
        for (TargetTable table : tables) {
            setsOf(table).emitOthers(plan);
        }
        for (int i = tables.size() - 1; i >= 0; i--) {
            if (tables.get(i).isParent()) {
                setsOf(tables.get(i)).emitDeletes(plan);
            }
        }
        return plan;
    }

    private void group(List<RowChange> changes) {
        TargetTable lastTable = null;
        List<RowChange> lastList = new ArrayList<>();
        for (RowChange change : changes) {
            if (change.table() != lastTable) {
                lastTable = change.table();
                lastList = changesOf(lastTable);
            }
            lastList.add(change);
        }
    }

    private List<RowChange> changesOf(TargetTable table) {
        return byTable.computeIfAbsent(table, added -> {
            tables.add(added);
            return new ArrayList<>();
        });
    }

    private TableSets setsOf(TargetTable table) {
        TableSets found = sets.get(table);
        if (found == null) {
            throw new IllegalStateException("no plan for " + table);
        }
        return found;
    }

    private TableSets reduce(TargetTable table, List<RowChange> changes) {
        if (inOrder.contains(table)) {
            return TableSets.of(OrderedRuns.updatingOneByOne(changes));
        }
        if (!table.hasKey()) {
            return TableSets.inOrder(changes);
        }
        KeyIndex<NetChange> index = new KeyIndex<>(table.keyColumns());
        List<NetChange> net = new ArrayList<>(changes.size());
        for (RowChange change : changes) {
            if (change.kind() == RowChange.Kind.TRUNCATE || change.movesKey()) {
                return TableSets.inOrder(changes);
            }
            NetChange known = index.get(change.identity());
            if (known == null) {
                NetChange fresh = NetChange.of(change);
                index.put(change.identity(), fresh);
                net.add(fresh);
            } else if (!known.merge(change, overlay)) {
                return TableSets.inOrder(changes);
            }
        }
        return TableSets.of(table, net);
    }

    /** What is to be done to one table, by kind. */
    private static final class TableSets {
        private final List<PlannedSet> deletes = new ArrayList<>();
        private final List<PlannedSet> others = new ArrayList<>();

        static TableSets inOrder(List<RowChange> changes) {
            return of(OrderedRuns.plan(changes));
        }

        static TableSets of(List<PlannedSet> runs) {
            TableSets result = new TableSets();
            result.others.addAll(runs);
            return result;
        }

        static TableSets of(TargetTable table, List<NetChange> changes) {
            List<SetBuilder> deletes = new ArrayList<>();
            List<SetBuilder> updates = new ArrayList<>();
            List<SetBuilder> inserts = new ArrayList<>();
            for (NetChange change : changes) {
                ChangeSet.Kind kind = change.kind();
                if (kind == null) {
                    continue;
                }
                switch (kind) {
                    case DELETE ->
                        builder(deletes, table, change, kind).add(change.identity(), null, change.sequence());
                    case UPDATE ->
                        builder(updates, table, change, kind).add(change.identity(), change.row(), change.sequence());
                    case INSERT, UPSERT ->
                        builder(inserts, table, change, kind).add(null, change.row(), change.sequence());
                    case TRUNCATE -> throw new IllegalStateException("truncate is never netted");
                }
            }
            TableSets result = new TableSets();
            deletes.forEach(set -> result.deletes.add(set.build(true)));
            updates.forEach(set -> result.others.add(set.build(true)));
            inserts.forEach(set -> result.others.add(set.build(true)));
            return result;
        }

        private static SetBuilder builder(
                List<SetBuilder> builders, TargetTable table, NetChange change, ChangeSet.Kind kind) {
            @Nullable
            Row identity = kind == ChangeSet.Kind.INSERT || kind == ChangeSet.Kind.UPSERT ? null : change.identity();
            @Nullable Row row = kind == ChangeSet.Kind.DELETE ? null : change.row();
            for (SetBuilder builder : builders) {
                if (builder.takes(table, kind, change.isTolerant()) && builder.fits(identity, row)) {
                    return builder;
                }
            }
            SetBuilder added = new SetBuilder(table, kind, change.isTolerant());
            builders.add(added);
            return added;
        }

        void emitDeletes(List<PlannedSet> plan) {
            plan.addAll(deletes);
        }

        void emitOthers(List<PlannedSet> plan) {
            plan.addAll(others);
        }
    }
}
