package dev.millrace.source.postgres.snapshot;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.postgres.connection.Grants;
import dev.millrace.source.postgres.connection.PostgresConnections;
import dev.millrace.source.postgres.connection.SourceErrors;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.SnapshotWindow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;

/** Reads one chunk by one {@code COPY}. */
final class CopyChunkReader implements ChunkReader {
    private final SnapshotSessions sessions;
    private final TableSchema table;
    private final ChunkBounds bounds;
    private final SnapshotWindow window;
    private final CopyTextParser parser;
    private @Nullable Connection connection;
    private @Nullable CopyOut copy;
    private boolean ended;

    CopyChunkReader(SnapshotSessions sessions, TableSchema table, ChunkBounds bounds, SnapshotWindow window) {
        this.sessions = sessions;
        this.table = table;
        this.bounds = bounds;
        this.window = window;
        this.parser = new CopyTextParser(table);
    }

    @Override
    public List<Row> next(int maximumRows, long maximumBytes) {
        List<Row> rows = new ArrayList<>(Math.min(maximumRows, 1024));
        if (ended) {
            return rows;
        }
        try {
            CopyOut from = copy == null ? start() : copy;
            long bytes = 0;
            while (rows.size() < maximumRows && bytes < maximumBytes) {
                byte[] line = from.readFromCopy();
                if (line == null) {
                    finish();
                    break;
                }
                rows.add(parser.parse(line));
                bytes += line.length;
            }
            return rows;
        } catch (SQLException failure) {
            throw readFailure(failure);
        }
    }

    private CopyOut start() throws SQLException {
        Connection opened = sessions.borrow();
        connection = opened;
        CopyOut started = PostgresConnections.driver(opened).getCopyAPI().copyOut(SnapshotQueries.copy(table, bounds));
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
    public SnapshotWindow window() {
        return window;
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
