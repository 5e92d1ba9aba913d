package dev.millrace.testing.contract.source;

import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.SnapshotWindow;
import dev.millrace.testing.contract.TextRows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads chunks in tests. */
public final class Chunks {
    private static final int ROWS = 100;
    private static final long BYTES = 1 << 20;

    private Chunks() {}

    /** The rows of chunks, as text: {@code [7, item 7]}. */
    static List<String> rows(Snapshot snapshot, TableSchema table, List<Chunk> chunks) {
        List<String> rows = new ArrayList<>();
        for (Chunk chunk : chunks) {
            read(
                    snapshot,
                    table,
                    chunk,
                    read -> read.forEach(
                            row -> rows.add(TextRows.values(table, row).toString())));
        }
        return rows;
    }

    /** Reads a chunk to its end, and tells which state of the table it showed. */
    public static SnapshotWindow read(Snapshot snapshot, TableSchema table, Chunk chunk, Consumer<List<Row>> consumer) {
        try (ChunkReader reader = snapshot.read(table, chunk)) {
            List<Row> rows = reader.next(ROWS, BYTES);
            while (!rows.isEmpty()) {
                consumer.accept(rows);
                rows = reader.next(ROWS, BYTES);
            }
            return reader.window();
        }
    }
}
