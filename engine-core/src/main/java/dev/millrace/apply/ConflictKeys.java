package dev.millrace.apply;

import dev.millrace.model.TableId;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the changes of one batch touch on the target, by the target's own constraints: two batches without a common key can be
 * applied side by side. It errs on one side only: batches that could be applied side by side may have to wait. Filled by one
 * thread, then read by any.
 */
final class ConflictKeys {
    private static final double MOSTLY = 0.75;

    private final LongSet written = new LongSet();
    private final LongSet changed = new LongSet();
    private final LongSet read = new LongSet();
    private final Set<TableId> touched = new HashSet<>();
    private final Set<TableId> taken = new HashSet<>();
    private final Set<TableId> referred = new HashSet<>();
    private final IdentityHashMap<TargetTable, TableConflicts> tables = new IdentityHashMap<>();
    private @Nullable TableId lastTouched;
    private @Nullable TableId lastReferred;

    static ConflictKeys of(List<RowChange> changes) {
        ConflictKeys keys = new ConflictKeys();
        TargetTable lastTable = null;
        TableConflicts conflicts = null;
        for (RowChange change : changes) {
            if (conflicts == null || change.table() != lastTable) {
                lastTable = change.table();
                conflicts = lastTable.conflicts();
                keys.tables.put(lastTable, conflicts);
            }
            conflicts.collect(change, keys);
        }
        return keys;
    }

    /** What the table's changes were looked at by; null if the batch has none. */
    @Nullable
    TableConflicts conflictsOf(TargetTable table) {
        return tables.get(table);
    }

    /** Whether some row with this hash is put, removed, changed or needed. */
    boolean holds(long hash) {
        return written.contains(hash) || changed.contains(hash) || read.contains(hash);
    }

    /** Whether any row of the table may be. */
    boolean takes(TableId table) {
        return taken.contains(table);
    }

    /** Whether most of the rows are held by the other batch, too, as far as a sample tells. */
    boolean isMostlyHeldBy(ConflictKeys other) {
        double held = written.size() * written.share(other::holds) + changed.size() * changed.share(other::holds);
        return held >= MOSTLY * (written.size() + changed.size());
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
