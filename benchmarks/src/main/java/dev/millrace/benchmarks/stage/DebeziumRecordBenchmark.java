package dev.millrace.benchmarks.stage;

import dev.millrace.model.ChangeEvent;
import dev.millrace.model.SourcePosition;
import dev.millrace.source.debezium.record.RecordReader;
import dev.millrace.source.debezium.record.TransactionHold;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** A transaction of inserts, in the records of Debezium's MySQL connector. */
public class DebeziumRecordBenchmark extends RowStage {
    private static final String PREFIX = "race";
    private static final long HELD_BYTES = 32L << 20;
    private static final Schema TRANSACTION = SchemaBuilder.struct()
            .field("status", Schema.STRING_SCHEMA)
            .field("id", Schema.STRING_SCHEMA)
            .field("ts_ms", Schema.INT64_SCHEMA)
            .build();
    private static final Schema ROW = SchemaBuilder.struct()
            .optional()
            .field("id", Schema.INT64_SCHEMA)
            .field("customer", Schema.INT32_SCHEMA)
            .field("amount", Schema.STRING_SCHEMA)
            .field("status", Schema.STRING_SCHEMA)
            .field(
                    "placed",
                    SchemaBuilder.int64()
                            .name("io.debezium.time.MicroTimestamp")
                            .build())
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .field("pieces", Schema.INT16_SCHEMA)
            .build();
    private static final Schema SOURCE = SchemaBuilder.struct()
            .field("db", Schema.STRING_SCHEMA)
            .field("table", Schema.STRING_SCHEMA)
            .build();
    private static final Schema CHANGE = SchemaBuilder.struct()
            .field("before", ROW)
            .field("after", ROW)
            .field("source", SOURCE)
            .field("op", Schema.STRING_SCHEMA)
            .build();

    private final List<SourceRecord> records = records();
    private final TransactionHold hold = new TransactionHold(Path.of("never-made"), HELD_BYTES);
    private final List<ChangeEvent> events = new ArrayList<>(NarrowRows.COUNT + 2);
    private final RecordReader reader = reader();

    private RecordReader reader() {
        SourcePosition end = new DebeziumStage.OnePlace();
        return new RecordReader(
                new DebeziumStage(),
                new DebeziumStage.OnePlacePositions(end),
                List.of(NarrowRows.TABLE),
                table -> Optional.of(NarrowRows.TABLE),
                PREFIX,
                "unavailable",
                hold,
                (event, bytes) -> events.add(event));
    }

    private static List<SourceRecord> records() {
        List<SourceRecord> records = new ArrayList<>();
        records.add(bracket("BEGIN"));
        for (int id = 1; id <= NarrowRows.COUNT; id++) {
            records.add(insert(id));
        }
        records.add(bracket("END"));
        return records;
    }

    private static SourceRecord bracket(String status) {
        Struct value =
                new Struct(TRANSACTION).put("status", status).put("id", "1").put("ts_ms", 1_790_000_000_000L);
        return new SourceRecord(Map.of(), Map.of(), PREFIX + ".transaction", TRANSACTION, value);
    }

    private static SourceRecord insert(int id) {
        List<String> values = NarrowRows.values(id);
        Struct row = new Struct(ROW)
                .put("id", Long.valueOf(values.get(0)))
                .put("customer", Integer.valueOf(values.get(1)))
                .put("amount", new BigDecimal(values.get(2)).toPlainString())
                .put("status", values.get(3))
                .put("placed", microseconds(values.get(4)))
                .put("note", values.get(5))
                .put("pieces", Short.valueOf(values.get(6)));
        Struct value = new Struct(CHANGE)
                .put("after", row)
                .put("source", new Struct(SOURCE).put("db", "race").put("table", "orders"))
                .put("op", "c");
        return new SourceRecord(Map.of(), Map.of(), PREFIX + ".race.orders", CHANGE, value);
    }

    private static long microseconds(String time) {
        return LocalDateTime.parse(time.replace(' ', 'T')).toEpochSecond(ZoneOffset.UTC) * 1_000_000;
    }

    @Benchmark
    @OperationsPerInvocation(NarrowRows.COUNT)
    public int read() throws InterruptedException {
        events.clear();
        for (SourceRecord record : records) {
            reader.read(record);
        }
        return events.size();
    }
}
