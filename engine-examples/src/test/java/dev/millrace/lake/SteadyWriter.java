package dev.millrace.lake;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Changes rows of a source without end, by a thread of its own. */
final class SteadyWriter implements AutoCloseable {
    private static final int TRANSACTIONS = 5;
    private static final long PAUSE_MILLIS = 20;

    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger transactions = new AtomicInteger();
    private final CompletableFuture<Void> work;

    private SteadyWriter(OddRows rows) {
        this.work = CompletableFuture.runAsync(() -> writeUntilClosed(rows));
    }

    /** @param rows belong to this writer until it is closed */
    static SteadyWriter start(OddRows rows) {
        return new SteadyWriter(rows);
    }

    private void writeUntilClosed(OddRows rows) {
        try {
            while (!closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                rows.change(TRANSACTIONS);
                transactions.addAndGet(TRANSACTIONS);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many are committed. */
    int transactions() {
        return transactions.get();
    }

    /** Returns when the last transaction is committed; fails if one could not be. */
    @Override
    public void close() {
        closing.countDown();
        work.join();
    }
}
