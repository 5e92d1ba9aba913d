package dev.millrace.sink.jdbc;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.spi.TlsFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every connection that one sink has open, so that closing the sink can cut them all, whatever they wait for (law 8). Thread-safe but
 * for {@link #call}, which one thread at a time may use.
 */
public final class TargetConnections implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TargetConnections.class);
    private static final int VALIDATION_SECONDS = 5;
    private static final String REACHABLE =
            "; check ServerName, Port and that the server accepts connections from here";

    /** Opens one connection with the session settled: encoding, time zone, timeouts, {@code READ COMMITTED}, autocommit on. */
    @FunctionalInterface
    public interface Opener {
        /**
         * Connects.
         *
         * @param role what the connection is for, to be shown beside the task's name where the server lists its sessions
         */
        Connection open(String role) throws SQLException;

        /** Ends a connection at once, whoever waits for its answer and whatever the network does. */
        default void cut(Connection connection) throws SQLException {
            connection.abort(Runnable::run);
        }
    }

    private final SqlDialect dialect;
    private final Opener opener;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private @Nullable Connection shared;

    public TargetConnections(SqlDialect dialect, Opener opener) {
        this.dialect = dialect;
        this.opener = opener;
    }

    /** The dialect that judges this target's errors. */
    public SqlDialect dialect() {
        return dialect;
    }

    /** A connection of its own for one writer; it goes back through {@link #discard}. */
    public Connection open(String role) {
        requireOpen();
        try {
            Connection connection = opener.open(role);
            open.add(connection);
            if (closed) {
                discard(connection);
                requireOpen();
            }
            return connection;
        } catch (SQLException failure) {
            throw connectFailure(failure);
        }
    }

    /** Closes a connection; never throws. */
    public void discard(Connection connection) {
        open.remove(connection);
        try {
            connection.close();
        } catch (SQLException failure) {
            LOG.debug("a target connection did not close cleanly", failure);
        }
    }

    /**
     * Runs something on the connection that the sink keeps for its catalogue, its DDL and its task store, in autocommit. A broken
     * connection is replaced the next time.
     *
     * @param doing for the message of a failure
     */
    public <T> T call(String doing, SqlWork<Connection, T> work) {
        Connection connection = sharedConnection();
        try {
            return work.run(connection);
        } catch (SQLException failure) {
            ReplicationException translated = SqlErrors.translate(dialect, failure, doing);
            if (translated.code() == ErrorCode.TARGET_CONNECTION_LOST) {
                shared = null;
                abort(connection);
            }
            throw translated;
        }
    }

    /** As {@link #call}, but as one transaction: committed if {@code work} returns, rolled back if it throws. */
    public <T> T transact(String doing, SqlWork<Connection, T> work) {
        return call(doing, connection -> {
            connection.setAutoCommit(false);
            boolean committed = false;
            try {
                T result = work.run(connection);
                connection.commit();
                committed = true;
                return result;
            } finally {
                if (!committed) {
                    rollback(connection);
                }
                restoreAutoCommit(connection);
            }
        });
    }

    /** Cuts every connection that is still open. Idempotent; never waits for the server. */
    @Override
    public void close() {
        closed = true;
        for (Connection connection : open) {
            abort(connection);
        }
    }

    /** Cuts one connection without a word to the server, which may not answer any more; never throws. */
    void abort(Connection connection) {
        open.remove(connection);
        try {
            opener.cut(connection);
        } catch (SQLException failure) {
            LOG.debug("a target connection could not be cut", failure);
        }
    }

    private Connection sharedConnection() {
        Connection connection = shared;
        try {
            if (connection != null && !connection.isClosed() && connection.isValid(VALIDATION_SECONDS)) {
                return connection;
            }
        } catch (SQLException failure) {
            LOG.debug("the shared target connection can't be used any more", failure);
        }
        if (connection != null) {
            abort(connection);
        }
        shared = open("control");
        return shared;
    }

    private ReplicationException connectFailure(SQLException failure) {
        String message = "can't connect to the target: " + dialect.explain(failure);
        Optional<TlsFailure> tls = dialect.tlsFailure(failure);
        if (tls.isPresent()) {
            ErrorCode code = tls.get() == TlsFailure.NOT_OFFERED
                    ? ErrorCode.TARGET_SETTING_WRONG
                    : ErrorCode.TARGET_AUTHENTICATION_FAILED;
            return new ReplicationException(code, message + tls.get().remedy(), failure);
        }
        ErrorCode code = dialect.classify(failure);
        if (code == ErrorCode.TARGET_CONNECTION_LOST) {
            return new ReplicationException(ErrorCode.TARGET_UNREACHABLE, message + REACHABLE, failure);
        }
        return new ReplicationException(code, message, failure);
    }

    private void requireOpen() {
        if (closed) {
            throw new ReplicationException(
                    ErrorCode.TARGET_CONNECTION_LOST, "the sink is closed; no more connections are opened");
        }
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException failure) {
            LOG.debug("rollback failed; the connection is replaced", failure);
        }
    }

    private static void restoreAutoCommit(Connection connection) {
        try {
            connection.setAutoCommit(true);
        } catch (SQLException failure) {
            LOG.debug("autocommit can't be restored; the connection is replaced", failure);
        }
    }
}
