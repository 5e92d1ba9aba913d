package dev.millrace.metrics;

import dev.millrace.model.TableId;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/** The live numbers of one table. Thread-safe; the stages add to it per batch, never per row. */
public final class TableCounters {
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
     * @param filteredChanges how many of them the load held already
     */
    public void durable(long[] changes, long filteredChanges, Instant now) {
        appliedInserts.addAndGet(changes[0]);
        appliedUpdates.addAndGet(changes[1]);
        appliedDeletes.addAndGet(changes[2]);
        appliedDdls.addAndGet(changes[3]);
        filtered.addAndGet(filteredChanges);
        lastUpdate = now;
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
                loadedRows.get(),
                loadedBytes.get(),
                estimatedRows,
                Optional.ofNullable(loadStart),
                Optional.ofNullable(loadEnd),
                Optional.ofNullable(lastUpdate));
    }
}
