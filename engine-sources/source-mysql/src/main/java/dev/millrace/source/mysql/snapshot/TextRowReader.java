package dev.millrace.source.mysql.snapshot;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.TableSchema;
import dev.millrace.source.mysql.value.TextValue;
import dev.millrace.source.mysql.wire.Payload;
import dev.millrace.source.mysql.wire.WireSession;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.SnapshotWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Streams the rows of a chunk from a snapshot's session, and gives the session back at the end. */
final class TextRowReader implements ChunkReader {
    private static final int ROW_OVERHEAD = 64;

    private final WireSession.RowStream rows;
    private final ColumnSchema[] columns;
    private final TextValue[] conversions;
    private final boolean[] generated;
    private final SnapshotWindow window;
    private final Runnable giveBack;
    private final Consumer<WireSession.RowStream> discard;
    private final RowBuffer buffer = new RowBuffer();
    private boolean ended;
    private boolean closed;

    TextRowReader(
            WireSession.RowStream rows,
            TableSchema table,
            SnapshotWindow window,
            Runnable giveBack,
            Consumer<WireSession.RowStream> discard) {
        this.rows = rows;
        this.window = window;
        this.giveBack = giveBack;
        this.discard = discard;
        columns = table.columns().toArray(ColumnSchema[]::new);
        conversions = new TextValue[columns.length];
        generated = new boolean[columns.length];
        for (int i = 0; i < columns.length; i++) {
            conversions[i] = TextValue.of(columns[i]);
            generated[i] = columns[i].fill() == Fill.GENERATED;
        }
    }

    @Override
    public List<Row> next(int maximumRows, long maximumBytes) {
        List<Row> result = new ArrayList<>();
        long bytes = 0;
        while (!ended && result.size() < maximumRows && bytes < maximumBytes) {
            if (!rows.next()) {
                ended = true;
                break;
            }
            Row row = row(rows.values());
            bytes += row.byteSize() + ROW_OVERHEAD;
            result.add(row);
        }
        return result;
    }

    private Row row(Payload values) {
        buffer.begin(columns.length);
        for (int i = 0; i < columns.length; i++) {
            if (generated[i]) {
                buffer.appendAbsent();
                continue;
            }
            long length = values.packed();
            if (length == Payload.NULL) {
                buffer.appendNull();
                continue;
            }
            conversions[i].append(values.array(), values.position(), (int) length, columns[i], buffer);
            values.skip((int) length);
        }
        return buffer.finish();
    }

    @Override
    public SnapshotWindow window() {
        return window;
    }

    /** A chunk that was not read to its end leaves rows on the line, so its session can't be used as it is. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (ended) {
            giveBack.run();
        } else {
            discard.accept(rows);
        }
    }
}
