package dev.millrace.spi.sink;

import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import java.util.List;

/**
 * Writes the rows of chunks in bulk. A chunk is one transaction: its rows and the mark that it is done are committed together,
 * so a killed load leaves whole chunks or nothing. Belongs to one thread.
 */
public interface LoadWriter extends AutoCloseable {

    /** Adds rows to the chunk's transaction, opening it if need be. Rows have the layout of the wanted schema and are complete. */
    void write(List<Row> rows);

    /**
     * Commits the chunk's rows together with its mark.
     *
     * @throws dev.millrace.error.ReplicationException {@code FENCED}, and nothing is committed
     */
    void commit(TableId source, int chunkOrdinal, ChunkDone done);

    /** Takes back what was written since the last commit. Never throws because of a broken connection. */
    void rollback();

    /** Rolls back what is not committed. */
    @Override
    void close();
}
