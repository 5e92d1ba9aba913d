package dev.millrace.source.postgres.connection;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.SslMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;

/**
 * Opens connections to one endpoint. Every session prints values in canonical form, see {@link Session#CANONICAL_OUTPUT}.
 *
 * <p>Settings honoured: {@code ConnectionTimeout} (seconds, default 10), {@code ExecuteTimeout} (seconds, default 60; for catalogue
 * statements, not for the reading of tables), {@code AfterConnectScript} (run in every session but those that stream the log).
 */
public final class PostgresConnections {
    /** PostgreSQL's own port. */
    public static final int DEFAULT_PORT = 5432;

    private static final Duration FAREWELL = Duration.ofSeconds(3);

    private final Endpoint endpoint;
    private final String taskName;
    private final Duration connectionTimeout;
    private final Duration executeTimeout;
    private final String afterConnectScript;

    public PostgresConnections(Endpoint endpoint, String taskName) {
        this.endpoint = endpoint;
        this.taskName = taskName;
        this.connectionTimeout = endpoint.settings().seconds("ConnectionTimeout", Duration.ofSeconds(10));
        this.executeTimeout = endpoint.settings().seconds("ExecuteTimeout", Duration.ofSeconds(60));
        this.afterConnectScript = endpoint.settings().text("AfterConnectScript", "");
    }

    /** A session for short statements, in auto-commit mode, under {@code ExecuteTimeout}. */
    public Connection openCatalog(String role) {
        return openCatalog(role, connectionTimeout);
    }

    /** A session for what has to be said at the end, which must not take long. */
    public Connection openForFarewell(String role) {
        return openCatalog(role, connectionTimeout.compareTo(FAREWELL) < 0 ? connectionTimeout : FAREWELL);
    }

    private Connection openCatalog(String role, Duration timeout) {
        Connection connection = connect(role, new Properties(), timeout);
        String limit = "SET statement_timeout = " + executeTimeout.toMillis();
        prepare(connection, Session.CANONICAL_OUTPUT + "; " + limit, afterConnectScript);
        return connection;
    }

    /** A session for statements that may take as long as the data needs, in auto-commit mode. */
    public Connection openBulk(String role) {
        Connection connection = connect(role, new Properties(), connectionTimeout);
        prepare(
                connection,
                Session.CANONICAL_OUTPUT + "; " + Session.NO_TIME_LIMITS,
                afterConnectScript.isEmpty() ? Session.ALL_ROWS : Session.ALL_ROWS + "; " + afterConnectScript);
        return connection;
    }

    /** A session of a WAL sender that decodes this database: for commands of the replication protocol. */
    public Connection openReplication(String role) {
        Properties properties = new Properties();
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "13");
        Connection connection;
        try {
            connection = connect(role, properties, connectionTimeout);
        } catch (ReplicationException refused) {
            throw withReplicationRemedy(refused);
        }
        prepare(connection, Session.CANONICAL_OUTPUT + "; " + Session.NO_TIME_LIMITS, "");
        return connection;
    }

    private ReplicationException withReplicationRemedy(ReplicationException refused) {
        if (refused.code() != ErrorCode.SOURCE_GRANT_MISSING) {
            return refused;
        }
        return new ReplicationException(
                refused.code(), refused.getMessage() + "; " + Grants.replication(endpoint.username()), refused);
    }

    /** Where the connections lead, for messages. */
    public String where() {
        return endpoint.serverName() + ":" + endpoint.portOr(DEFAULT_PORT) + "/" + endpoint.databaseName();
    }

    /** The name of a thread of the task that serves the session of this role. */
    public String threadName(String role) {
        return taskName + "/" + role;
    }

    public String username() {
        return endpoint.username();
    }

    private Connection connect(String role, Properties properties, Duration timeout) {
        PGProperty.USER.set(properties, endpoint.username());
        if (endpoint.password() != null) {
            PGProperty.PASSWORD.set(properties, endpoint.password().value());
        }
        PGProperty.APPLICATION_NAME.set(properties, "millrace " + taskName + " " + role);
        PGProperty.CONNECT_TIMEOUT.set(properties, (int) timeout.toSeconds());
        PGProperty.LOGIN_TIMEOUT.set(properties, (int) timeout.toSeconds());
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        PGProperty.GSS_ENC_MODE.set(properties, "disable");
        protect(properties, endpoint.sslMode(), endpoint.certificateFile());
        try {
            Connection connection = new Driver().connect(url(), properties);
            if (connection == null) {
                throw new ReplicationException(ErrorCode.SETTING_INVALID, "no PostgreSQL address: " + where());
            }
            return connection;
        } catch (SQLException failure) {
            throw SourceErrors.whileConnecting(failure, where());
        }
    }

    private String url() {
        String host = endpoint.serverName();
        String address = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        return "jdbc:postgresql://" + address + ":" + endpoint.portOr(DEFAULT_PORT) + "/"
                + URLEncoder.encode(endpoint.databaseName(), StandardCharsets.UTF_8);
    }

    /** pgjdbc's modes have the meaning of libpq's, which are DMS's: see {@link SslMode}. */
    static void protect(Properties properties, SslMode mode, @Nullable String certificateFile) {
        PGProperty.SSL_MODE.set(
                properties,
                switch (mode) {
                    case NONE -> "disable";
                    case REQUIRE -> "require";
                    case VERIFY_CA -> "verify-ca";
                    case VERIFY_FULL -> "verify-full";
                });
        boolean verified = mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL;
        if (verified && certificateFile != null) {
            PGProperty.SSL_ROOT_CERT.set(properties, certificateFile);
        } else if (verified) {
            PGProperty.SSL_FACTORY.set(properties, "org.postgresql.ssl.DefaultJavaSSLFactory");
        }
    }

    private void prepare(Connection connection, String settings, String script) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(settings);
            if (!script.isEmpty()) {
                statement.execute(script);
            }
        } catch (SQLException failure) {
            abort(connection);
            throw SourceErrors.classify(failure, "prepare a session on " + where());
        }
    }

    /** The driver's own interface of a connection that this class opened. */
    public static PGConnection driver(Connection connection) {
        try {
            return connection.unwrap(PGConnection.class);
        } catch (SQLException failure) {
            throw SourceErrors.classify(failure, "use a connection");
        }
    }

    /** Ends a connection at once: closes the socket without waiting for the server. Any thread may call it. */
    public static void abort(@Nullable Connection connection) {
        if (connection == null) {
            return;
        }
        try {
            connection.abort(Runnable::run);
        } catch (SQLException alreadyBroken) {
            // abort means to leave nothing behind, and a connection that can't be aborted has no socket any more
        }
    }
}
