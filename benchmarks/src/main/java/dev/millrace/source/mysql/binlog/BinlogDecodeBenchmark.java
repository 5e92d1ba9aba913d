package dev.millrace.source.mysql.binlog;

import dev.millrace.benchmarks.stage.RowStage;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.mysql.value.CharacterConverter;
import dev.millrace.source.mysql.value.ColumnDecoder;
import dev.millrace.source.mysql.value.ColumnTypes;
import dev.millrace.source.mysql.value.Decoders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Row events of inserts, as a binary log has them: 125 rows of seven columns in each. */
public class BinlogDecodeBenchmark extends RowStage {
    private static final int ROWS = 1000;
    private static final int ROWS_PER_EVENT = 125;
    private static final int COLUMNS = 7;

    private static final TableSchema TABLE = TableSchema.builder(new TableId("race", "orders"), EngineFamily.MYSQL)
            .columns(List.of(
                    ColumnSchema.of("id", DataType.of(Kind.INT8), "bigint"),
                    ColumnSchema.of("customer", DataType.of(Kind.INT4), "int"),
                    ColumnSchema.of("amount", DataType.numeric(12, 2), "decimal(12,2)"),
                    ColumnSchema.of("status", DataType.ofLength(Kind.STRING, 16), "varchar(16)"),
                    ColumnSchema.of("placed", DataType.ofScale(Kind.DATETIME, 0), "datetime"),
                    ColumnSchema.of("note", DataType.ofLength(Kind.STRING, 64), "varchar(64)"),
                    ColumnSchema.of("pieces", DataType.of(Kind.INT2), "smallint")))
            .primaryKey(new KeySchema("PRIMARY", List.of("id")))
            .build();

    private static final int[] TYPES = {
        ColumnTypes.LONGLONG,
        ColumnTypes.LONG,
        ColumnTypes.NEWDECIMAL,
        ColumnTypes.VARCHAR,
        ColumnTypes.DATETIME2,
        ColumnTypes.VARCHAR,
        ColumnTypes.SHORT
    };

    private static final int[] METADATA = {0, 0, (12 << 8) | 2, 64, 0, 256, 0};

    private final RowsDecoder decoder = new RowsDecoder();
    private final TableBinding binding = new TableBinding(TABLE, decoders(), new byte[COLUMNS], new BitSet(), null);
    private final List<RowsEvent> rowsEvents = rowsEvents();

    private static final Decoders.Characters CHARACTERS = new Decoders.Characters() {
        @Override
        public String name() {
            return "utf8mb4";
        }

        @Override
        public CharacterConverter converter() {
            return CharacterConverter.UTF_8;
        }
    };

    private static ColumnDecoder[] decoders() {
        ColumnDecoder[] decoders = new ColumnDecoder[COLUMNS];
        for (int i = 0; i < COLUMNS; i++) {
            decoders[i] = Decoders.of(TYPES[i], METADATA[i], TABLE.column(i), List.of(), CHARACTERS)
                    .orElseThrow();
        }
        return decoders;
    }

    private static List<RowsEvent> rowsEvents() {
        List<RowsEvent> events = new ArrayList<>();
        for (int first = 1; first <= ROWS; first += ROWS_PER_EVENT) {
            ByteBuilder event = new ByteBuilder();
            event.append((byte) COLUMNS).append((byte) 0x7F);
            for (int id = first; id < first + ROWS_PER_EVENT; id++) {
                appendImage(id, event);
            }
            events.add(new RowsEvent(1, RowsDecoder.Kind.INSERT, false, 0, event.toByteArray(), 0, event.size()));
        }
        return events;
    }

    private static void appendImage(int id, ByteBuilder out) {
        out.append((byte) 0);
        appendLittleEndian(id, 8, out);
        appendLittleEndian(id % 9973, 4, out);
        out.append((byte) 0x80);
        appendBigEndian(id % 10_000, 4, out);
        out.append((byte) 25);
        appendText(id % 2 == 0 ? "shipped" : "new", 1, out);
        long month = 2026 * 13 + 1;
        appendBigEndian(0x80_0000_0000L + ((month << 22) | (2 << 17) | (3 << 12) | (4 << 6) | (10 + id % 50)), 5, out);
        appendText("order number " + id + " as it came in", 2, out);
        appendLittleEndian(id % 50, 2, out);
    }

    private static void appendText(String text, int prefixBytes, ByteBuilder out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        appendLittleEndian(bytes.length, prefixBytes, out);
        out.append(bytes);
    }

    private static void appendLittleEndian(long value, int bytes, ByteBuilder out) {
        for (int i = 0; i < bytes; i++) {
            out.append((byte) (value >> (8 * i)));
        }
    }

    private static void appendBigEndian(long value, int bytes, ByteBuilder out) {
        for (int i = bytes - 1; i >= 0; i--) {
            out.append((byte) (value >> (8 * i)));
        }
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public List<ChangeEvent> decode() {
        List<ChangeEvent> events = new ArrayList<>(ROWS);
        for (RowsEvent event : rowsEvents) {
            if (decoder.decode(event, binding, events) != event.end()) {
                throw new IllegalStateException("the event was not decoded to its end");
            }
        }
        return events;
    }
}
