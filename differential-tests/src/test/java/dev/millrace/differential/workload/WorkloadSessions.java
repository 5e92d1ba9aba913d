package dev.millrace.differential.workload;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Runs a workload's steps on as many connections as it has sessions. */
public final class WorkloadSessions implements AutoCloseable {
    private final List<Connection> connections = new ArrayList<>();

    private WorkloadSessions() {}

    /** @param preparation statements that each session runs first */
    public static WorkloadSessions open(String url, String user, String password, List<String> preparation)
            throws SQLException {
        WorkloadSessions sessions = new WorkloadSessions();
        for (int i = 0; i < WorkloadGenerator.SESSIONS; i++) {
            Connection connection = DriverManager.getConnection(url, user, password);
            sessions.connections.add(connection);
            for (String statement : preparation) {
                execute(connection, statement);
            }
            connection.setAutoCommit(false);
        }
        return sessions;
    }

    public void run(List<Step> steps) throws SQLException {
        for (Step step : steps) {
            run(connections.get(step.session()), step.sql());
        }
    }

    /** One statement in a transaction of its own. */
    public void runAlone(String sql) throws SQLException {
        run(connections.get(0), sql);
        run(connections.get(0), Step.COMMIT);
    }

    /** One of the connections, to look at what was written; the caller ends its transaction. */
    public Connection connection() {
        return connections.get(0);
    }

    private void run(Connection connection, String sql) throws SQLException {
        switch (sql) {
            case Step.COMMIT -> connection.commit();
            case Step.ROLLBACK -> connection.rollback();
            default -> execute(connection, sql);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new SQLException(sql.substring(0, Math.min(2_000, sql.length())), failure);
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
