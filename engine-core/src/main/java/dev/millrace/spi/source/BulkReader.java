package dev.millrace.spi.source;

import dev.millrace.model.ByteBuilder;

/** Reads one chunk as a stream of bytes that nobody looks into. Belongs to one thread. */
public interface BulkReader extends AutoCloseable {

    /**
     * Appends the next part of the stream, at most {@code maximumRows} rows and about {@code maximumBytes}; parts end between
     * rows.
     *
     * @return false if that was the end of the stream
     */
    boolean next(ByteBuilder part, int maximumRows, long maximumBytes);

    /** How many rows the stream held, as counted by the database; known at its end. */
    long rows();

    /** Which state of the table the rows show; known once {@link #next} was called. */
    SnapshotWindow window();

    @Override
    void close();
}
