package dev.millrace.spi.sink;

import dev.millrace.model.TableId;
import dev.millrace.spi.source.Chunk;
import java.util.List;
import java.util.Optional;

/**
 * The load of one table as the target remembers it.
 *
 * @param source the table's name on the source
 * @param created whether this task made the target table
 * @param chunks every chunk in order, and whether it is in the target; empty if the table has to be planned anew
 */
public record TableProgress(TableId source, boolean created, List<ChunkProgress> chunks) {
    public TableProgress {
        chunks = List.copyOf(chunks);
    }

    public boolean isLoaded() {
        return !chunks.isEmpty()
                && chunks.stream().allMatch(chunk -> chunk.done().isPresent());
    }

    /** One chunk, and what became of it. */
    public record ChunkProgress(Chunk chunk, Optional<ChunkDone> done) {}

    /**
     * What a chunk's transaction left behind.
     *
     * @param rows rows written
     * @param low encoded {@link dev.millrace.spi.source.SnapshotWindow#low()}
     * @param high encoded {@link dev.millrace.spi.source.SnapshotWindow#high()}
     */
    public record ChunkDone(long rows, String low, String high) {}
}
