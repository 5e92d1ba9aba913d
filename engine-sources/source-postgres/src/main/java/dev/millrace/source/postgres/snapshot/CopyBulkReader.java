package dev.millrace.source.postgres.snapshot;

import dev.millrace.model.ByteBuilder;
import dev.millrace.spi.source.BulkReader;
import dev.millrace.spi.source.SnapshotWindow;

/** Reads one chunk as the server sends it: a message for each row, and in binary format one more that ends the stream. */
final class CopyBulkReader implements BulkReader {
    private final ChunkStream stream;

    CopyBulkReader(ChunkStream stream) {
        this.stream = stream;
    }

    @Override
    public boolean next(ByteBuilder part, int maximumRows, long maximumBytes) {
        int rows = 0;
        long fullAt = part.size() + maximumBytes;
        while (rows < maximumRows && part.size() < fullAt) {
            byte[] message = stream.next();
            if (message == null) {
                return false;
            }
            part.append(message);
            rows++;
        }
        return true;
    }

    @Override
    public long rows() {
        return stream.rows();
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
