package dev.millrace.source.mysql;

import dev.millrace.servers.DatabaseServer;
import dev.millrace.servers.MariaDbServer;
import dev.millrace.servers.MySqlServer;
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

/** The real servers that integration tests share, one of each kind a JVM. Each test makes databases of its own. */
enum TestServer {
    MYSQL {
        @Override
        DatabaseServer launch() {
            return MySqlServer.builder().start();
        }
    },
    /** Without GTIDs. */
    MYSQL_BY_FILE {
        @Override
        DatabaseServer launch() {
            return MySqlServer.builder()
                    .setting("gtid-mode", "OFF")
                    .setting("enforce-gtid-consistency", "OFF")
                    .start();
        }
    },
    MARIADB {
        @Override
        DatabaseServer launch() {
            return MariaDbServer.builder().start();
        }
    };

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final AtomicInteger TASKS = new AtomicInteger();

    private DatabaseServer server;

    abstract DatabaseServer launch();

    synchronized DatabaseServer server() {
        if (server == null) {
            server = launch();
        }
        return server;
    }

    boolean isMariaDb() {
        return this == MARIADB;
    }

    /** A new, empty database. */
    String newDatabase() {
        String name = "test" + DATABASES.incrementAndGet();
        run("CREATE DATABASE " + name);
        return name;
    }

    Connection connect(String database) throws SQLException {
        DatabaseServer running = server();
        return DriverManager.getConnection(running.jdbcUrl(database), running.username(), running.password());
    }

    void run(String... statements) {
        try (Connection connection = connect("mysql");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    List<String> column(String sql) {
        try (Connection connection = connect("mysql");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    Endpoint endpoint() {
        return endpoint(server().username(), server().password(), SslMode.NONE, null, Map.of());
    }

    Endpoint endpoint(
            String user, String password, SslMode sslMode, String certificates, Map<String, String> settings) {
        return new Endpoint(
                isMariaDb() ? "mariadb" : "mysql",
                server().host(),
                server().port(),
                "",
                user,
                new Secret(password),
                sslMode,
                certificates,
                new EndpointSettings(settings));
    }

    Source open() {
        return open(endpoint());
    }

    Source open(Endpoint endpoint) {
        return new MySqlSourceFactory().open(endpoint, context());
    }

    static TaskContext context() {
        return new TaskContext(
                "test-" + TASKS.incrementAndGet(),
                "",
                Clock.systemUTC(),
                Path.of(System.getProperty("java.io.tmpdir")));
    }
}
