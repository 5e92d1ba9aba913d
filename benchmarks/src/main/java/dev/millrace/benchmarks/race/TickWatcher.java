package dev.millrace.benchmarks.race;

import dev.millrace.benchmarks.race.workload.Ticks;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Asks the target for its newest row again and again, in a thread of its own that begins at once; the rows come in order. */
final class TickWatcher implements AutoCloseable {
    /** Between an answer and the next question. */
    static final long PAUSE_MICROS = 100;

    private final Connection connection;
    private final Ticks ticks;
    private final long first;
    private final long[] seenAt;
    private final CompletableFuture<Void> done;
    private volatile boolean stopped;

    TickWatcher(Connection connection, Ticks ticks, long first, int count) {
        this.connection = connection;
        this.ticks = ticks;
        this.first = first;
        this.seenAt = new long[count];
        this.done = CompletableFuture.runAsync(this::watch, task -> new Thread(task, "race-watcher").start());
    }

    private void watch() {
        try (PreparedStatement query = connection.prepareStatement(ticks.newest())) {
            int seen = 0;
            while (seen < seenAt.length && !stopped) {
                long newest = newest(query);
                long now = System.nanoTime();
                while (seen < seenAt.length && first + seen <= newest) {
                    seenAt[seen++] = now;
                }
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(PAUSE_MICROS));
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("the target did not answer", failure);
        }
    }

    private static long newest(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    boolean hasSeenAll() {
        if (done.isCompletedExceptionally()) {
            done.join();
        }
        return done.isDone();
    }

    /** When each row was first seen, once all have been. */
    long[] seenAt() {
        done.join();
        return seenAt;
    }

    @Override
    public void close() throws SQLException {
        stopped = true;
        done.handle((nothing, failure) -> true).join();
        connection.close();
    }
}
