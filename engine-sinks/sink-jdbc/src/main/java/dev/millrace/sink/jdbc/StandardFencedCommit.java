package dev.millrace.sink.jdbc;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.spi.sink.AppliedRange;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** {@link FencedCommit} in plain JDBC: one statement after the other, then the commit. */
public final class StandardFencedCommit implements FencedCommit {
    private final ControlTables tables;
    private final Clock clock;

    public StandardFencedCommit(ControlTables tables, Clock clock) {
        this.tables = tables;
        this.clock = clock;
    }

    @Override
    public void commit(Connection connection, Fence fence, Checkpoint checkpoint, List<AppliedRange> covered)
            throws SQLException {
        moveCheckpoint(connection, fence, checkpoint);
        if (!covered.isEmpty()) {
            forget(connection, covered);
        }
        connection.commit();
    }

    @Override
    public void commitAhead(Connection connection, Fence fence, AppliedRange range) throws SQLException {
        holdFence(connection, fence);
        try (PreparedStatement statement = connection.prepareStatement(tables.insertRange())) {
            statement.setString(1, tables.taskName());
            statement.setLong(2, range.number());
            statement.setString(3, range.from());
            statement.setString(4, range.to());
            statement.executeUpdate();
        }
        connection.commit();
    }

    @Override
    public void commit(Connection connection, Fence fence, TableId source, int chunkOrdinal, ChunkDone done)
            throws SQLException {
        holdFence(connection, fence);
        markChunkDone(connection, source, chunkOrdinal, done);
        connection.commit();
    }

    /** The exception for a task that another instance has taken over. */
    public static ReplicationException fenced(String taskName, Fence fence) {
        return new ReplicationException(
                ErrorCode.FENCED,
                "task " + taskName + " was taken over by another instance (this one holds fence " + fence.number()
                        + "); nothing was committed. Run one instance of a task at a time");
    }

    /** The exception for a chunk that can't be marked done. */
    public static ReplicationException chunkNotOpen(TableId source, int chunkOrdinal) {
        return new ReplicationException(
                ErrorCode.CHECKPOINT_UNUSABLE,
                "chunk " + chunkOrdinal + " of table " + source + " is not planned or was loaded before; nothing was"
                        + " committed. Reload the table");
    }

    /** Microseconds since 1970, the precision that every target keeps. */
    public static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    /** Now, for a column without time zone that holds UTC. */
    public static LocalDateTime now(Clock clock) {
        return LocalDateTime.ofInstant(clock.instant().truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
    }

    void moveCheckpoint(Connection connection, Fence fence, Checkpoint checkpoint) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(tables.moveCheckpoint())) {
            statement.setString(1, checkpoint.position());
            statement.setLong(2, micros(checkpoint.commitTime()));
            statement.setLong(3, checkpoint.changes());
            statement.setString(4, tables.taskName());
            statement.setLong(5, fence.number());
            if (statement.executeUpdate() != 1) {
                throw fenced(tables.taskName(), fence);
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(tables.updateTxnState())) {
            statement.setObject(1, now(clock));
            statement.setString(2, ControlTables.dmsCheckpoint(checkpoint.position()));
            statement.setString(3, ControlTables.SERVER_NAME);
            statement.setString(4, tables.dmsTaskName());
            statement.executeUpdate();
        }
    }

    /** Behind {@link #moveCheckpoint}, in its transaction. */
    private void forget(Connection connection, List<AppliedRange> covered) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(tables.deleteRange())) {
            for (AppliedRange range : covered) {
                statement.setString(1, tables.taskName());
                statement.setLong(2, range.number());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    void holdFence(Connection connection, Fence fence) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(tables.holdFence())) {
            statement.setString(1, tables.taskName());
            statement.setLong(2, fence.number());
            try (ResultSet found = statement.executeQuery()) {
                if (!found.next()) {
                    throw fenced(tables.taskName(), fence);
                }
            }
        }
    }

    private void markChunkDone(Connection connection, TableId source, int chunkOrdinal, ChunkDone done)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(tables.markChunkDone())) {
            statement.setLong(1, done.rows());
            statement.setString(2, done.low());
            statement.setString(3, done.high());
            statement.setString(4, tables.taskName());
            statement.setString(5, source.schema());
            statement.setString(6, source.table());
            statement.setInt(7, chunkOrdinal);
            if (statement.executeUpdate() != 1) {
                throw chunkNotOpen(source, chunkOrdinal);
            }
        }
    }
}
