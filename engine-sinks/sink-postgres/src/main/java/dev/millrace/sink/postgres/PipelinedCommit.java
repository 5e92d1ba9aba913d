package dev.millrace.sink.postgres;

import dev.millrace.model.TableId;
import dev.millrace.sink.jdbc.ControlTables;
import dev.millrace.sink.jdbc.FencedCommit;
import dev.millrace.sink.jdbc.StandardFencedCommit;
import dev.millrace.spi.sink.AppliedRange;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/**
 * Makes the marks and commits in one round trip. The statements travel together and the server skips the rest of them after a failure,
 * so the one under the fence is made to fail, by a division by zero, where it hits no row: then {@code COMMIT} is never run.
 */
final class PipelinedCommit implements FencedCommit {
    private static final String DIVISION_BY_ZERO = "22012";
    private static final String COMMIT = "; COMMIT";

    private final ControlTables tables;
    private final Clock clock;
    private final StandardFencedCommit standard;
    private final String statements;
    private final String coveringStatements;
    private final String aheadStatements;

    PipelinedCommit(ControlTables tables, Clock clock) {
        this.tables = tables;
        this.clock = clock;
        this.standard = new StandardFencedCommit(tables, clock);
        this.statements = statements(tables);
        this.coveringStatements = coveringStatements(tables);
        this.aheadStatements = aheadStatements(tables);
    }

    static String statements(ControlTables tables) {
        return marks(tables) + COMMIT;
    }

    /** With a tenth and an eleventh parameter: the task, and the numbers of ranges. */
    static String coveringStatements(ControlTables tables) {
        return marks(tables) + "; " + tables.deleteRanges() + " AND \"number\" = ANY (?)" + COMMIT;
    }

    /** Parameters: task, fence, and those of the range. */
    static String aheadStatements(ControlTables tables) {
        return "WITH held AS (" + tables.holdFence() + ") SELECT 1 / count(*) FROM held; " + tables.insertRange()
                + COMMIT;
    }

    private static String marks(ControlTables tables) {
        return "WITH moved AS (" + tables.moveCheckpoint() + " RETURNING 1) SELECT 1 / count(*) FROM moved; "
                + tables.updateTxnState();
    }

    @Override
    public void commit(Connection connection, Fence fence, Checkpoint checkpoint, List<AppliedRange> covered)
            throws SQLException {
        String sql = covered.isEmpty() ? statements : coveringStatements;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, checkpoint.position());
            statement.setLong(2, StandardFencedCommit.micros(checkpoint.commitTime()));
            statement.setLong(3, checkpoint.changes());
            statement.setString(4, tables.taskName());
            statement.setLong(5, fence.number());
            statement.setObject(6, StandardFencedCommit.now(clock));
            statement.setString(7, ControlTables.dmsCheckpoint(checkpoint.position()));
            statement.setString(8, ControlTables.SERVER_NAME);
            statement.setString(9, tables.dmsTaskName());
            if (!covered.isEmpty()) {
                Object[] numbers = covered.stream().map(AppliedRange::number).toArray();
                statement.setString(10, tables.taskName());
                statement.setArray(11, connection.createArrayOf("bigint", numbers));
            }
            execute(statement, fence);
        }
    }

    /** The fence comes first, for the sake of {@link FencedCommit#commitAhead}'s order of locks. */
    @Override
    public void commitAhead(Connection connection, Fence fence, AppliedRange range) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(aheadStatements)) {
            statement.setString(1, tables.taskName());
            statement.setLong(2, fence.number());
            statement.setString(3, tables.taskName());
            statement.setLong(4, range.number());
            statement.setString(5, range.from());
            statement.setString(6, range.to());
            execute(statement, fence);
        }
    }

    private void execute(PreparedStatement statement, Fence fence) throws SQLException {
        try {
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
