package dev.millrace.benchmarks.synthetic;

import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.SnapshotWindow;
import java.util.ArrayList;
import java.util.List;

/** As many rows as the task asks for, cut by their numbers. */
final class SyntheticSnapshot implements Snapshot {
    private static final long DEFAULT_CHUNK = 250_000;

    private final long rows;

    SyntheticSnapshot(long rows) {
        this.rows = rows;
    }

    /** The only place in a log that never gets a change. */
    record Beginning() implements SourcePosition {
        @Override
        public String encode() {
            return "0";
        }

        @Override
        public boolean covers(SourcePosition other) {
            return true;
        }
    }

    @Override
    public SourcePosition start() {
        return new Beginning();
    }

    @Override
    public List<Chunk> plan(TableSchema table, ChunkPolicy policy) {
        long size = policy instanceof ChunkPolicy.Planned planned ? planned.targetRows() : DEFAULT_CHUNK;
        List<Chunk> chunks = new ArrayList<>();
        for (long first = 0; first < rows; first += size) {
            long end = Math.min(rows, first + size);
            chunks.add(new Chunk(chunks.size(), first + "-" + end, end - first, ""));
        }
        return chunks;
    }

    @Override
    public ChunkReader read(TableSchema table, Chunk chunk) {
        String bounds = chunk.bounds();
        int dash = bounds.indexOf('-');
        return new SyntheticRows(
                SnapshotWindow.exactly(start()),
                Long.parseLong(bounds.substring(0, dash)),
                Long.parseLong(bounds.substring(dash + 1)));
    }

    @Override
    public void close() {}
}
