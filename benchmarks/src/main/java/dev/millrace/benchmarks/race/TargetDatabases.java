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

    /**
     * Two gigabytes of log, more than a run writes: the checkpoint before the first run keeps the files for all of them, and none
     * has to make them.
     */
    private static final String FILL_LOG =
            "SELECT count(pg_logical_emit_message(false, 'race', repeat('x', 1 << 20))) FROM generate_series(1, 2000)";

    private final PostgresServer server;

    /** @param statements what the template holds */
    TargetDatabases(PostgresServer server, List<String> statements) throws SQLException {
        this.server = server;
        execute("postgres", List.of("CREATE DATABASE " + TEMPLATE));
        execute(TEMPLATE, statements);
        execute("postgres", List.of(FILL_LOG));
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
