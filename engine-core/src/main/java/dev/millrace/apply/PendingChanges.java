package dev.millrace.apply;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes read and not applied yet: first those of whole transactions, then those of the one that is still open. Belongs to the
 * apply thread.
 */
final class PendingChanges {
    private List<RowChange> changes = new ArrayList<>();
    private List<Batch.TransactionEnd> ends = new ArrayList<>();
    private int wholeCount;
    private long bytes;
    private long wholeBytes;
    private Batch.@Nullable Ending ending;
    private final Set<TargetTable> tables = Collections.newSetFromMap(new IdentityHashMap<>());
    private @Nullable TargetTable lastTable;

    void add(RowChange change, long byteSize) {
        changes.add(change);
        note(change.table());
        bytes += byteSize;
    }

    /** Everything added so far belongs to transactions that end there or before. */
    void close(Batch.Ending end) {
        if (changes.size() > wholeCount) {
            ends.add(new Batch.TransactionEnd(changes.size(), end.position()));
        }
        wholeCount = changes.size();
        wholeBytes = bytes;
        ending = end;
    }

    private void note(TargetTable table) {
        if (table != lastTable) {
            lastTable = table;
            tables.add(table);
        }
    }

    /** How many tables the changes are of. */
    int tableCount() {
        return tables.size();
    }

    int size() {
        return changes.size();
    }

    long bytes() {
        return bytes;
    }

    /** Whether an end of a transaction waits to be committed, with or without changes. */
    boolean hasWhole() {
        return ending != null;
    }

    /** The end of the last whole transaction. */
    Batch.@Nullable Ending ending() {
        return ending;
    }

    /** Where the transactions end whose changes {@link #takeWhole} gives; to be asked for first. */
    List<Batch.TransactionEnd> ends() {
        return ends;
    }

    /** The changes of whole transactions, in source order; what was read of the open one stays. */
    List<RowChange> takeWhole() {
        List<RowChange> taken = changes.subList(0, wholeCount);
        changes = new ArrayList<>(changes.subList(wholeCount, changes.size()));
        bytes -= wholeBytes;
        wholeBytes = 0;
        wholeCount = 0;
        ends = new ArrayList<>();
        ending = null;
        tables.clear();
        lastTable = null;
        changes.forEach(change -> note(change.table()));
        return taken;
    }

    /** All changes, the open transaction's too. */
    List<RowChange> takeAll() {
        wholeCount = changes.size();
        wholeBytes = bytes;
        return takeWhole();
    }

    void clear() {
        takeAll();
    }
}
