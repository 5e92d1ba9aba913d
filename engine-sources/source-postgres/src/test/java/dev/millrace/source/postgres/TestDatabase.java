package dev.millrace.source.postgres;

import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.servers.PostgresServer;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.source.Source;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import static org.awaitility.Awaitility.await;

/** A database of its own on a running server, and sources that read it. */
final class TestDatabase implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final PostgresServer server;
    private final String name = "test_" + COUNT.incrementAndGet();
    private Connection connection;

    TestDatabase(PostgresServer server) {
        this.server = server;
        administer(server, "CREATE DATABASE " + name);
        connection = connect();
    }

    /** Runs one statement in the server's own database. */
    static void administer(PostgresServer server, String sql) {
        try (Connection admin = connect(server, "postgres")) {
            execute(admin, sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** After the server was restarted. */
    void reconnect() {
        connection = connect();
    }

    private static Connection connect(PostgresServer server, String database) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(database), server.username(), server.password());
    }

    String name() {
        return name;
    }

    Connection connect() {
        try {
            return connect(server, name);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    void execute(String... statements) {
        execute(connection, statements);
    }

    static void execute(Connection connection, String... statements) {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Runs the statements in one transaction. */
    void transaction(String... statements) {
        execute("BEGIN");
        execute(statements);
        execute("COMMIT");
    }

    /** All rows as text, under the session settings that make it canonical. */
    List<List<String>> rows(String query) {
        execute(
                "SET timezone = 'UTC'",
                "SET extra_float_digits = 1",
                "SET lc_monetary = 'C'",
                "SET bytea_output = 'hex'");
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<List<String>> rows = new ArrayList<>();
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    values.add(row.getString(i));
                }
                rows.add(values);
            }
            return rows;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    String value(String query) {
        return rows(query).get(0).get(0);
    }

    Source source(String task, Map<String, String> settings) {
        return source(task, settings, server.username(), server.password());
    }

    Source source(String task, Map<String, String> settings, String user, String password) {
        return new PostgresSourceFactory().open(endpoint(settings, user, password), context(task));
    }

    Endpoint endpoint(Map<String, String> settings, String user, String password) {
        return endpoint(server.host(), server.port(), settings, user, password);
    }

    Endpoint endpoint(String host, int port, Map<String, String> settings, String user, String password) {
        return new Endpoint(
                "postgres",
                host,
                port,
                name,
                user,
                new Secret(password),
                SslMode.NONE,
                null,
                new EndpointSettings(settings));
    }

    static TaskContext context(String task) {
        return new TaskContext(task, "", Clock.systemUTC(), Path.of("target"));
    }

    Source source(String task) {
        return source(task, Map.of());
    }

    static TableSchema table(Source source, String name) {
        return source.tables(new TableId("public", name)::equals).get(0);
    }

    @Override
    public void close() {
        try (Connection admin = connect(server, "postgres");
                Statement statement = admin.createStatement()) {
            connection.close();
            statement.execute("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots"
                    + " WHERE database = '" + name + "' AND active");
            // a backend learns of its end, or of its client's, only when it looks; a temporary slot lives as long as it
            await().until(() -> {
                try (ResultSet active = statement.executeQuery(
                        "SELECT FROM pg_replication_slots WHERE database = '" + name + "' AND active")) {
                    return !active.next();
                }
            });
            statement.execute("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = '"
                    + name + "' AND NOT active");
            statement.execute("DROP DATABASE " + name + " WITH (FORCE)");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
