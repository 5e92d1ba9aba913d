package dev.millrace.source.sqlserver.connection;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connection for questions about the server: catalogue, capture, places in the log. It commits by itself and is opened again if it was lost.
 * Thread-safe; one question at a time.
 */
public final class ControlConnection implements AutoCloseable {
    private final Connections connections;
    private volatile @Nullable Connection connection;
    private volatile boolean closed;

    /** Connects. */
    public ControlConnection(Connections connections) {
        this.connections = connections;
        connection = connections.open();
    }

    /** All rows of a query, each column as text or null, bytes as hexadecimal digits. */
    public synchronized List<@Nullable String[]> query(String doing, String sql, Object... parameters) {
        Connection current = connection;
        try {
            if (current != null) {
                return Queries.run(current, sql, parameters);
            }
        } catch (SQLException failure) {
            if (!ServerErrors.isLost(failure) || closed) {
                throw ServerErrors.classify(doing, failure);
            }
        }
        try {
            return Queries.run(reopened(), sql, parameters);
        } catch (SQLException failure) {
            throw ServerErrors.classify(doing, failure);
        }
    }

    /** The first column of the first row; the empty string if there is no row or it is NULL. */
    public String value(String doing, String sql, Object... parameters) {
        List<@Nullable String[]> rows = query(doing, sql, parameters);
        String value = rows.isEmpty() ? null : rows.get(0)[0];
        return value == null ? "" : value;
    }

    private Connection reopened() {
        cut();
        if (closed) {
            throw new ReplicationException(ErrorCode.SOURCE_CONNECTION_LOST, "the source is closed");
        }
        Connection opened = connections.open();
        connection = opened;
        return opened;
    }

    private void cut() {
        Connection current = connection;
        connection = null;
        if (current != null) {
            connections.cut(current);
        }
    }

    /** Never waits for a question that is under way: cuts it off. */
    @Override
    public void close() {
        closed = true;
        cut();
    }
}
