package dev.millrace.source.postgres.reader;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Hands slabs from the thread that receives them to the one that decodes them. Bounded in bytes (law 7); one slab always fits,
 * however large. A failure of the receiving thread travels behind its last slab. Any thread may close it, which wakes both.
 */
final class SlabBuffer {
    private final long capacityBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notFull = lock.newCondition();
    private final Condition notEmpty = lock.newCondition();
    private final Deque<Slab> slabs = new ArrayDeque<>();
    private long bytes;
    private boolean closed;
    private @Nullable Throwable failure;

    SlabBuffer(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /** Waits for room, whoever interrupts; false if the buffer was closed. */
    boolean put(Slab slab) {
        lock.lock();
        try {
            while (!closed && !slabs.isEmpty() && bytes + slab.bytes() > capacityBytes) {
                notFull.awaitUninterruptibly();
            }
            if (closed) {
                return false;
            }
            slabs.add(slab);
            bytes += slab.bytes();
            notEmpty.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    void fail(Throwable reason) {
        lock.lock();
        try {
            failure = reason;
            notEmpty.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next slab; null if none came in time or the thread was interrupted, which stays marked. Throws the receiving thread's
     * failure once every slab before it was taken, and again at every call from then on.
     */
    @Nullable
    Slab take(long nanos) throws SQLException {
        lock.lock();
        try {
            awaitSlab(nanos);
            if (closed) {
                throw new SQLException("the connection that reads the log in bulk was closed", "08003");
            }
            Slab slab = slabs.poll();
            if (slab == null) {
                throwFailure();
                return null;
            }
            bytes -= slab.bytes();
            notFull.signal();
            return slab;
        } finally {
            lock.unlock();
        }
    }

    private void awaitSlab(long nanos) {
        long left = nanos;
        try {
            while (slabs.isEmpty() && failure == null && !closed && left > 0) {
                left = notEmpty.awaitNanos(left);
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }

    private void throwFailure() throws SQLException {
        if (failure instanceof SQLException told) {
            throw told;
        }
        if (failure instanceof RuntimeException told) {
            throw told;
        }
        if (failure instanceof Error told) {
            throw told;
        }
    }

    /** Drops what is left; idempotent. */
    void close() {
        lock.lock();
        try {
            closed = true;
            slabs.clear();
            bytes = 0;
            notFull.signal();
            notEmpty.signal();
        } finally {
            lock.unlock();
        }
    }
}
