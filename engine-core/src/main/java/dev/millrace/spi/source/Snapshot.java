package dev.millrace.spi.source;

import dev.millrace.model.BulkFormat;
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
     * Has all chunks of a table that are read from now on show the same place in the log, until it is let go. A snapshot that shows one place
     * anyway does nothing, as by default. Where it can't be had, for want of a privilege say, a table with a key is left as it is, and a
     * message of the log tells why: its {@linkplain ChunkReader#window() windows} are not exact then. Thread-safe.
     *
     * @param readers how many of its chunks may be read at once; more have to wait, also for those that can't be served
     * @throws dev.millrace.error.ReplicationException {@code SOURCE_ROW_IDENTITY_MISSING} if it can't be had for a table without a key
     */
    default Hold holdOnePoint(TableSchema table, int readers) {
        return () -> {};
    }

    /** What a table needs to show one place. */
    interface Hold extends AutoCloseable {

        /** Lets go. Not to be called while chunks of the table are read. */
        @Override
        void close();
    }

    /**
     * Reads one chunk. Called by many threads at once, each for a chunk of its own; the reader belongs to the calling thread.
     *
     * @param table the table, with the columns to be read and their order
     */
    ChunkReader read(TableSchema table, Chunk chunk);

    /**
     * The formats in which chunks of the table can be had unparsed; none by default. Values in them are those that {@link #read}
     * gives. Thread-safe.
     *
     * @param table as for {@link #read}
     */
    default List<BulkFormat> bulkFormats(TableSchema table) {
        return List.of();
    }

    /**
     * Reads one chunk unparsed; otherwise like {@link #read}.
     *
     * @param format one of {@link #bulkFormats}
     */
    default BulkReader readBulk(TableSchema table, Chunk chunk, BulkFormat format) {
        throw new UnsupportedOperationException("rows of " + table.id() + " can't be had as " + format.name());
    }

    @Override
    void close();
}
