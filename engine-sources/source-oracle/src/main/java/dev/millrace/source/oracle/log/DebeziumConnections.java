package dev.millrace.source.oracle.log;

import dev.millrace.source.oracle.server.Connections;
import io.debezium.jdbc.JdbcConfiguration;
import io.debezium.jdbc.JdbcConnection.ConnectionFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens the connections of Debezium's connector as the source opens its own. Debezium makes it by its name, so runs find theirs by a setting. Thread-safe.
 */
public final class DebeziumConnections implements ConnectionFactory {
    /** The setting that tells which run it is, without the part that all settings of connections begin with. */
    static final String RUN = "millrace.run";

    private static final Map<String, Run> RUNS = new ConcurrentHashMap<>();

    private record Run(Connections connections, SentStatements statements, Set<Connection> open) {}

    /** For Debezium. */
    public DebeziumConnections() {}

    /** From now on the run can connect. */
    static void begin(String run, Connections connections, SentStatements statements) {
        RUNS.put(run, new Run(connections, statements, ConcurrentHashMap.newKeySet()));
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
        return sending(connection, run.statements);
    }

    /** The connection, but for what it prepares. What it makes is the driver's own, so rows come as they would without this. */
    private static Connection sending(Connection connection, SentStatements statements) {
        return (Connection) Proxy.newProxyInstance(
                DebeziumConnections.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, given) -> {
                    Object[] arguments = given;
                    if (method.getName().equals("prepareStatement")) {
                        arguments = given.clone();
                        arguments[0] = statements.sent((String) given[0]);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getTargetException();
                    }
                });
    }
}
