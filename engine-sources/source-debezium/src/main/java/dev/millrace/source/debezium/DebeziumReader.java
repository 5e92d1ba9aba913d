package dev.millrace.source.debezium;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.ChangeBatch;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.debezium.connector.Connector;
import dev.millrace.source.debezium.connector.ConnectorTask;
import dev.millrace.source.debezium.connector.LogPositions;
import dev.millrace.source.debezium.record.RecordReader;
import dev.millrace.source.debezium.record.TransactionHold;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.source.ChangeReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Polls a connector's task in a thread of its own, and hands on what it tells. For sources whose log is read by a connector of Debezium's. */
public final class DebeziumReader implements ChangeReader {
    private static final int BATCHES_AHEAD = 2;
    private static final long HELD_BYTES = 32L << 20;
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final Duration LAST_RESORT = Duration.ofSeconds(3);

    private final Connector connector;
    private final ConnectorTask task;
    private final LogPositions positions;
    private final RecordReader records;
    private final TransactionHold hold;
    private final BatchBuilder building;
    private final BlockingQueue<ChangeBatch> batches = new ArrayBlockingQueue<>(BATCHES_AHEAD);
    private final AtomicReference<@Nullable SourcePosition> durable = new AtomicReference<>();
    private final Runnable released;
    private final Thread thread;
    private volatile @Nullable ReplicationException failure;
    private volatile boolean closed;

    private DebeziumReader(
            Connector connector,
            TaskContext context,
            SourcePosition from,
            List<TableSchema> tables,
            Function<TableId, Optional<TableSchema>> catalogue,
            Runnable released) {
        this.connector = connector;
        this.released = released;
        task = ConnectorTask.of(connector, tables, from);
        positions = task.positions();
        hold = new TransactionHold(context.stateDirectory(), HELD_BYTES);
        building = new BatchBuilder(batches::put);
        records = new RecordReader(
                connector, positions, tables, catalogue, task.prefix(), task.unavailable(), hold, building::add);
        thread = new Thread(this::run, context.taskName() + "/debezium");
        thread.setDaemon(true);
    }

    /**
     * Starts the connector.
     *
     * @param from where to read on, {@linkplain Connector#prepared prepared} for this connector
     * @param tables the task's tables, as they were there
     * @param catalogue a table as it is now; called in the reader's thread
     * @param released waits until the server has noticed that the connector is gone
     */
    public static DebeziumReader open(
            Connector connector,
            TaskContext context,
            SourcePosition from,
            List<TableSchema> tables,
            Function<TableId, Optional<TableSchema>> catalogue,
            Runnable released) {
        DebeziumReader reader = new DebeziumReader(connector, context, from, tables, catalogue, released);
        reader.thread.start();
        return reader;
    }

    private void run() {
        try (hold) {
            task.start();
            while (!closed) {
                acknowledgeLatest();
                Optional<SourcePosition> told = positions.toldUpTo();
                List<SourceRecord> polled = task.poll();
                for (SourceRecord record : polled) {
                    records.read(record);
                }
                if (polled.isEmpty() && told.isPresent()) {
                    records.passed(told.get());
                }
                building.handOver();
            }
        } catch (InterruptedException interruption) {
            // by close, which ends the reading
        } catch (RuntimeException | Error failed) {
            failure = Failures.of(failed, connector);
        } finally {
            stop();
        }
    }

    private void acknowledgeLatest() throws InterruptedException {
        SourcePosition latest = durable.getAndSet(null);
        if (latest != null) {
            Map<String, Object> offset = positions.acknowledgement(latest);
            if (!offset.isEmpty()) {
                task.acknowledge(offset);
            }
        }
    }

    private void stop() {
        try {
            // the interruption was for this thread's waiting, not for the connector's farewell
            boolean ignored = Thread.interrupted();
            acknowledgeLatest();
            task.stop();
        } catch (InterruptedException | RuntimeException | Error failed) {
            if (failure == null && !closed) {
                failure = Failures.of(failed, connector);
            }
        }
    }

    @Override
    public ChangeBatch poll(Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        try {
            while (true) {
                ChangeBatch batch = batches.poll(ConnectorTask.POLL_MILLISECONDS, TimeUnit.MILLISECONDS);
                if (batch != null) {
                    return batch;
                }
                throwFailure();
                if (closed || System.nanoTime() - end >= 0) {
                    return ChangeBatch.EMPTY;
                }
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            return ChangeBatch.EMPTY;
        }
    }

    private void throwFailure() {
        ReplicationException failed = failure;
        if (failed != null && batches.isEmpty()) {
            throw failed.within("reading the log through Debezium");
        }
    }

    @Override
    public void acknowledge(SourcePosition position) {
        durable.set(position);
    }

    /** Whether {@link #close} has been called. */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        batches.clear();
        thread.interrupt();
        try {
            thread.join(FAREWELL.toMillis());
            if (!thread.isAlive()) {
                released.run();
            } else {
                task.cut();
                thread.join(LAST_RESORT.toMillis());
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }
}
