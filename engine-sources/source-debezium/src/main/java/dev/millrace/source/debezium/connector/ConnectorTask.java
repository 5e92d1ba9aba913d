package dev.millrace.source.debezium.connector;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/**
 * One run of a connector's task, without Kafka Connect and without Debezium's own engine around it: whoever polls takes the records as they
 * are, and tells the task what is durable. Belongs to one thread, but for {@link #acknowledge}.
 */
public final class ConnectorTask {
    /** How long the task waits for the first record of a poll, and its streaming thread for more of the log. */
    public static final int POLL_MILLISECONDS = 20;

    private static final AtomicLong RUNS = new AtomicLong();
    private static final int SHUTDOWN_MILLISECONDS = 2_000;
    private static final int RECORDS_HELD = 16_384;
    private static final long BYTES_HELD = 16L << 20;

    private final Connector kind;
    private final LogPositions positions;
    private final String prefix;
    private final String unavailable;
    private final SourceTask task;
    private final Map<String, String> properties;

    private ConnectorTask(
            Connector kind,
            String prefix,
            String unavailable,
            LogPositions positions,
            SourceTask task,
            Map<String, String> properties) {
        this.kind = kind;
        this.positions = positions;
        this.prefix = prefix;
        this.unavailable = unavailable;
        this.task = task;
        this.properties = properties;
    }

    /** Prepares a run that starts at a position. */
    public static ConnectorTask of(Connector kind, List<TableSchema> tables, SourcePosition from) {
        // metrics are registered under this name, so no two runs may share it
        String prefix = "millrace" + RUNS.incrementAndGet();
        String className = kind.className();
        String unavailable = "unavailable " + UUID.randomUUID();
        Map<String, String> all = new HashMap<>(kind.properties(tables, prefix));
        all.put("connector.class", className);
        all.put("name", prefix);
        all.put("topic.prefix", prefix);
        all.put("snapshot.mode", "no_data");
        all.put("provide.transaction.metadata", "true");
        all.put("tombstones.on.delete", "false");
        all.put("skipped.operations", "none");
        all.put("decimal.handling.mode", "string");
        all.put("unavailable.value.placeholder", unavailable);
        all.put("errors.max.retries", "0");
        all.put("poll.interval.ms", Integer.toString(POLL_MILLISECONDS));
        all.put("max.batch.size", Integer.toString(RECORDS_HELD / 2));
        all.put("max.queue.size", Integer.toString(RECORDS_HELD));
        all.put("max.queue.size.in.bytes", Long.toString(BYTES_HELD));
        all.put("executor.shutdown.timeout.ms", Integer.toString(SHUTDOWN_MILLISECONDS));
        LogPositions positions = kind.positions(from, prefix);
        kind.begin(from, prefix, all);
        SourceConnector connector = create(className, SourceConnector.class);
        connector.start(all);
        Map<String, String> configuration = connector.taskConfigs(1).get(0);
        SourceTask task = create(connector.taskClass().getName(), SourceTask.class);
        task.initialize(new Context(configuration, positions.offset()));
        return new ConnectorTask(kind, prefix, unavailable, positions, task, configuration);
    }

    private static <T> T create(String className, Class<T> type) {
        try {
            return type.cast(Class.forName(className).getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException missing) {
            throw new ReplicationException(
                    ErrorCode.SETTING_INVALID,
                    "the reader debezium needs " + className
                            + ", which is not on the class path; add the connector's module, or leave Reader out",
                    missing);
        }
    }

    /** The first part of every topic. */
    public String prefix() {
        return prefix;
    }

    /** What stands for a value that the log does not carry; no value of a table can be it but by guessing. */
    public String unavailable() {
        return unavailable;
    }

    /** Positions and offsets of this run. */
    public LogPositions positions() {
        return positions;
    }

    /** Connects and begins to stream. */
    public void start() {
        task.start(properties);
    }

    /** The next records, empty if none came for a while. */
    public List<SourceRecord> poll() throws InterruptedException {
        List<SourceRecord> records = task.poll();
        return records == null ? List.of() : records;
    }

    /** Tells what is durable; the connector passes it on to the server later. */
    public void acknowledge(Map<String, Object> offset) throws InterruptedException {
        Map<String, String> partition = Map.of("server", prefix);
        task.commitRecord(new SourceRecord(partition, offset, prefix, null, null), null);
        task.commit();
    }

    /** Ends all that was started, within some seconds unless the network swallows everything. */
    public void stop() {
        try {
            task.stop();
        } finally {
            cut();
            kind.end(prefix);
        }
    }

    /** Closes the connections of a run that has not stopped in time; its threads end then. */
    public void cut() {
        TaskSockets.cut(prefix);
        kind.cut(prefix);
    }

    private record Context(Map<String, String> configs, Map<String, Object> start) implements SourceTaskContext {
        @Override
        public OffsetStorageReader offsetStorageReader() {
            return new Offsets(start);
        }

        @Override
        public @Nullable PluginMetrics pluginMetrics() {
            return null;
        }
    }

    /** One offset, whatever partition is asked for: these connectors have one. */
    private record Offsets(Map<String, Object> start) implements OffsetStorageReader {
        @Override
        public <T> Map<String, Object> offset(Map<String, T> partition) {
            return start;
        }

        @Override
        public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
            return partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> start));
        }
    }
}
