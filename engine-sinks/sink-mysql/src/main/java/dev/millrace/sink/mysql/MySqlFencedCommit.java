package dev.millrace.sink.mysql;

import dev.millrace.model.TableId;
import dev.millrace.sink.jdbc.ControlTable;
import dev.millrace.sink.jdbc.ControlTables;
import dev.millrace.sink.jdbc.FencedCommit;
import dev.millrace.sink.jdbc.StandardFencedCommit;
import dev.millrace.sink.mysql.dialect.SqlText;
import dev.millrace.spi.sink.AppliedRange;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@link FencedCommit} in two round trips: the marks in one packet of several statements, then the commit. */
final class MySqlFencedCommit implements FencedCommit {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final ControlTables tables;
    private final FencedCommit standard;
    private final Clock clock;

    MySqlFencedCommit(ControlTables tables, Clock clock) {
        this.tables = tables;
        this.standard = new StandardFencedCommit(tables, clock);
        this.clock = clock;
    }

    @Override
    public void commit(Connection connection, Fence fence, Checkpoint checkpoint, List<AppliedRange> covered)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            // the first result is that of the update under the fence
            statement.execute(marks(fence, checkpoint, StandardFencedCommit.now(clock))
                    + (covered.isEmpty() ? "" : forget(covered)));
            if (statement.getUpdateCount() != 1) {
                throw StandardFencedCommit.fenced(tables.taskName(), fence);
            }
            statement.getMoreResults();
        }
        connection.commit();
    }

    @Override
    public void commitAhead(Connection connection, Fence fence, AppliedRange range) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(markAhead(fence, range));
            try (ResultSet held = statement.getResultSet()) {
                if (!held.next()) {
                    throw StandardFencedCommit.fenced(tables.taskName(), fence);
                }
            }
            statement.getMoreResults();
        }
        connection.commit();
    }

    /** A chunk is large, so the round trips of the plain way do not count. */
    @Override
    public void commit(Connection connection, Fence fence, TableId source, int chunkOrdinal, ChunkDone done)
            throws SQLException {
        standard.commit(connection, fence, source, chunkOrdinal, done);
    }

    String marks(Fence fence, Checkpoint checkpoint, LocalDateTime now) {
        return "UPDATE " + SqlText.table(tables.id(ControlTable.TASK)) + " SET `checkpoint` = "
                + SqlText.literal(checkpoint.position()) + ", `commit_time` = "
                + StandardFencedCommit.micros(checkpoint.commitTime()) + ", `changes` = " + checkpoint.changes()
                + " WHERE `task` = "
                + SqlText.literal(tables.taskName()) + " AND `fence` = " + fence.number()
                + "; UPDATE " + SqlText.table(tables.id(ControlTable.TXN_STATE)) + " SET `STATE_TIME` = '"
                + TIME.format(now) + "', `CHECKPOINT` = "
                + SqlText.literal(ControlTables.dmsCheckpoint(checkpoint.position())) + " WHERE `SERVER_NAME` = "
                + "'millrace' AND `TASK_NAME` = " + SqlText.literal(tables.dmsTaskName());
    }

    /** Follows {@link #marks}. */
    String forget(List<AppliedRange> covered) {
        return "; DELETE FROM " + SqlText.table(tables.id(ControlTable.APPLIED_RANGE)) + " WHERE `task` = "
                + SqlText.literal(tables.taskName()) + " AND `number` IN "
                + covered.stream()
                        .map(range -> Long.toString(range.number()))
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    /** The fence comes first, for the sake of {@link FencedCommit#commitAhead}'s order of locks; a row is found if it is held. */
    String markAhead(Fence fence, AppliedRange range) {
        return "SELECT 1 FROM " + SqlText.table(tables.id(ControlTable.TASK)) + " WHERE `task` = "
                + SqlText.literal(tables.taskName()) + " AND `fence` = " + fence.number() + " LOCK IN SHARE MODE"
                + "; INSERT INTO " + SqlText.table(tables.id(ControlTable.APPLIED_RANGE))
                + " (`task`, `number`, `from_position`, `to_position`) VALUES (" + SqlText.literal(tables.taskName())
                + ", " + range.number() + ", " + SqlText.literal(range.from()) + ", " + SqlText.literal(range.to())
                + ")";
    }
}
