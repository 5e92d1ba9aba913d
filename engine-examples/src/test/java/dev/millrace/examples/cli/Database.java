package dev.millrace.examples.cli;

import dev.millrace.servers.DatabaseServer;
import dev.millrace.servers.MariaDbServer;
import dev.millrace.servers.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** One database on an embedded server. */
public record Database(DatabaseServer server, String name) {

    /** Makes it. */
    public static Database create(DatabaseServer server, String name) throws SQLException {
        new Database(server, server instanceof PostgresServer ? "postgres" : "mysql")
                .execute("CREATE DATABASE " + name);
        return new Database(server, name);
    }

    /** As an endpoint names its kind. */
    public String engineName() {
        if (server instanceof PostgresServer) {
            return "postgres";
        }
        return server instanceof MariaDbServer ? "mariadb" : "mysql";
    }

    /** The schema that unqualified names mean. */
    public String schema() {
        return server instanceof PostgresServer ? "public" : name;
    }

    public void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The rows of a query as texts, columns joined by blanks. */
    public List<String> rows(String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.append(i == 1 ? "" : " ").append(result.getString(i));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    /** What a task file says about it. */
    public String endpoint() {
        return endpoint(server.username(), server.password(), server.port());
    }

    public String endpoint(String username, String password, int port) {
        return endpoint(username, password, port, "");
    }

    /** With further keys, each with a comma in front. */
    public String endpoint(String username, String password, int port, String more) {
        return """
                {"EngineName": "%s", "ServerName": "127.0.0.1", "Port": %d, "DatabaseName": "%s",
                 "Username": "%s", "Password": "%s"%s}""".formatted(engineName(), port, name, username, password, more);
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(name), server.username(), server.password());
    }
}
