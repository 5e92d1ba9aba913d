package dev.millrace.sink.postgres;

import dev.millrace.model.TableId;
import dev.millrace.sink.jdbc.ControlTables;
import dev.millrace.sink.jdbc.FencedCommit;
import dev.millrace.sink.jdbc.StandardFencedCommit;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;

/**
 * Moves the checkpoint and commits in one round trip. The statements travel together and the server skips the rest of them after a
 * failure, so the update under the fence is made to fail, by a division by zero, where it hits no row: then {@code COMMIT} is never run.
 */
final class PipelinedCommit implements FencedCommit {
    private static final String DIVISION_BY_ZERO = "22012";

    private final ControlTables tables;
    private final Clock clock;
    private final StandardFencedCommit standard;
    private final String statements;

    PipelinedCommit(ControlTables tables, Clock clock) {
        this.tables = tables;
        this.clock = clock;
        this.standard = new StandardFencedCommit(tables, clock);
        this.statements = statements(tables);
    }

    static String statements(ControlTables tables) {
        return "WITH moved AS (" + tables.moveCheckpoint() + " RETURNING 1) SELECT 1 / count(*) FROM moved; "
                + tables.updateTxnState() + "; COMMIT";
    }

    @Override
    public void commit(Connection connection, Fence fence, Checkpoint checkpoint) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(statements)) {
            statement.setString(1, checkpoint.position());
            statement.setLong(2, StandardFencedCommit.micros(checkpoint.commitTime()));
            statement.setString(3, tables.taskName());
            statement.setLong(4, fence.number());
            statement.setObject(5, StandardFencedCommit.now(clock));
            statement.setString(6, ControlTables.dmsCheckpoint(checkpoint.position()));
            statement.setString(7, ControlTables.SERVER_NAME);
            statement.setString(8, tables.dmsTaskName());
            statement.execute();
        } catch (SQLException failure) {
            if (DIVISION_BY_ZERO.equals(failure.getSQLState())) {
                throw StandardFencedCommit.fenced(tables.taskName(), fence);
            }
            throw failure;
        }
    }

    /** Chunks are large, so their commits may take the plain way. */
    @Override
    public void commit(Connection connection, Fence fence, TableId source, int chunkOrdinal, ChunkDone done)
            throws SQLException {
        standard.commit(connection, fence, source, chunkOrdinal, done);
    }
}
