package dev.millrace.source.debezium.connector;

import dev.millrace.model.BulkFormat;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.BulkReader;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.SnapshotWindow;
import java.util.List;

/** A source's snapshot, whose start knows the history of the tables; its windows are of the same kind of position. */
record HistorySnapshot(Snapshot snapshot, SourcePosition start) implements Snapshot {

    private static SnapshotWindow own(SnapshotWindow window) {
        return new SnapshotWindow(HistoryPosition.of(window.low()), HistoryPosition.of(window.high()));
    }

    @Override
    public List<Chunk> plan(TableSchema table, ChunkPolicy policy) {
        return snapshot.plan(table, policy);
    }

    @Override
    public Hold holdOnePoint(TableSchema table, int readers) {
        return snapshot.holdOnePoint(table, readers);
    }

    @Override
    public ChunkReader read(TableSchema table, Chunk chunk) {
        return new Rows(snapshot.read(table, chunk));
    }

    @Override
    public List<BulkFormat> bulkFormats(TableSchema table) {
        return snapshot.bulkFormats(table);
    }

    @Override
    public BulkReader readBulk(TableSchema table, Chunk chunk, BulkFormat format) {
        return new Stream(snapshot.readBulk(table, chunk, format));
    }

    @Override
    public void close() {
        snapshot.close();
    }

    private record Rows(ChunkReader reader) implements ChunkReader {
        @Override
        public List<Row> next(int maximumRows, long maximumBytes) {
            return reader.next(maximumRows, maximumBytes);
        }

        @Override
        public SnapshotWindow window() {
            return own(reader.window());
        }

        @Override
        public void close() {
            reader.close();
        }
    }

    private record Stream(BulkReader reader) implements BulkReader {
        @Override
        public boolean next(ByteBuilder part, int maximumRows, long maximumBytes) {
            return reader.next(part, maximumRows, maximumBytes);
        }

        @Override
        public long rows() {
            return reader.rows();
        }

        @Override
        public SnapshotWindow window() {
            return own(reader.window());
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
