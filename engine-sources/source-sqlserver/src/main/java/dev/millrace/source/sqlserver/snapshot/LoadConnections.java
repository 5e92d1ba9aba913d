package dev.millrace.source.sqlserver.snapshot;

import dev.millrace.source.sqlserver.connection.Connections;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The connections of one load, each in a transaction that only {@link #discard} ends. Thread-safe. */
final class LoadConnections implements AutoCloseable {
    private final Connections connections;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    LoadConnections(Connections connections) {
        this.connections = connections;
    }

    /** One that reads all at the moment of its first read. */
    Connection isolated() throws SQLException {
        return opened(SnapshotQueries.ISOLATE);
    }

    /** One for a lock, which it waits for shortly. */
    Connection locking() throws SQLException {
        return opened(SnapshotQueries.WAIT_SHORTLY);
    }

    /** The setting by a plain statement: what a prepared one sets lasts no longer than that. */
    private Connection opened(String setting) throws SQLException {
        Connection connection = connections.open();
        open.add(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute(setting);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException failure) {
            discard(connection);
            throw failure;
        }
    }

    /** Ends a connection at once. */
    void discard(Connection connection) {
        open.remove(connection);
        connections.cut(connection);
    }

    @Override
    public void close() {
        open.forEach(this::discard);
    }
}
