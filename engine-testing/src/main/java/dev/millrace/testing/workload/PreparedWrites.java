package dev.millrace.testing.workload;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One connection's statements, each prepared once. */
final class PreparedWrites implements AutoCloseable {

    private static final int CHECK_SECONDS = 5;

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    PreparedWrites(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }

    boolean isConnected() throws SQLException {
        return connection.isValid(CHECK_SECONDS);
    }

    /** Executes one statement and returns how many rows it changed. */
    int execute(String sql, @Nullable Object... values) throws SQLException {
        return bound(sql, values).executeUpdate();
    }

    /** Executes one statement for many rows, in as few round trips as the driver can. */
    int executeAll(String sql, List<@Nullable Object[]> rows) throws SQLException {
        PreparedStatement statement = prepared(sql);
        for (@Nullable Object[] values : rows) {
            bound(sql, values).addBatch();
        }
        statement.executeBatch();
        return rows.size();
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    private PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepared(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
