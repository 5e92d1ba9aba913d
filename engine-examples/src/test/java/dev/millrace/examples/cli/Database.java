package dev.millrace.examples.cli;

import dev.millrace.servers.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** One database on an embedded server. */
public record Database(PostgresServer server, String name) {

    /** Makes it. */
    public static Database create(PostgresServer server, String name) throws SQLException {
        new Database(server, "postgres").execute("CREATE DATABASE " + name);
        return new Database(server, name);
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
        return """
                {"EngineName": "postgres", "ServerName": "127.0.0.1", "Port": %d, "DatabaseName": "%s",
                 "Username": "%s", "Password": "%s"}""".formatted(port, name, username, password);
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(name), server.username(), server.password());
    }
}
