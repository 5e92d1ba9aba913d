package dev.millrace.apply;

import dev.millrace.model.Row;
import dev.millrace.spi.sink.ChangeSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts changes, in source order, into runs of one table, one kind and one mask in which no key occurs twice. Applying the sets
 * one after the other is what the source did, so this is the way that always works; {@link NetChanges} is the fast one.
 */
final class OrderedRuns {
    private final List<PlannedSet> sets = new ArrayList<>();
    private @Nullable SetBuilder open;
    private @Nullable KeyIndex<Boolean> keys;

    private final boolean updatesOneByOne;

    private OrderedRuns(boolean updatesOneByOne) {
        this.updatesOneByOne = updatesOneByOne;
    }

    static List<PlannedSet> plan(List<RowChange> changes) {
        return new OrderedRuns(false).run(changes);
    }

    /** For rows that take unique values from each other, which one statement can't do. */
    static List<PlannedSet> updatingOneByOne(List<RowChange> changes) {
        return new OrderedRuns(true).run(changes);
    }

    private List<PlannedSet> run(List<RowChange> changes) {
        for (RowChange change : changes) {
            add(change);
        }
        close();
        return sets;
    }

    private void add(RowChange change) {
        boolean tolerant = change.isOverlapping();
        switch (change.kind()) {
            case INSERT ->
                append(change, tolerant ? ChangeSet.Kind.UPSERT : ChangeSet.Kind.INSERT, null, change.after());
            case DELETE -> append(change, ChangeSet.Kind.DELETE, change.identity(), null);
            case UPDATE -> addUpdate(change, tolerant);
            case TRUNCATE -> append(change, ChangeSet.Kind.TRUNCATE, null, null);
        }
    }

    /** Where the load may hold the change already, a whole row is put there whatever is or is not. */
    private void addUpdate(RowChange change, boolean tolerant) {
        if (!tolerant || !change.isWhole()) {
            append(change, ChangeSet.Kind.UPDATE, change.identity(), change.after());
            return;
        }
        if (change.movesKey()) {
            append(change, ChangeSet.Kind.DELETE, change.identity(), null);
        }
        append(change, ChangeSet.Kind.UPSERT, null, change.after());
    }

    private void append(RowChange change, ChangeSet.Kind kind, @Nullable Row identity, @Nullable Row row) {
        TargetTable table = change.table();
        SetBuilder set = open;
        if (set == null
                || !set.takes(table, kind, change.isOverlapping())
                || kind == ChangeSet.Kind.TRUNCATE
                || (updatesOneByOne && kind == ChangeSet.Kind.UPDATE)
                || !set.fits(identity, row)
                || !addKeys(table, kind, identity, row)) {
            set = begin(change, kind, identity, row);
        }
        set.add(identity, row, change.sequence());
    }

    private SetBuilder begin(RowChange change, ChangeSet.Kind kind, @Nullable Row identity, @Nullable Row row) {
        close();
        SetBuilder set = new SetBuilder(change.table(), kind, change.isOverlapping());
        open = set;
        keys = change.table().hasKey() ? new KeyIndex<>(change.table().keyColumns()) : null;
        addKeys(change.table(), kind, identity, row);
        return set;
    }

    private void close() {
        if (open != null) {
            sets.add(open.build(false));
            open = null;
        }
    }

    /** Whether none of the change's keys is in the run yet; rows without a key are told apart by the sink, one by one. */
    private boolean addKeys(TargetTable table, ChangeSet.Kind kind, @Nullable Row identity, @Nullable Row row) {
        KeyIndex<Boolean> index = keys;
        if (index == null) {
            return kind != ChangeSet.Kind.UPDATE;
        }
        boolean fresh = identity == null || index.add(identity, Boolean.TRUE);
        if (row != null && (identity == null || !sameKey(table, identity, row))) {
            fresh &= index.add(row, Boolean.TRUE);
        }
        return fresh;
    }

    private static boolean sameKey(TargetTable table, Row identity, Row row) {
        for (int column : table.keyColumns()) {
            if (row.isPresent(column) && !row.sameValue(identity, column)) {
                return false;
            }
        }
        return true;
    }
}
