package dev.millrace.apply;

import dev.millrace.model.ChangeBatch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The bounded hand-over between the reader's thread and the apply thread (law 7): bounded in bytes, because batches differ. One
 * batch always fits, however large. A failure of the reader travels behind its last batch.
 */
final class BatchQueue {
    /** What an event costs besides its row: it keeps many small batches from being free. */
    private static final int EVENT_BYTES = 64;

    private final long capacityBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notFull = lock.newCondition();
    private final Condition notEmpty = lock.newCondition();
    private final Deque<ChangeBatch> batches = new ArrayDeque<>();
    private long bytes;
    private boolean closed;
    private boolean woken;
    private @Nullable RuntimeException failure;

    BatchQueue(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /** Waits for room; false if the queue was closed. */
    boolean put(ChangeBatch batch) throws InterruptedException {
        lock.lock();
        try {
            while (!closed && !batches.isEmpty() && bytes + weight(batch) > capacityBytes) {
                notFull.await();
            }
            if (closed) {
                return false;
            }
            batches.add(batch);
            bytes += weight(batch);
            notEmpty.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The next batch; null if none came in time or before {@link #wake}. Throws the reader's failure once every batch before it was taken. */
    @Nullable
    ChangeBatch poll(Duration timeout) throws InterruptedException {
        lock.lock();
        try {
            long nanos = timeout.toNanos();
            while (batches.isEmpty() && failure == null && !woken && nanos > 0) {
                nanos = notEmpty.awaitNanos(nanos);
            }
            woken = false;
            ChangeBatch batch = batches.poll();
            if (batch != null) {
                bytes -= weight(batch);
                notFull.signal();
            } else if (failure != null) {
                throw failure;
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private static long weight(ChangeBatch batch) {
        return batch.byteSize() + (long) EVENT_BYTES * batch.events().size();
    }

    /** Lets a waiting {@link #poll}, or else the next one, return. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            notEmpty.signal();
        } finally {
            lock.unlock();
        }
    }

    void fail(RuntimeException cause) {
        lock.lock();
        try {
            failure = cause;
            notEmpty.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Lets a waiting {@link #put} return. */
    void close() {
        lock.lock();
        try {
            closed = true;
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
