package dev.millrace.source.oracle.log;

import dev.millrace.source.oracle.server.Connections;
import io.debezium.jdbc.JdbcConfiguration;
import io.debezium.jdbc.JdbcConnection.ConnectionFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Opens the connections of Debezium's connector as the source opens its own. Debezium makes it by its name, so runs find theirs by a setting. Thread-safe.
 */
public final class DebeziumConnections implements ConnectionFactory {
    /** The setting that tells which run it is, without the part that all settings of connections begin with. */
    static final String RUN = "millrace.run";

    /** How the statement begins that reads what LogMiner shows. */
    private static final String OF_LOG = "SELECT SCN, SQL_REDO, OPERATION_CODE, ";

    private static final Map<String, Run> RUNS = new ConcurrentHashMap<>();

    private record Run(
            Connections connections,
            SentStatements statements,
            MinedTables tables,
            UndoneChanges undone,
            Set<Connection> open) {}

    /** For Debezium. */
    public DebeziumConnections() {}

    /** From now on the run can connect. */
    static void begin(String run, Connections connections, SentStatements statements, MinedTables tables) {
        RUNS.put(run, new Run(connections, statements, tables, new UndoneChanges(), ConcurrentHashMap.newKeySet()));
    }

    /** Cuts the run's connections; it opens no more. */
    static void end(String run) {
        Run ended = RUNS.remove(run);
        if (ended != null) {
            ended.open.forEach(ended.connections::cut);
        }
    }

    @Override
    public Connection connect(JdbcConfiguration config) throws SQLException {
        Run run = RUNS.get(config.getString(RUN));
        if (run == null) {
            throw new SQLException("the reader is closed", "08003");
        }
        Connection connection = run.connections.connect();
        run.open.removeIf(Connections::isClosed);
        run.open.add(connection);
        return sending(connection, run);
    }

    /** The connection, but for what it prepares, and for the rows of the log. What else it makes is the driver's own, so rows come as they would without this. */
    private static Connection sending(Connection connection, Run run) {
        return (Connection) proxy(Connection.class, (proxy, method, given) -> {
            if (!method.getName().equals("prepareStatement")) {
                return called(method, connection, given);
            }
            Object[] arguments = given.clone();
            String statement = (String) given[0];
            arguments[0] = run.statements.sent(statement);
            Object prepared = called(method, connection, arguments);
            return prepared instanceof PreparedStatement mining && statement.startsWith(OF_LOG)
                    ? mining(mining, run)
                    : prepared;
        });
    }

    private static PreparedStatement mining(PreparedStatement statement, Run run) {
        return (PreparedStatement) proxy(PreparedStatement.class, (proxy, method, given) -> {
            Object result = called(method, statement, given);
            return result instanceof ResultSet rows ? MinedRows.of(rows, run.tables, run.undone) : result;
        });
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(DebeziumConnections.class.getClassLoader(), new Class<?>[] {type}, handler);
    }

    private static @Nullable Object called(Method method, Object target, @Nullable Object @Nullable [] given)
            throws Throwable {
        try {
            return method.invoke(target, given);
        } catch (InvocationTargetException failure) {
            throw failure.getTargetException();
        }
    }
}
