package dev.millrace.apply;

import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How changes of one target table can get in the way of changes in another batch. Immutable.
 *
 * @param rowKeys the table's primary and unique keys
 * @param references its foreign keys to other targets
 * @param everywhere whether any change may meet any other: an index that only the target can evaluate, or rows that the target changes
 *     by itself
 * @param keyless whether rows have nothing that tells them apart: any change may meet any other, but inserts do not meet each other
 * @param keysCanBeShared whether the target lets rows refer to a key while another transaction changes the rest of its row, as PostgreSQL
 *     does ("Row-Level Locks" in its manual); InnoDB locks the row
 * @param actsOn tables whose rows the target changes by itself when a row of this one goes or gets another key
 */
record TableConflicts(
        List<ConflictKey> rowKeys,
        List<Reference> references,
        boolean everywhere,
        boolean keyless,
        boolean keysCanBeShared,
        Set<TableId> actsOn) {

    /**
     * A foreign key.
     *
     * @param key the values of the row, hashed as those of the parent that it refers to; null if the changes do not carry them
     */
    record Reference(TableId parent, @Nullable ConflictKey key) {}

    /** Notes what the change needs for itself. */
    void collect(RowChange change, ConflictKeys into) {
        TableId table = change.table().wanted().id();
        into.touch(table);
        if (takesTable(change)) {
            into.takeTable(table);
            actsOn.forEach(into::takeTable);
        } else {
            collectRow(change, table, into);
        }
        if (change.kind() != RowChange.Kind.TRUNCATE) {
            for (Reference reference : references) {
                collectReference(reference, change, into);
            }
        }
    }

    /** Whether a row has nothing to do with any but those of the same key: it can be changed before others or behind them. */
    boolean hasIndependentRows() {
        return !everywhere
                && !keyless
                && references.isEmpty()
                && actsOn.isEmpty()
                && rowKeys.size() == 1
                && rowKeys.get(0).isIdentity();
    }

    /** Whether a new row has nothing to do with any other. */
    boolean isHeap() {
        return !everywhere && keyless && rowKeys.isEmpty() && references.isEmpty() && actsOn.isEmpty();
    }

    private boolean takesTable(RowChange change) {
        return everywhere
                || change.isOverlapping()
                || change.kind() == RowChange.Kind.TRUNCATE
                || (keyless && change.kind() != RowChange.Kind.INSERT);
    }

    private void collectRow(RowChange change, TableId table, ConflictKeys into) {
        if (change.kind() != RowChange.Kind.INSERT && !actsOn.isEmpty()) {
            actsOn.forEach(into::takeTable);
        }
        for (ConflictKey key : rowKeys) {
            if (!collectRowKey(key, change, into)) {
                into.takeTable(table);
            }
        }
    }

    /** False if a value that the change frees or takes is unknown. */
    private boolean collectRowKey(ConflictKey key, RowChange change, ConflictKeys into) {
        return switch (change.kind()) {
            case INSERT -> take(key, change.after(), into);
            case DELETE -> take(key, change.identity(), into);
            case UPDATE -> collectUpdated(key, change, into);
            case TRUNCATE -> false;
        };
    }

    private boolean collectUpdated(ConflictKey key, RowChange change, ConflictKeys into) {
        if (!key.isIdentity() && key.isAbsent(change.after())) {
            // the update leaves the key's value as it is
            return true;
        }
        if (keysCanBeShared && isKept(key, change)) {
            if (!key.isFree(change.identity())) {
                into.change(key.hash(change.identity()));
            }
            return true;
        }
        boolean newKnown = take(key, change.after(), into);
        if (change.identity() == change.after()) {
            // one image only: it identifies the row by this key, or tells nothing of the value before
            return newKnown && key.isIdentity();
        }
        boolean oldKnown = take(key, change.identity(), into);
        return oldKnown && (newKnown || key.isAbsent(change.after()));
    }

    /** One image only identifies the row by its key, which has not changed then, and tells nothing of other keys. */
    private static boolean isKept(ConflictKey key, RowChange change) {
        return change.identity() == change.after()
                ? key.isIdentity() && key.isKnown(change.after())
                : key.isSame(change.identity(), change.after());
    }

    private static boolean take(ConflictKey key, Row row, ConflictKeys into) {
        if (!key.isKnown(row)) {
            return false;
        }
        if (!key.isFree(row)) {
            into.write(key.hash(row));
        }
        return true;
    }

    /**
     * A row's parent must be there before it, and must not go before the row does. An old parent that the log does not name is
     * left to the target, which refuses what comes too early.
     */
    private static void collectReference(Reference reference, RowChange change, ConflictKeys into) {
        ConflictKey key = reference.key();
        if (key == null) {
            into.takeTable(reference.parent());
            return;
        }
        if (change.kind() != RowChange.Kind.DELETE
                && !share(reference.parent(), key, change.after(), into)
                && !key.isAbsent(change.after())) {
            into.takeTable(reference.parent());
        }
        if (change.kind() != RowChange.Kind.INSERT) {
            share(reference.parent(), key, change.identity(), into);
        }
    }

    /** False if the row does not tell its parent. */
    private static boolean share(TableId parent, ConflictKey key, Row row, ConflictKeys into) {
        if (!key.isKnown(row)) {
            return false;
        }
        if (!key.isFree(row)) {
            into.read(parent, key.hash(row));
        }
        return true;
    }
}
