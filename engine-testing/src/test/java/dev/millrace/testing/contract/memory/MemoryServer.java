package dev.millrace.testing.contract.memory;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** Holds the committed state of a target, behind a network that can fail. Thread-safe. */
final class MemoryServer {
    private MemoryTarget committed = new MemoryTarget();
    private volatile int cuts;
    private volatile boolean stalled;

    /** One sink's way to the server; transactions begun before a cut are lost. */
    final class Session {
        private final CountDownLatch closed = new CountDownLatch(1);

        /** Passes if the network is there, and what was begun after so many cuts still stands. */
        void reach(int begunAfterCuts) {
            if (stalled) {
                awaitClose();
            }
            if (closed.getCount() == 0 || begunAfterCuts != cuts) {
                throw new ReplicationException(ErrorCode.TARGET_CONNECTION_LOST, "the connection is gone");
            }
        }

        private void awaitClose() {
            try {
                closed.await();
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
            }
        }

        /** Runs a transaction of its own. */
        <T> T transact(Function<MemoryTarget, T> work) {
            reach(cuts);
            return commit(work);
        }

        void close() {
            closed.countDown();
        }
    }

    int cuts() {
        return cuts;
    }

    synchronized <T> T read(Function<MemoryTarget, T> work) {
        return work.apply(committed);
    }

    /** All of the work, or nothing if it fails. */
    synchronized <T> T commit(Function<MemoryTarget, T> work) {
        MemoryTarget changed = committed.copy();
        T result = work.apply(changed);
        committed = changed;
        return result;
    }

    synchronized void cut() {
        cuts++;
    }

    void stall() {
        stalled = true;
    }
}
