package dev.millrace.benchmarks.race;

import dev.millrace.servers.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

/** A target server on which every run gets a fresh database, all copied from one template. */
final class TargetDatabases {
    static final String TEMPLATE = "race_template";

    private final PostgresServer server;

    /** @param statements what the template holds */
    TargetDatabases(PostgresServer server, List<String> statements) throws SQLException {
        this.server = server;
        execute("postgres", List.of("CREATE DATABASE " + TEMPLATE));
        execute(TEMPLATE, statements);
    }

    static String name(String contestant, int pair) {
        return contestant.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "_") + "_" + pair;
    }

    void create(String database) throws SQLException {
        execute("postgres", List.of("CREATE DATABASE " + database + " TEMPLATE " + TEMPLATE + " STRATEGY FILE_COPY"));
    }

    void drop(String database) throws SQLException {
        execute("postgres", List.of("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)"));
    }

    Connection connect(String database) throws SQLException {
        return connect(server, database);
    }

    void execute(String database, List<String> statements) throws SQLException {
        try (Connection connection = connect(database)) {
            execute(connection, statements);
        }
    }

    static Connection connect(PostgresServer server, String database) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(database), server.username(), server.password());
    }

    static void execute(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
