package dev.millrace.source.postgres;

import dev.millrace.source.postgres.connection.PostgresConnections;
import dev.millrace.source.postgres.connection.ServerFacts;
import dev.millrace.source.postgres.connection.SourceErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A connection for short questions, opened when needed and again after it broke. Thread-safe: one question at a time. */
final class ServerSession implements AutoCloseable {
    private final PostgresConnections connections;
    private final String role;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Open open;

    ServerSession(PostgresConnections connections, String role) {
        this.connections = connections;
        this.role = role;
    }

    /** A connection and the server at its other end, which is another one after a failover. */
    private record Open(Connection connection, ServerFacts server) {}

    /** Something to ask. */
    interface Question<T> {
        T ask(Connection connection, ServerFacts server) throws SQLException;
    }

    <T> T call(String doing, Question<T> question) {
        lock.lock();
        try {
            Open current = current();
            return question.ask(current.connection(), current.server());
        } catch (SQLException failure) {
            drop();
            throw SourceErrors.classify(failure, doing);
        } finally {
            lock.unlock();
        }
    }

    private Open current() throws SQLException {
        Open current = open;
        if (current != null && !current.connection().isClosed()) {
            return current;
        }
        Connection connection = connections.openCatalog(role);
        try {
            current = new Open(connection, ServerFacts.read(connection));
            open = current;
            return current;
        } catch (SQLException failure) {
            PostgresConnections.abort(connection);
            throw failure;
        }
    }

    private void drop() {
        Open current = open;
        open = null;
        if (current != null) {
            PostgresConnections.abort(current.connection());
        }
    }

    /** Ends at once, also while a question waits for its answer. */
    @Override
    public void close() {
        drop();
    }
}
