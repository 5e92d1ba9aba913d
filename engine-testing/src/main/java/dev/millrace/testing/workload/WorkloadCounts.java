package dev.millrace.testing.workload;

import java.util.concurrent.atomic.AtomicLong;

/** What a workload has done so far. */
public final class WorkloadCounts {

    private final AtomicLong committed = new AtomicLong();
    private final AtomicLong rolledBack = new AtomicLong();
    private final AtomicLong rows = new AtomicLong();

    WorkloadCounts() {}

    /** Transactions committed. */
    public long committedTransactions() {
        return committed.get();
    }

    /** Transactions rolled back on purpose. */
    public long rolledBackTransactions() {
        return rolledBack.get();
    }

    /** Rows inserted, updated or deleted by committed transactions. */
    public long committedRowChanges() {
        return rows.get();
    }

    void commit(long changedRows) {
        committed.incrementAndGet();
        rows.addAndGet(changedRows);
    }

    void rollBack() {
        rolledBack.incrementAndGet();
    }

    @Override
    public String toString() {
        return committed + " transactions committed with " + rows + " row changes, " + rolledBack + " rolled back";
    }
}
