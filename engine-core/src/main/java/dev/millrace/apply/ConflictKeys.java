package dev.millrace.apply;

import dev.millrace.model.TableId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the changes of one batch touch on the target, by the target's own constraints: two batches without a common key can be
 * applied side by side. It errs on one side only: batches that could be applied side by side may have to wait. Filled by one
 * thread, then read by any.
 */
final class ConflictKeys {
    private final LongSet written = new LongSet();
    private final LongSet changed = new LongSet();
    private final LongSet read = new LongSet();
    private final Set<TableId> touched = new HashSet<>();
    private final Set<TableId> taken = new HashSet<>();
    private final Set<TableId> referred = new HashSet<>();
    private @Nullable TableId lastTouched;
    private @Nullable TableId lastReferred;

    static ConflictKeys of(List<RowChange> changes) {
        ConflictKeys keys = new ConflictKeys();
        for (RowChange change : changes) {
            change.table().conflicts().collect(change, keys);
        }
        return keys;
    }

    /** A row that is put, removed, or gets another key. */
    void write(long hash) {
        written.add(hash);
    }

    /** A row that is changed and keeps this key, which is all that others may refer to. */
    void change(long hash) {
        changed.add(hash);
    }

    /** A row of the parent table that has to be there, or has to stay until then. */
    void read(TableId parent, long hash) {
        read.add(hash);
        if (!parent.equals(lastReferred)) {
            lastReferred = parent;
            referred.add(parent);
        }
    }

    void touch(TableId table) {
        if (!table.equals(lastTouched)) {
            lastTouched = table;
            touched.add(table);
        }
    }

    /** All rows of a table, because nobody can tell which. */
    void takeTable(TableId table) {
        if (taken.add(table)) {
            touched.add(table);
        }
    }

    boolean conflictsWith(ConflictKeys other) {
        return meets(taken, other.touched)
                || meets(other.taken, touched)
                || meets(taken, other.referred)
                || meets(other.taken, referred)
                || written.intersects(other.written)
                || written.intersects(other.changed)
                || written.intersects(other.read)
                || changed.intersects(other.changed)
                || changed.intersects(other.written)
                || read.intersects(other.written);
    }

    boolean touchesAny(Set<TableId> tables) {
        return meets(tables, touched);
    }

    private static boolean meets(Set<TableId> some, Set<TableId> others) {
        for (TableId table : some) {
            if (others.contains(table)) {
                return true;
            }
        }
        return false;
    }
}
