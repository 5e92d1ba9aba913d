package dev.millrace.source.mysql;

import dev.millrace.servers.DatabaseServer;
import dev.millrace.servers.MariaDbServer;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import dev.millrace.spi.source.Source;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Statements for, and a source on, a server that a test has for itself. */
final class ServerScript {
    private ServerScript() {}

    static void run(DatabaseServer server, String... statements) {
        try (Connection connection =
                        DriverManager.getConnection(server.jdbcUrl("mysql"), server.username(), server.password());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    static Source open(DatabaseServer server) {
        return open(server, server.username(), server.password());
    }

    static Source open(DatabaseServer server, String user, String password) {
        Endpoint endpoint = new Endpoint(
                server instanceof MariaDbServer ? "mariadb" : "mysql",
                server.host(),
                server.port(),
                "",
                user,
                new Secret(password),
                SslMode.NONE,
                null,
                EndpointSettings.none());
        return new MySqlSourceFactory().open(endpoint, TestServer.context());
    }
}
