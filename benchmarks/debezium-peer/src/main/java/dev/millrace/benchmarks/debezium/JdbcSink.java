package dev.millrace.benchmarks.debezium;

import io.debezium.connector.jdbc.JdbcSinkConnectorTask;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;

/** Hands what the embedded engine reads to Debezium's JDBC sink task, batch by batch, without Kafka in between. */
final class JdbcSink implements Outlet {
    private static final Map<String, String> SETTINGS = Map.of(
            "insert.mode", "upsert",
            "delete.enabled", "true",
            "primary.key.mode", "record_key",
            "schema.evolution", "none",
            "hibernate.connection.provider_disables_autocommit", "false");

    private final JdbcSinkConnectorTask task = new JdbcSinkConnectorTask();
    private final LastChange last;
    private long offset;

    JdbcSink(Map<String, String> settings, LastChange last) {
        this.last = last;
        Map<String, String> all = new HashMap<>(SETTINGS);
        all.putAll(settings);
        task.initialize(new NoKafka());
        task.start(all);
    }

    @Override
    public void handleBatch(
            List<ChangeEvent<SourceRecord, SourceRecord>> events,
            RecordCommitter<ChangeEvent<SourceRecord, SourceRecord>> committer)
            throws InterruptedException {
        List<SinkRecord> records = new ArrayList<>(events.size());
        for (ChangeEvent<SourceRecord, SourceRecord> event : events) {
            SourceRecord record = event.value();
            records.add(new SinkRecord(
                    record.topic(),
                    0,
                    record.keySchema(),
                    record.key(),
                    record.valueSchema(),
                    record.value(),
                    offset++));
        }
        task.put(records);
        Throwable failure = task.getLastProcessingException();
        if (failure != null) {
            throw new IllegalStateException("the JDBC sink failed", failure);
        }
        for (ChangeEvent<SourceRecord, SourceRecord> event : events) {
            committer.markProcessed(event);
        }
        committer.markBatchFinished();
        if (records.stream().anyMatch(record -> last.is(record.topic(), record.key()))) {
            System.out.println("DONE");
        }
    }

    @Override
    public void stop() {
        task.stop();
    }
}
