package dev.millrace.metrics;

import dev.millrace.model.TableId;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/** The live numbers of one table. Thread-safe; the stages add to it per batch, never per row. */
public final class TableCounters {
    /**
     * Changes that did not get to the target as such.
     *
     * @param filtered the load held them already
     * @param recorded refused, and in the exceptions table
     * @param ignored refused, and ignored by policy
     * @param suspended of a suspended table
     */
    public record LeftOut(long filtered, long recorded, long ignored, long suspended) {}

    private final TableId table;
    private final AtomicLong inserts = new AtomicLong();
    private final AtomicLong updates = new AtomicLong();
    private final AtomicLong deletes = new AtomicLong();
    private final AtomicLong ddls = new AtomicLong();
    private final AtomicLong appliedInserts = new AtomicLong();
    private final AtomicLong appliedUpdates = new AtomicLong();
    private final AtomicLong appliedDeletes = new AtomicLong();
    private final AtomicLong appliedDdls = new AtomicLong();
    private final AtomicLong filtered = new AtomicLong();
    private final AtomicLong recorded = new AtomicLong();
    private final AtomicLong ignored = new AtomicLong();
    private final AtomicLong suspended = new AtomicLong();
    private final AtomicLong truncatedLobs = new AtomicLong();
    private final AtomicBoolean truncationTold = new AtomicBoolean();
    private final AtomicLong loadedRows = new AtomicLong();
    private final AtomicLong loadedBytes = new AtomicLong();
    private volatile TableState state = TableState.BEFORE_LOAD;
    private volatile long estimatedRows = -1;
    private volatile @Nullable Instant loadStart;
    private volatile @Nullable Instant loadEnd;
    private volatile @Nullable Instant lastUpdate;

    public TableCounters(TableId table) {
        this.table = requireNonNull(table, "table is null");
    }

    public TableId table() {
        return table;
    }

    /** Adds to what was read: inserts, updates, deletes and changes of shape, in this order; negative to take back. */
    public void captured(long[] changes) {
        inserts.addAndGet(changes[0]);
        updates.addAndGet(changes[1]);
        deletes.addAndGet(changes[2]);
        ddls.addAndGet(changes[3]);
    }

    /**
     * Adds to what is durable.
     *
     * @param changes as {@link #captured}, filtered ones included
     * @param leftOut what became of the others, and of those that were filtered
     */
    public void durable(long[] changes, LeftOut leftOut, Instant now) {
        appliedInserts.addAndGet(changes[0]);
        appliedUpdates.addAndGet(changes[1]);
        appliedDeletes.addAndGet(changes[2]);
        appliedDdls.addAndGet(changes[3]);
        filtered.addAndGet(leftOut.filtered());
        recorded.addAndGet(leftOut.recorded());
        ignored.addAndGet(leftOut.ignored());
        suspended.addAndGet(leftOut.suspended());
        lastUpdate = now;
    }

    /** Adds to the rows of the full load that the target refused: recorded ones and ignored ones. */
    public void refusedRows(long recordedRows, long ignoredRows) {
        recorded.addAndGet(recordedRows);
        ignored.addAndGet(ignoredRows);
    }

    /** Adds to the values of large objects that were cut to their limit. */
    public void truncated(long values) {
        truncatedLobs.addAndGet(values);
    }

    /** Whether nobody has asked this before: the log tells of a table's cut values once. */
    public boolean isFirstTruncation() {
        return truncationTold.compareAndSet(false, true);
    }

    public void loaded(long rows, long bytes) {
        loadedRows.addAndGet(rows);
        loadedBytes.addAndGet(bytes);
    }

    public void beginLoad(long estimate, long rowsLoadedBefore, Instant now) {
        estimatedRows = estimate;
        loadedRows.set(rowsLoadedBefore);
        loadStart = now;
        state = TableState.FULL_LOAD;
    }

    /** The table was loaded by an earlier run, at a time that nobody remembers. */
    public void loadedBefore(long rows) {
        loadedRows.set(rows);
        estimatedRows = rows;
        state = TableState.TABLE_COMPLETED;
    }

    public void endLoad(Instant now) {
        loadEnd = now;
        state = TableState.TABLE_COMPLETED;
    }

    public void state(TableState newState) {
        state = newState;
    }

    public long loadedRows() {
        return loadedRows.get();
    }

    public TableStatistics statistics() {
        return new TableStatistics(
                table,
                state,
                inserts.get(),
                updates.get(),
                deletes.get(),
                ddls.get(),
                appliedInserts.get(),
                appliedUpdates.get(),
                appliedDeletes.get(),
                appliedDdls.get(),
                filtered.get(),
                recorded.get(),
                ignored.get(),
                suspended.get(),
                truncatedLobs.get(),
                loadedRows.get(),
                loadedBytes.get(),
                estimatedRows,
                Optional.ofNullable(loadStart),
                Optional.ofNullable(loadEnd),
                Optional.ofNullable(lastUpdate));
    }
}
