package dev.millrace.source.postgres.snapshot;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.postgres.connection.Grants;
import dev.millrace.source.postgres.connection.PostgresConnections;
import dev.millrace.source.postgres.connection.SourceErrors;
import dev.millrace.spi.source.SnapshotWindow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;

/** The messages of the one {@code COPY} that reads a chunk. Belongs to one thread. */
final class ChunkStream implements AutoCloseable {
    private final SnapshotSessions sessions;
    private final TableSchema table;
    private final ChunkBounds bounds;
    private final CopyFormat format;
    private final SnapshotWindow window;
    private @Nullable Connection connection;
    private @Nullable CopyOut copy;
    private boolean ended;

    ChunkStream(
            SnapshotSessions sessions,
            TableSchema table,
            ChunkBounds bounds,
            CopyFormat format,
            SnapshotWindow window) {
        this.sessions = sessions;
        this.table = table;
        this.bounds = bounds;
        this.format = format;
        this.window = window;
    }

    SnapshotWindow window() {
        return window;
    }

    /** The next message, which is the caller's: in text format one line; null at the end. */
    byte @Nullable [] next() {
        if (ended) {
            return null;
        }
        try {
            CopyOut from = copy == null ? start() : copy;
            byte[] message = from.readFromCopy();
            if (message == null) {
                finish();
            }
            return message;
        } catch (SQLException failure) {
            throw readFailure(failure);
        }
    }

    /** How many rows the server says there were; known at the end. */
    long rows() {
        CopyOut finished = copy;
        if (!ended || finished == null) {
            throw new IllegalStateException("the COPY has not ended");
        }
        return finished.getHandledRowCount();
    }

    private CopyOut start() throws SQLException {
        Connection opened = sessions.borrow();
        connection = opened;
        CopyOut started =
                PostgresConnections.driver(opened).getCopyAPI().copyOut(SnapshotQueries.copy(table, bounds, format));
        copy = started;
        return started;
    }

    /** The chunk's own lock still stands here, so what is found now was so during the whole read. */
    private void finish() throws SQLException {
        Connection reading = connection;
        if (reading != null) {
            requireNotRewritten(reading);
            connection = null;
            sessions.giveBack(reading);
        }
        ended = true;
    }

    private void requireNotRewritten(Connection reading) throws SQLException {
        String name = SnapshotQueries.name(bounds.relation());
        try (PreparedStatement query = reading.prepareStatement(SnapshotQueries.REWRITTEN)) {
            query.setString(1, name);
            query.setString(2, name);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                if (row.getLong(1) > 0) {
                    throw new ReplicationException(
                            ErrorCode.SOURCE_TABLE_REWRITTEN,
                            "table " + bounds.relation() + " was truncated or rewritten after the snapshot at "
                                    + window.low().encode() + " was taken, so its old rows are gone; its load needs"
                                    + " a newer snapshot");
                }
            }
        }
    }

    private ReplicationException readFailure(SQLException failure) {
        ReplicationException classified = SourceErrors.classify(failure, "read table " + table.id());
        if (classified.code() != ErrorCode.SOURCE_GRANT_MISSING) {
            return classified;
        }
        TableId relation = bounds.relation();
        return new ReplicationException(
                classified.code(),
                classified.getMessage() + "; " + Grants.read(relation, sessions.username()),
                failure);
    }

    @Override
    public void close() {
        Connection reading = connection;
        connection = null;
        ended = true;
        if (reading != null) {
            sessions.discard(reading);
        }
    }
}
