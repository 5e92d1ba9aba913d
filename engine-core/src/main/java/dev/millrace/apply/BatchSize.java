package dev.millrace.apply;

import dev.millrace.config.ApplySettings;

/** When a batch is full. Belongs to the apply thread. */
final class BatchSize {
    /** Rows of a batch when the settings leave it to the engine: past this, set-based statements gain little (measured). */
    private static final int ROWS = 50_000;

    /** With many tables, a statement has a handful of rows unless the batch grows with them. */
    private static final int ROWS_OF_TABLE = 250;

    private final int rows;
    private final long bytesOfAll;
    private long bytes;

    BatchSize(ApplySettings settings) {
        rows = settings.batchRows();
        bytesOfAll = settings.batchBytes();
        bytes = bytesOfAll;
    }

    /** The memory of all batches is shared out among the workers' batches, the one that is gathered, and that of a worker to come. */
    void share(int workers) {
        bytes = bytesOfAll / (workers + 2);
    }

    boolean isFull(PendingChanges pending) {
        return pending.bytes() >= bytes || pending.size() >= (rows > 0 ? rows : rowsFor(pending));
    }

    /** Whether it has all the memory that batches may have, as the first of a run can. */
    boolean isLargest(PendingChanges pending) {
        return pending.bytes() >= bytesOfAll;
    }

    private static int rowsFor(PendingChanges pending) {
        return Math.max(ROWS, pending.tableCount() * ROWS_OF_TABLE);
    }
}
