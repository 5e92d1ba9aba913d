package dev.millrace.apply;

import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A lock with what it takes to wait for what it guards, until it is so, until somebody has failed, or until it is closed. Thread-safe;
 * conditions are asked with the lock held.
 */
final class Monitor {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable RuntimeException failure;
    private boolean closed;

    /** Answers from what the lock guards. */
    <T extends @Nullable Object> T locked(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }

    /** Changes what the lock guards, and wakes who waits for it. */
    void note(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits with the lock held, which others may have meanwhile.
     *
     * @throws RuntimeException the failure, if there is one
     * @throws CancellationException if the thread is interrupted
     */
    void await(BooleanSupplier condition) {
        awaitUntil(() -> {
            throwFailure();
            return condition.getAsBoolean();
        });
    }

    /** As {@link #await}, whatever failed; the condition may throw to end the wait. */
    void awaitUntil(BooleanSupplier condition) {
        awaitUntil(condition, Long.MAX_VALUE);
    }

    /** As {@link #awaitUntil(BooleanSupplier)}, so long at most; false if the condition has not come true. */
    boolean awaitUntil(BooleanSupplier condition, long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the batch will not be committed");
        } finally {
            lock.unlock();
        }
    }

    /** Only the first failure counts. */
    void fail(RuntimeException cause) {
        note(() -> failure = failure == null ? cause : failure);
    }

    void throwFailure() {
        locked(() -> {
            if (failure != null) {
                throw failure;
            }
            return null;
        });
    }

    void close() {
        note(() -> closed = true);
    }

    boolean isClosed() {
        return locked(() -> closed);
    }

    /** Whether it is closed or somebody has failed. */
    boolean isOver() {
        return locked(() -> closed || failure != null);
    }
}
