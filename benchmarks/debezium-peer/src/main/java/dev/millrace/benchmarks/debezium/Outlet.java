package dev.millrace.benchmarks.debezium;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import org.apache.kafka.connect.source.SourceRecord;

/** Takes what the embedded engine reads, and says {@code DONE} when it is done with the last change. */
interface Outlet extends DebeziumEngine.ChangeConsumer<ChangeEvent<SourceRecord, SourceRecord>> {
    void stop();
}
