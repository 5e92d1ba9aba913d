package dev.millrace.spi.source;

import dev.millrace.model.Row;
import java.util.List;

/** Streams the rows of one chunk. Belongs to one thread. */
public interface ChunkReader extends AutoCloseable {

    /** The next rows, at most {@code maximumRows} and about {@code maximumBytes}; empty at the end of the chunk. */
    List<Row> next(int maximumRows, long maximumBytes);

    /** Which state of the table the rows show; known once {@link #next} was called. */
    SnapshotWindow window();

    @Override
    void close();
}
