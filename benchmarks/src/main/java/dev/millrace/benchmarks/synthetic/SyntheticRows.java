package dev.millrace.benchmarks.synthetic;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.SnapshotWindow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Rows of a kilobyte: a number, and texts that differ from row to row. */
final class SyntheticRows implements ChunkReader {
    /** Bytes of a row's values, about. */
    static final long ROW_BYTES = 1_000;

    private static final int TEXTS = 9;
    private static final int TEXT_BYTES = 110;
    private static final int DIGITS = 12;

    static final TableSchema TABLE = table();

    private final SnapshotWindow window;
    private final long end;
    private final RowBuffer buffer = new RowBuffer();
    private final byte[][] texts = new byte[TEXTS][];
    private long next;

    /**
     * @param first number of the first row
     * @param end number behind that of the last
     */
    SyntheticRows(SnapshotWindow window, long first, long end) {
        this.window = window;
        this.next = first;
        this.end = end;
        for (int i = 0; i < TEXTS; i++) {
            texts[i] = "a text of column %d that nobody reads, "
                    .formatted(i)
                    .repeat(TEXT_BYTES)
                    .substring(0, TEXT_BYTES)
                    .getBytes(StandardCharsets.US_ASCII);
        }
    }

    private static TableSchema table() {
        TableSchema.Builder table = TableSchema.builder(new TableId("synthetic", "rows"), EngineFamily.POSTGRES)
                .column(ColumnSchema.of("id", DataType.of(Kind.INT8), "bigint").notNull());
        for (int i = 0; i < TEXTS; i++) {
            table.column(ColumnSchema.of("text_" + i, DataType.ofLength(Kind.STRING, 200), "character varying(200)"));
        }
        return table.primaryKey(new KeySchema("rows_pkey", List.of("id"))).build();
    }

    @Override
    public List<Row> next(int maximumRows, long maximumBytes) {
        long rows = Math.min(Math.min(maximumRows, end - next), Math.max(1, maximumBytes / ROW_BYTES));
        List<Row> made = new ArrayList<>((int) rows);
        for (long i = 0; i < rows; i++) {
            made.add(row(next++));
        }
        return made;
    }

    private Row row(long id) {
        buffer.begin(1 + TEXTS);
        buffer.openValue().appendDecimal(id);
        buffer.closeValue();
        for (int i = 0; i < TEXTS; i++) {
            byte[] text = texts[i];
            number(text, id * (i + 1));
            buffer.append(text, 0, TEXT_BYTES);
        }
        return buffer.finish();
    }

    private static void number(byte[] text, long number) {
        long left = number;
        for (int i = DIGITS - 1; i >= 0; i--) {
            text[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }

    @Override
    public SnapshotWindow window() {
        return window;
    }

    @Override
    public void close() {}
}
