package dev.millrace.differential.debezium;

import io.debezium.embedded.Connect;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.connect.source.SourceRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A Debezium engine that collects every record it reads. */
public final class DebeziumReader implements AutoCloseable {
    /** What stands for a value that the log did not carry. */
    public static final String UNAVAILABLE = "__value_not_in_the_log__";

    /** The first part of every topic. */
    public static final String PREFIX = "oracle";

    /** Held, because the level would go with the logger. */
    private static final Logger BINLOG_CLIENT = Logger.getLogger("com.github.shyiko.mysql.binlog");

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final DebeziumEngine<ChangeEvent<SourceRecord, SourceRecord>> engine;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "debezium"));
    private final List<SourceRecord> records = new ArrayList<>();
    private volatile @Nullable String failure;

    private DebeziumReader(Properties properties) {
        engine = DebeziumEngine.create(Connect.class)
                .using(properties)
                .notifying(this::take)
                .using((success, message, error) -> failure = success ? null : message + ": " + error)
                .build();
        thread.execute(engine);
    }

    public static DebeziumReader start(Properties connector) {
        BINLOG_CLIENT.setLevel(Level.WARNING);
        Properties properties = new Properties();
        properties.put("name", PREFIX);
        properties.put("topic.prefix", PREFIX);
        properties.put("offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore");
        properties.put("offset.flush.interval.ms", "1000");
        properties.put("provide.transaction.metadata", "true");
        properties.put("tombstones.on.delete", "false");
        properties.put("skipped.operations", "none");
        properties.put("decimal.handling.mode", "string");
        properties.put("poll.interval.ms", "20");
        properties.put("errors.max.retries", "0");
        properties.put("snapshot.mode", "no_data");
        properties.putAll(connector);
        return new DebeziumReader(properties);
    }

    private void take(ChangeEvent<SourceRecord, SourceRecord> event) {
        synchronized (records) {
            records.add(event.value());
        }
    }

    /** Waits until the reader has told the commit of a transaction that wrote this phase to the table of markers. */
    public void awaitMarker(String phase) {
        Awaitility.await("Debezium's marker " + phase)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> sees(phase));
    }

    public boolean sees(String phase) {
        if (failure != null) {
            throw new IllegalStateException("Debezium has stopped: " + failure);
        }
        synchronized (records) {
            int last = records.size() - 1;
            return last > 0
                    && DebeziumRecords.isEnd(records.get(last))
                    && DebeziumRecords.isMarker(records.get(last - 1), phase);
        }
    }

    public List<SourceRecord> records() {
        synchronized (records) {
            return List.copyOf(records);
        }
    }

    @Override
    public void close() throws IOException {
        engine.close();
        thread.shutdown();
        try {
            if (!thread.awaitTermination(20, TimeUnit.SECONDS)) {
                throw new IOException("Debezium has not ended within 20 s");
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }
}
