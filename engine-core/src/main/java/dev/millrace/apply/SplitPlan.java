package dev.millrace.apply;

import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.spi.sink.ChangeSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan in two parts, so that a batch that meets an earlier one in a few rows need not wait for it with all others.
 *
 * @param free what can be applied at once
 * @param held what has to find its rows as earlier batches leave them, in the order of the plan
 */
record SplitPlan(List<PlannedSet> free, List<PlannedSet> held) {

    static SplitPlan allFree(List<PlannedSet> plan) {
        return new SplitPlan(plan, List.of());
    }

    static SplitPlan allHeld(List<PlannedSet> plan) {
        return new SplitPlan(List.of(), plan);
    }

    /**
     * Frees the rows that have nothing to do with any of these batches. Only rows of tables whose rows have nothing to do with each other
     * can change places with the rest of the plan.
     *
     * @param own what the plan's batch touches
     * @param earlier what the batches touch that are not committed
     */
    static SplitPlan of(List<PlannedSet> plan, ConflictKeys own, List<ConflictKeys> earlier) {
        SplitPlan split = new SplitPlan(new ArrayList<>(), new ArrayList<>());
        for (PlannedSet set : plan) {
            split.add(set, own, earlier);
        }
        return split;
    }

    boolean hasFree() {
        return !free.isEmpty();
    }

    private void add(PlannedSet set, ConflictKeys own, List<ConflictKeys> earlier) {
        TableConflicts conflicts = own.conflictsOf(set.table());
        TableId table = set.table().wanted().id();
        boolean taken = own.takes(table) || earlier.stream().anyMatch(keys -> keys.takes(table));
        if (conflicts == null || taken || set.tolerant() || set.table().isParent() || isNumbered(set)) {
            held.add(set);
        } else if (conflicts.isHeap() && set.changes().kind() == ChangeSet.Kind.INSERT) {
            free.add(set);
        } else if (conflicts.hasIndependentRows() && set.netted()) {
            split(set, conflicts.rowKeys().get(0), earlier);
        } else {
            held.add(set);
        }
    }

    /** A target that takes nothing back has numbers for its rows, which would have to be split, too. */
    private static boolean isNumbered(PlannedSet set) {
        return !set.changes().sequences().isEmpty();
    }

    private void split(PlannedSet set, ConflictKey key, List<ConflictKeys> earlier) {
        ChangeSet changes = set.changes();
        Part free = new Part();
        Part held = new Part();
        for (int i = 0; i < changes.size(); i++) {
            Row identity =
                    changes.identities().isEmpty() ? null : changes.identities().get(i);
            Row row = changes.rows().isEmpty() ? null : changes.rows().get(i);
            Row told = identity == null ? row : identity;
            boolean isFree = told != null && key.isKnown(told) && isFree(key.hash(told), earlier);
            (isFree ? free : held).add(identity, row);
        }
        free.addTo(this.free, set);
        held.addTo(this.held, set);
    }

    private static boolean isFree(long hash, List<ConflictKeys> earlier) {
        for (ConflictKeys keys : earlier) {
            if (keys.holds(hash)) {
                return false;
            }
        }
        return true;
    }

    /** Rows of a set. */
    private static final class Part {
        private final List<Row> identities = new ArrayList<>();
        private final List<Row> rows = new ArrayList<>();

        void add(@Nullable Row identity, @Nullable Row row) {
            if (identity != null) {
                identities.add(identity);
            }
            if (row != null) {
                rows.add(row);
            }
        }

        void addTo(List<PlannedSet> sets, PlannedSet whole) {
            ChangeSet changes = whole.changes();
            if (identities.isEmpty() && rows.isEmpty()) {
                return;
            }
            sets.add(new PlannedSet(
                    whole.table(),
                    new ChangeSet(changes.table(), changes.kind(), identities, rows),
                    whole.tolerant(),
                    whole.netted()));
        }
    }
}
