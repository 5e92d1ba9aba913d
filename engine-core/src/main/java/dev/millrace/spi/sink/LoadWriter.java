package dev.millrace.spi.sink;

import dev.millrace.model.BulkFormat;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import java.util.List;
import java.util.Optional;

/**
 * Writes the rows of chunks in bulk. A chunk is one transaction: its rows and the mark that it is done are committed together,
 * so a killed load leaves whole chunks or nothing. Belongs to one thread.
 */
public interface LoadWriter extends RefusalWriter, AutoCloseable {

    /**
     * Says which chunk the next rows belong to: before the first of them, and again when the chunk is begun anew after a
     * {@link #rollback}. Of no interest, as by default, to a target where chunks do not show.
     *
     * @param policy how the table was cut
     */
    default void beginChunk(Chunk chunk, ChunkPolicy policy) {}

    /**
     * Adds rows to the chunk's transaction, opening it if need be. Rows have the layout of the wanted schema and are complete. What the
     * target thinks of them may show as late as at the next {@link #mark} or {@link #commit}.
     */
    void write(List<Row> rows);

    /**
     * The best of the formats in which this writer takes the table's rows unparsed, so that the target ends up as it would by
     * {@link #write(List)}; empty, as by default, if it takes none of them.
     *
     * @param offered what the source can give
     */
    default Optional<BulkFormat> bulkFormat(List<BulkFormat> offered) {
        return Optional.empty();
    }

    /**
     * Adds a part of a chunk's stream to the chunk's transaction, in place of {@link #write(List)}. The parts of one stream come
     * in order, from its begin to its end.
     *
     * @param format what {@link #bulkFormat} chose
     * @param part is the caller's again afterwards
     */
    default void write(BulkFormat format, ByteBuilder part) {
        throw new UnsupportedOperationException("rows as " + format.name() + " are not taken");
    }

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
