package dev.millrace.source.postgres.reader;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ChangeBatch;
import dev.millrace.model.ChangeEvent.Heartbeat;
import dev.millrace.model.SourcePosition;
import dev.millrace.source.postgres.connection.SourceErrors;
import dev.millrace.source.postgres.decoding.EventBuffer;
import dev.millrace.source.postgres.decoding.PgOutputDecoder;
import dev.millrace.source.postgres.position.LogSequenceNumber;
import dev.millrace.source.postgres.position.ServerIdentity;
import dev.millrace.spi.source.ChangeReader;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads a slot. While nobody polls, a thread of its own keeps the server informed, so that a target that stands still does not
 * cost the connection.
 */
final class PostgresChangeReader implements ChangeReader {
    private static final Duration HEARTBEAT_INTERVAL = Duration.ofMillis(250);
    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(1);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(10);

    private final ReentrantLock lock = new ReentrantLock();
    private final LogChannel channel;
    private final PgOutputDecoder decoder;
    private final ServerIdentity server;
    private final ScheduledExecutorService reporter;
    private final EventBuffer events = new EventBuffer();
    private final AtomicLong acknowledged = new AtomicLong();

    private volatile boolean closed;
    private long announced;
    private long heartbeatAt;
    private long reportedAt;

    PostgresChangeReader(
            LogChannel channel,
            PgOutputDecoder decoder,
            LogSequenceNumber from,
            ServerIdentity server,
            String taskName) {
        this.channel = channel;
        this.decoder = decoder;
        this.server = server;
        this.announced = from.value();
        this.heartbeatAt = System.nanoTime() - HEARTBEAT_INTERVAL.toNanos();
        this.reportedAt = System.nanoTime();
        this.reporter = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, taskName + "/reader-status");
            thread.setDaemon(true);
            return thread;
        });
        ScheduledFuture<?> unused = reporter.scheduleWithFixedDelay(
                this::reportUnlessPolled,
                REPORT_INTERVAL.toMillis(),
                REPORT_INTERVAL.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public ChangeBatch poll(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        long pause = SHORTEST_PAUSE.toNanos();
        while (!closed) {
            Step step = step();
            if (step.batch() != null) {
                return step.batch();
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            if (!step.anything()) {
                pause(Math.min(left, pause));
                pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos());
            }
        }
        return ChangeBatch.EMPTY;
    }

    /** What one look at the channel brought: a batch, or signs of life only, or nothing. */
    private record Step(@Nullable ChangeBatch batch, boolean anything) {}

    private Step step() {
        lock.lock();
        try {
            boolean anything = channel.read(events, false);
            reportIfDue();
            if (!events.isEmpty()) {
                announced = Math.max(announced, decoder.reached());
                return new Step(events.take(), true);
            }
            return new Step(heartbeatIsDue() ? heartbeat() : null, anything);
        } catch (SQLException failure) {
            if (closed) {
                return new Step(null, false);
            }
            throw SourceErrors.classify(failure, "read the log behind " + LogSequenceNumber.text(announced));
        } finally {
            lock.unlock();
        }
    }

    /** Not under the lock, so that others can report or close meanwhile. */
    private static void pause(long nanos) {
        LockSupport.parkNanos(nanos);
        if (Thread.currentThread().isInterrupted()) {
            throw new ReplicationException(ErrorCode.SOURCE_CONNECTION_LOST, "reading the log was interrupted");
        }
    }

    private boolean heartbeatIsDue() {
        return !decoder.inTransaction()
                && Long.compareUnsigned(channel.reached(), announced) > 0
                && System.nanoTime() - heartbeatAt >= HEARTBEAT_INTERVAL.toNanos();
    }

    private ChangeBatch heartbeat() {
        announced = channel.reached();
        heartbeatAt = System.nanoTime();
        return new ChangeBatch(List.of(new Heartbeat(new LogSequenceNumber(announced, server))), 0);
    }

    @Override
    public void acknowledge(SourcePosition durable) {
        acknowledged.accumulateAndGet(
                ((LogSequenceNumber) durable).value(), (a, b) -> Long.compareUnsigned(a, b) >= 0 ? a : b);
    }

    private void reportIfDue() throws SQLException {
        long now = System.nanoTime();
        if (now - reportedAt >= REPORT_INTERVAL.toNanos()) {
            channel.report(acknowledged.get(), false);
            reportedAt = now;
        }
    }

    /** If the lock is taken, a poll runs and reports by itself. A failure shows again at the next poll, which tells it. */
    private void reportUnlessPolled() {
        if (!lock.tryLock()) {
            return;
        }
        try {
            if (!closed) {
                reportIfDue();
            }
        } catch (SQLException failure) {
            channel.abort();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        ScheduledFuture<?> unused = reporter.schedule(channel::abort, CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        boolean alone = enter();
        try {
            if (alone) {
                channel.report(acknowledged.get(), true);
            }
        } catch (SQLException failure) {
            channel.abort();
        } finally {
            if (alone) {
                lock.unlock();
            }
            channel.close();
            reporter.shutdownNow();
        }
    }

    /** A poll that hangs in the network does not hold up the end. */
    private boolean enter() {
        try {
            return lock.tryLock(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
