package dev.millrace.source.postgres.snapshot;

import dev.millrace.source.postgres.connection.PostgresConnections;
import dev.millrace.source.postgres.connection.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Sessions that see one exported snapshot. Each transaction takes it up anew, so that no lock on a table outlives the reading of
 * a chunk. Thread-safe.
 */
final class SnapshotSessions implements AutoCloseable {
    private final PostgresConnections connections;
    private final String begin;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final Set<Connection> lent = new HashSet<>();
    private boolean closed;

    SnapshotSessions(PostgresConnections connections, String snapshotName) {
        this.connections = connections;
        this.begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET TRANSACTION SNAPSHOT "
                + Sql.literal(snapshotName);
    }

    String username() {
        return connections.username();
    }

    /** A session with an open transaction under the snapshot. */
    Connection borrow() throws SQLException {
        Connection connection = take();
        try (Statement statement = connection.createStatement()) {
            statement.execute(begin);
        } catch (SQLException failure) {
            discard(connection);
            throw failure;
        }
        return connection;
    }

    private Connection take() {
        synchronized (this) {
            Connection waiting = idle.pollFirst();
            if (waiting != null) {
                lent.add(waiting);
                return waiting;
            }
        }
        Connection opened = connections.openBulk("load");
        synchronized (this) {
            if (closed) {
                PostgresConnections.abort(opened);
            }
            lent.add(opened);
        }
        return opened;
    }

    /** Ends the transaction and keeps the session for the next borrower. */
    void giveBack(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("COMMIT");
        }
        synchronized (this) {
            if (lent.remove(connection) && !closed) {
                idle.addFirst(connection);
                return;
            }
        }
        connection.close();
    }

    /** Ends a session whose state is not known. */
    void discard(Connection connection) {
        synchronized (this) {
            lent.remove(connection);
        }
        PostgresConnections.abort(connection);
    }

    @Override
    public void close() {
        Set<Connection> open;
        synchronized (this) {
            closed = true;
            open = new HashSet<>(lent);
            open.addAll(idle);
            lent.clear();
            idle.clear();
        }
        open.forEach(PostgresConnections::abort);
    }
}
