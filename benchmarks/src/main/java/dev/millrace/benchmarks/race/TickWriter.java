package dev.millrace.benchmarks.race;

import dev.millrace.benchmarks.race.workload.Ticks;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

/** Commits rows at a pace, in a thread of its own that begins at once; late rows follow without a pause. */
final class TickWriter implements AutoCloseable {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Connection connection;
    private final Ticks ticks;
    private final long first;
    private final int pace;
    private final long[] committedAt;
    private final CompletableFuture<Void> done;
    private volatile boolean stopped;

    TickWriter(Connection connection, Ticks ticks, long first, int count, int pace) {
        this.connection = connection;
        this.ticks = ticks;
        this.first = first;
        this.pace = pace;
        this.committedAt = new long[count];
        this.done = CompletableFuture.runAsync(this::write, task -> new Thread(task, "race-writer").start());
    }

    private void write() {
        long start = System.nanoTime();
        try (PreparedStatement insert = connection.prepareStatement(ticks.insert())) {
            for (int i = 0; i < committedAt.length && !stopped; i++) {
                long due = start + i * NANOS_PER_SECOND / pace;
                for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                    LockSupport.parkNanos(early);
                }
                insert.setLong(1, first + i);
                insert.executeUpdate();
                committedAt[i] = System.nanoTime();
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("the source refused a row", failure);
        }
    }

    /** When each row's commit was answered; waits for the last one. */
    long[] committedAt() throws InterruptedException {
        try {
            done.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("not all rows were written", failure);
        }
        return committedAt;
    }

    @Override
    public void close() throws SQLException {
        stopped = true;
        done.handle((nothing, failure) -> true).join();
        connection.close();
    }
}
