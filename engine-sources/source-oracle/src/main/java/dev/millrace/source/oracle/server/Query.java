package dev.millrace.source.oracle.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Short queries over one connection that is opened when it is needed, and again when it was lost. Thread-safe. */
public final class Query implements AutoCloseable {
    private static final int SECONDS = 60;
    private static final int UNLIMITED = 0;

    private final Connections connections;
    private final int seconds;
    private @Nullable Connection connection;

    public Query(Connections connections) {
        this(connections, SECONDS);
    }

    private Query(Connections connections, int seconds) {
        this.connections = connections;
        this.seconds = seconds;
    }

    /** For queries that pass over whole tables, however long that takes. */
    public static Query overTables(Connections connections) {
        return new Query(connections, UNLIMITED);
    }

    /**
     * The rows, each value as text.
     *
     * @param doing for the message of a failure
     */
    public synchronized List<@Nullable String[]> rows(String doing, String sql, Object... arguments) {
        try (PreparedStatement statement = connection().prepareStatement(sql)) {
            statement.setQueryTimeout(seconds);
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                List<@Nullable String[]> rows = new ArrayList<>();
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    @Nullable String[] row = new String[columns];
                    for (int i = 0; i < columns; i++) {
                        row[i] = result.getString(i + 1);
                    }
                    rows.add(row);
                }
                return rows;
            }
        } catch (SQLException failure) {
            throw failed(doing, failure);
        }
    }

    /** The first value of the first row; empty text if there is none. */
    public String value(String doing, String sql, Object... arguments) {
        List<@Nullable String[]> rows = rows(doing, sql, arguments);
        return rows.isEmpty() || rows.get(0)[0] == null ? "" : String.valueOf(rows.get(0)[0]);
    }

    /** Runs a statement that gives no rows. */
    public synchronized void execute(String doing, String sql) {
        try (java.sql.Statement statement = connection().createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw failed(doing, failure);
        }
    }

    private Connection connection() {
        if (connection == null) {
            connection = connections.open();
        }
        return connection;
    }

    private RuntimeException failed(String doing, SQLException failure) {
        var told = ServerErrors.of(doing, failure);
        if (told.isRetryable() && connection != null) {
            connections.cut(connection);
            connection = null;
        }
        return told;
    }

    /** Ends the connection politely. */
    @Override
    public synchronized void close() {
        if (connection != null) {
            connections.close(connection);
            connection = null;
        }
    }
}
