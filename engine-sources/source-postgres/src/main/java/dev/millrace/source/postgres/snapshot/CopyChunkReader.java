package dev.millrace.source.postgres.snapshot;

import dev.millrace.model.Row;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.SnapshotWindow;
import java.util.ArrayList;
import java.util.List;

/** Reads one chunk as rows. */
final class CopyChunkReader implements ChunkReader {
    private final ChunkStream stream;
    private final CopyTextParser parser;

    /** @param stream in text format */
    CopyChunkReader(ChunkStream stream, CopyTextParser parser) {
        this.stream = stream;
        this.parser = parser;
    }

    @Override
    public List<Row> next(int maximumRows, long maximumBytes) {
        List<Row> rows = new ArrayList<>(Math.min(maximumRows, 1024));
        long bytes = 0;
        while (rows.size() < maximumRows && bytes < maximumBytes) {
            byte[] line = stream.next();
            if (line == null) {
                break;
            }
            rows.add(parser.parse(line));
            bytes += line.length;
        }
        return rows;
    }

    @Override
    public SnapshotWindow window() {
        return stream.window();
    }

    @Override
    public void close() {
        stream.close();
    }
}
