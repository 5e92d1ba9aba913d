package dev.millrace.sink.mysql;

import dev.millrace.sink.jdbc.TargetConnections;
import dev.millrace.spi.CuttableSockets;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import java.io.IOException;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.WeakHashMap;
import java.util.stream.Stream;
import org.mariadb.jdbc.Driver;

/**
 * Opens connections with the session settled, so that no server default changes what is written: UTF-8, UTC, strict, {@code READ
 * COMMITTED}, bounded lock waits. The user's {@code AfterConnectScript} and {@code Initstmt} come last and may overrule it. Thread-safe.
 */
final class MySqlConnector implements TargetConnections.Opener {
    private static final int DEFAULT_PORT = 3306;
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(10);
    private static final int LOCK_WAIT_SECONDS = 30;
    private static final String STAGING_MEMORY_BYTES = "33554432";

    /**
     * Strict, so that an altered value is an error; zero dates and impossible days pass, since a source of the same family may hold
     * them and no other source yields them; no backslash, quote or zero in data means anything else than on any other server.
     */
    private static final String SQL_MODE =
            "STRICT_ALL_TABLES,ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION";

    private final Endpoint endpoint;
    private final String taskName;
    private final Duration connectionTimeout;
    private final List<String> scripts;
    private final Map<Connection, Socket> sockets = Collections.synchronizedMap(new WeakHashMap<>());

    MySqlConnector(Endpoint endpoint, String taskName) {
        this.endpoint = endpoint;
        this.taskName = taskName;
        EndpointSettings settings = endpoint.settings();
        this.connectionTimeout = settings.seconds("ConnectionTimeout", CONNECTION_TIMEOUT);
        this.scripts = Stream.of("AfterConnectScript", "Initstmt")
                .flatMap(name -> settings.text(name).stream())
                .toList();
    }

    @Override
    public Connection open(String role) throws SQLException {
        Connection connection = connect(role);
        try {
            settle(connection);
            return connection;
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }

    private Connection connect(String role) throws SQLException {
        Connection connection;
        Socket socket;
        try {
            connection = new Driver().connect(url(), properties(role));
        } finally {
            socket = CuttableSockets.take();
        }
        if (connection == null) {
            throw new SQLException("the driver does not take the address " + url());
        }
        if (socket != null) {
            sockets.put(connection, socket);
        }
        return connection;
    }

    @Override
    public void cut(Connection connection) throws SQLException {
        Socket socket = sockets.remove(connection);
        if (socket == null) {
            connection.close();
            return;
        }
        try {
            socket.close();
        } catch (IOException failure) {
            throw new SQLException("a socket did not close", "08000", failure);
        }
    }

    private void settle(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sessionStatements());
            for (String script : scripts) {
                statement.execute(script);
            }
        }
    }

    static String sessionStatements() {
        return "SET NAMES utf8mb4;"
                + " SET SESSION sql_mode = '" + SQL_MODE + "', time_zone = '+00:00', innodb_lock_wait_timeout = "
                + LOCK_WAIT_SECONDS + ", max_heap_table_size = " + STAGING_MEMORY_BYTES + ";"
                + " SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED";
    }

    private String url() {
        String host = endpoint.serverName().contains(":") ? "[" + endpoint.serverName() + "]" : endpoint.serverName();
        return "jdbc:mariadb://" + host + ":" + endpoint.portOr(DEFAULT_PORT) + "/";
    }

    Properties properties(String role) {
        Properties properties = new Properties();
        properties.setProperty("user", endpoint.username());
        if (endpoint.password() != null) {
            properties.setProperty("password", endpoint.password().value());
        }
        switch (endpoint.sslMode()) {
            case NONE -> {
                properties.setProperty("sslMode", "disable");
                // without TLS, caching_sha2_password needs the server's public key to hide the password
                properties.setProperty("allowPublicKeyRetrieval", "true");
            }
            case REQUIRE -> properties.setProperty("sslMode", "trust");
            case VERIFY_CA -> properties.setProperty("sslMode", "verify-ca");
            case VERIFY_FULL -> properties.setProperty("sslMode", "verify-full");
        }
        if (endpoint.certificateFile() != null) {
            properties.setProperty("serverSslCert", endpoint.certificateFile());
        }
        properties.setProperty("connectTimeout", Long.toString(connectionTimeout.toMillis()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("socketFactory", CuttableSockets.class.getName());
        properties.setProperty("allowMultiQueries", "true");
        properties.setProperty("allowLocalInfile", "true");
        properties.setProperty("useAffectedRows", "false");
        properties.setProperty("useServerPrepStmts", "false");
        properties.setProperty("dumpQueriesOnException", "false");
        properties.setProperty("connectionAttributes", "program_name:millrace " + attribute(taskName + "/" + role));
        return properties;
    }

    /** The driver separates attributes by commas and their values by colons. */
    private static String attribute(String text) {
        return text.replace(',', ' ').replace(':', ' ');
    }
}
