package dev.millrace.apply;

import dev.millrace.model.SourcePosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes read and not applied yet: first those of whole transactions, then those of the one that is still open. Belongs to the
 * apply thread.
 */
final class PendingChanges {
    private List<RowChange> changes = new ArrayList<>();
    private int wholeCount;
    private long bytes;
    private long wholeBytes;
    private @Nullable SourcePosition wholePosition;
    private @Nullable Instant wholeCommitTime;

    void add(RowChange change, long byteSize) {
        changes.add(change);
        bytes += byteSize;
    }

    /** Everything added so far belongs to transactions that end at or before {@code position}. */
    void close(SourcePosition position, Instant commitTime) {
        wholeCount = changes.size();
        wholeBytes = bytes;
        wholePosition = position;
        wholeCommitTime = commitTime;
    }

    int size() {
        return changes.size();
    }

    long bytes() {
        return bytes;
    }

    /** Whether a position waits to be committed, with or without changes. */
    boolean hasWhole() {
        return wholePosition != null;
    }

    @Nullable
    SourcePosition wholePosition() {
        return wholePosition;
    }

    @Nullable
    Instant wholeCommitTime() {
        return wholeCommitTime;
    }

    /** The changes of whole transactions, in source order. */
    List<RowChange> whole() {
        return changes.subList(0, wholeCount);
    }

    /** All changes, the open transaction's too. */
    List<RowChange> all() {
        return changes;
    }

    /** Forgets the whole transactions; what was read of the open one stays. */
    void removeWhole() {
        changes = new ArrayList<>(changes.subList(wholeCount, changes.size()));
        bytes -= wholeBytes;
        wholeBytes = 0;
        wholeCount = 0;
        wholePosition = null;
        wholeCommitTime = null;
    }

    void clear() {
        wholeCount = changes.size();
        wholeBytes = bytes;
        removeWhole();
    }
}
