package dev.millrace.benchmarks.debezium;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/** Lets go of each batch at once. */
final class NoSink implements Outlet {
    private final LastChange last;

    NoSink(LastChange last) {
        this.last = last;
    }

    @Override
    public void handleBatch(
            List<ChangeEvent<SourceRecord, SourceRecord>> events,
            RecordCommitter<ChangeEvent<SourceRecord, SourceRecord>> committer)
            throws InterruptedException {
        for (ChangeEvent<SourceRecord, SourceRecord> event : events) {
            committer.markProcessed(event);
        }
        committer.markBatchFinished();
        if (events.stream()
                .anyMatch(event -> last.is(event.value().topic(), event.value().key()))) {
            System.out.println("DONE");
        }
    }

    @Override
    public void stop() {}
}
