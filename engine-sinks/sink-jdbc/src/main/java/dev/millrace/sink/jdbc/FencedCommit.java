package dev.millrace.sink.jdbc;

import dev.millrace.model.TableId;
import dev.millrace.spi.sink.AppliedRange;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Ends a target transaction so that its rows, what the task remembers of them, and the proof that no later instance runs are committed
 * together (peers.md C4). {@link StandardFencedCommit} does it in plain JDBC; a sink that can do it in fewer round trips brings its own.
 *
 * <p>When a method throws, the caller rolls back; nothing is committed, unless the connection broke during the commit itself.
 * Implementations are immutable and thread-safe.
 */
public interface FencedCommit {

    /**
     * Moves the checkpoint, forgets the ranges it covers, and commits.
     *
     * @throws dev.millrace.error.ReplicationException {@code FENCED}
     */
    void commit(Connection connection, Fence fence, Checkpoint checkpoint, List<AppliedRange> covered)
            throws SQLException;

    /**
     * Leaves the checkpoint, remembers the range, and commits. It shares the fence with others that do so, and takes it before
     * anything else of the control tables, so that it can't deadlock with who moves the checkpoint.
     *
     * @throws dev.millrace.error.ReplicationException {@code FENCED}
     */
    void commitAhead(Connection connection, Fence fence, AppliedRange range) throws SQLException;

    /**
     * Marks the chunk done and commits.
     *
     * @throws dev.millrace.error.ReplicationException {@code FENCED}; {@code CHECKPOINT_UNUSABLE} if the chunk is not planned or is
     *     done already, which would double its rows
     */
    void commit(Connection connection, Fence fence, TableId source, int chunkOrdinal, ChunkDone done)
            throws SQLException;
}
