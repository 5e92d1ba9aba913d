package dev.millrace.spi.source;

import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import java.util.List;

/**
 * A view of the tables that many threads can read at once. It holds connections, so it lives as long as the load and no longer.
 */
public interface Snapshot extends AutoCloseable {

    /** Where the change reader must start so that no change after any read of this snapshot is missed. */
    SourcePosition start();

    /**
     * Cuts a table into chunks that together hold each of its rows exactly once, NULLs in key or boundary columns included.
     * Thread-safe.
     */
    List<Chunk> plan(TableSchema table, ChunkPolicy policy);

    /**
     * Reads one chunk. Called by many threads at once, each for a chunk of its own; the reader belongs to the calling thread.
     *
     * @param table the table, with the columns to be read and their order
     */
    ChunkReader read(TableSchema table, Chunk chunk);

    @Override
    void close();
}
