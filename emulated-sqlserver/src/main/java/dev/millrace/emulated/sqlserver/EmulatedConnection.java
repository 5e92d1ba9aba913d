package dev.millrace.emulated.sqlserver;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.h2.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Connections, statements and what they give, with the statements rewritten on their way to H2 and its failures put into the words of
 * Microsoft's driver. As thread-safe as those of H2.
 */
final class EmulatedConnection {
    private static final Set<String> TAKE_SQL =
            Set.of("prepareStatement", "prepareCall", "execute", "executeQuery", "executeUpdate", "addBatch");
    private static final int LOGIN_FAILED = 18456;
    private static final int LOCK_TIMEOUT = 1222;
    /** H2's numbers for a broken connection, a failure to read, a database or an object that is closed. */
    private static final Set<Integer> CONNECTION_LOST = Set.of(90067, 90028, 90121, 90007);

    private final Connection connection;
    private final String database;
    private final SocketRelay relay;

    private EmulatedConnection(Connection connection, String database, SocketRelay relay) {
        this.connection = connection;
        this.database = database;
        this.relay = relay;
    }

    static Connection over(Connection connection, String database, SocketRelay relay) {
        return new EmulatedConnection(connection, database, relay).seen(Connection.class, connection);
    }

    private <T> T seen(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                EmulatedConnection.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call(target, method, arguments)));
    }

    private @Nullable Object call(Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        String name = method.getName();
        if (target instanceof Connection) {
            switch (name) {
                case "abort" -> {
                    relay.close();
                    return null;
                }
                case "close" -> {
                    return closed();
                }
                case "setCatalog", "setNetworkTimeout", "setClientInfo" -> {
                    return null;
                }
                case "getCatalog" -> {
                    return database;
                }
                default -> {}
            }
        }
        @Nullable Object[] passed = arguments;
        if (passed != null && passed.length > 0 && passed[0] instanceof String sql && TAKE_SQL.contains(name)) {
            lock(sql.strip());
            passed = passed.clone();
            passed[0] = KnownStatements.rewritten(sql, database);
        }
        if (target instanceof DatabaseMetaData && name.equals("getTables") && passed != null) {
            passed = passed.clone();
            passed[3] = new String[] {"BASE TABLE"};
        }
        return result(invoke(target, method, passed));
    }

    /** H2 waits for the server's farewell, which never comes when the network swallows it. */
    private @Nullable Object closed() throws SQLException {
        try {
            connection.close();
            return null;
        } catch (SQLException failure) {
            throw translated(failure);
        } finally {
            relay.close();
        }
    }

    private void lock(String sql) throws SQLException {
        String[] table = KnownStatements.lockedTable(sql);
        if (table == null) {
            return;
        }
        SystemTables system = new SystemTables(connection);
        // "all locking hints are ignored" on a readable secondary
        if (system.number("SELECT COUNT(*) FROM emulation.replica WHERE is_secondary") > 0) {
            return;
        }
        int id = system.objectId(table[0], table[1]);
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT slot FROM emulation.table_slot WHERE object_id = ? ORDER BY slot FOR UPDATE")) {
            statement.setInt(1, id);
            statement.executeQuery();
        } catch (SQLException failure) {
            throw translated(failure);
        }
    }

    private static @Nullable Object invoke(Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            Throwable cause = thrown.getCause();
            throw cause instanceof SQLException failure ? translated(failure) : cause;
        }
    }

    private @Nullable Object result(@Nullable Object result) {
        if ("BASE TABLE".equals(result)) {
            return "TABLE";
        }
        if (result instanceof Connection) {
            return seen(Connection.class, connection);
        }
        if (result instanceof CallableStatement statement) {
            return seen(CallableStatement.class, statement);
        }
        if (result instanceof PreparedStatement statement) {
            return seen(PreparedStatement.class, statement);
        }
        if (result instanceof Statement statement) {
            return seen(Statement.class, statement);
        }
        if (result instanceof DatabaseMetaData metadata) {
            return seen(DatabaseMetaData.class, metadata);
        }
        return result instanceof ResultSet rows ? seen(ResultSet.class, rows) : result;
    }

    /** The failure under the state and the number that Microsoft's driver gives it. */
    static SQLException translated(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        if (state.startsWith("28")) {
            return new SQLException("Login failed for user.", "S0001", LOGIN_FAILED, failure);
        }
        if (CONNECTION_LOST.contains(failure.getErrorCode())) {
            return new SQLException("Connection reset", "08S01", 0, failure);
        }
        if (failure.getErrorCode() == ErrorCode.LOCK_TIMEOUT_1) {
            return new SQLException("Lock request time out period exceeded.", "S0051", LOCK_TIMEOUT, failure);
        }
        return failure;
    }
}
