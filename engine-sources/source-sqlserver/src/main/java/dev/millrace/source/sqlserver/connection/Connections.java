package dev.millrace.source.sqlserver.connection;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.TlsFailure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The one way to connect: for the catalogue, the load and Debezium alike. Connections can be cut whatever they wait for. Thread-safe.
 *
 * <p>Settings: {@code JdbcUrl} in the place of server and port (named instances, listeners, Kerberos); {@code MultiSubnetFailover} and
 * {@code ApplicationIntent} as DMS has them; {@code ConnectionTimeout} in seconds, default 10.
 */
public final class Connections implements AutoCloseable {
    private static final int DEFAULT_PORT = 1433;
    private static final String NO_DRIVER = "08001";
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(10);

    private static final String SERVER_NAME = "SELECT CAST(SERVERPROPERTY('ServerName') AS nvarchar(128))";

    private final Endpoint endpoint;
    private final String applicationName;
    private final Duration connectTimeout;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable String> server = new AtomicReference<>();
    private volatile boolean closed;

    /** @param taskName shows on the server as the program's name */
    public Connections(Endpoint endpoint, String taskName) {
        this.endpoint = endpoint;
        this.applicationName = "millrace " + taskName;
        this.connectTimeout = endpoint.settings().seconds("ConnectionTimeout", Duration.ofSeconds(10));
    }

    /**
     * Connects; the caller gives the connection back by {@link #release} or cuts it by {@link #cut}.
     *
     * <p>All connections to secondaries reach the same one.
     *
     * @throws ReplicationException {@code SOURCE_UNREACHABLE}, {@code SOURCE_CONNECTION_LOST}, {@code SOURCE_AUTHENTICATION_FAILED}, {@code SOURCE_SETTING_WRONG}
     */
    public Connection open() {
        try {
            Connection connection = connect();
            open.add(connection);
            if (closed) {
                cut(connection);
                throw new ReplicationException(ErrorCode.SOURCE_CONNECTION_LOST, "the source is closed");
            }
            return isReadOnly() ? onOneServer(connection) : connection;
        } catch (SQLException failure) {
            throw connectFailure(failure);
        }
    }

    /** A listener may send each connection to another secondary, and one of them may be behind another. */
    private Connection onOneServer(Connection connection) throws SQLException {
        try {
            String name = String.valueOf(Queries.run(connection, SERVER_NAME).get(0)[0]);
            if (server.compareAndSet(null, name) || name.equals(server.get())) {
                return connection;
            }
            throw new ReplicationException(
                    ErrorCode.SOURCE_CONNECTION_LOST,
                    "connections to " + endpoint + " reach several secondaries, " + server + " and " + name
                            + ", and one may be behind the other; give one of them as ServerName");
        } catch (SQLException | RuntimeException failure) {
            cut(connection);
            throw failure;
        }
    }

    private Connection connect() throws SQLException {
        EndpointSettings settings = endpoint.settings();
        return DriverManager.getConnection(settings.text("JdbcUrl").orElseGet(this::url), properties(settings));
    }

    private String url() {
        String host = endpoint.serverName().contains(":") ? "[" + endpoint.serverName() + "]" : endpoint.serverName();
        return "jdbc:sqlserver://" + host + ":" + endpoint.portOr(DEFAULT_PORT);
    }

    private Properties properties(EndpointSettings settings) {
        Properties properties = new Properties();
        properties.setProperty("user", endpoint.username());
        properties.setProperty(
                "password",
                endpoint.password() == null ? "" : endpoint.password().value());
        if (!endpoint.databaseName().isEmpty()) {
            properties.setProperty("databaseName", endpoint.databaseName());
        }
        properties.setProperty("applicationName", applicationName);
        properties.setProperty("loginTimeout", String.valueOf(connectTimeout.toSeconds()));
        properties.setProperty("socketTimeout", String.valueOf(ANSWER_LIMIT.toMillis()));
        properties.setProperty("connectRetryCount", "0");
        properties.setProperty("responseBuffering", "adaptive");
        properties.setProperty("multiSubnetFailover", String.valueOf(settings.flag("MultiSubnetFailover", false)));
        if (isReadOnly()) {
            properties.setProperty("applicationIntent", "ReadOnly");
        }
        protect(properties);
        return properties;
    }

    /** Whether the endpoint asks for a readable secondary of an availability group. */
    public boolean isReadOnly() {
        return asks("ApplicationIntent", "readonly") || asks("JdbcUrl", "applicationintent=readonly");
    }

    private boolean asks(String setting, String words) {
        return endpoint.settings()
                .text(setting)
                .filter(text -> text.toLowerCase(Locale.ROOT).contains(words))
                .isPresent();
    }

    private void protect(Properties properties) {
        switch (endpoint.sslMode()) {
            case NONE -> properties.setProperty("encrypt", "false");
            case REQUIRE -> {
                properties.setProperty("encrypt", "true");
                properties.setProperty("trustServerCertificate", "true");
            }
            // the driver knows no check of the authority without that of the name
            case VERIFY_CA, VERIFY_FULL -> {
                properties.setProperty("encrypt", "true");
                properties.setProperty("trustServerCertificate", "false");
                if (endpoint.certificateFile() != null) {
                    properties.setProperty("trustManagerClass", FileTrust.class.getName());
                    properties.setProperty("trustManagerConstructorArg", endpoint.certificateFile());
                }
            }
        }
    }

    private ReplicationException connectFailure(SQLException failure) {
        String message = "connecting to " + endpoint + " failed: " + failure.getMessage();
        TlsFailure tls = TlsFailure.of(failure).orElse(null);
        if (tls != null) {
            return new ReplicationException(ErrorCode.SOURCE_AUTHENTICATION_FAILED, message + tls.remedy(), failure);
        }
        if (NO_DRIVER.equals(failure.getSQLState()) && failure.getErrorCode() == 0 && isUnknownUrl(failure)) {
            return new ReplicationException(
                    ErrorCode.SETTING_INVALID, message + "; correct the endpoint setting JdbcUrl", failure);
        }
        if (ServerErrors.isLost(failure)) {
            return new ReplicationException(
                    ErrorCode.SOURCE_UNREACHABLE,
                    message
                            + "; check that the server runs, that host and port are right (a named instance has a port of its own)"
                            + " and that no firewall is between",
                    failure);
        }
        return ServerErrors.classify("connecting to " + endpoint, failure);
    }

    private static boolean isUnknownUrl(SQLException failure) {
        return String.valueOf(failure.getMessage()).startsWith("No suitable driver");
    }

    /** Closes a connection that nothing is waited for on. */
    public void release(Connection connection) {
        open.remove(connection);
        try {
            connection.close();
        } catch (SQLException gone) {
            cut(connection);
        }
    }

    /** Ends a connection at once, also when its network is dead. */
    public void cut(Connection connection) {
        open.remove(connection);
        try {
            connection.abort(Runnable::run);
        } catch (SQLException gone) {
            // as wanted
        }
    }

    /** Cuts all connections; none can be opened any more. */
    @Override
    public void close() {
        closed = true;
        open.forEach(this::cut);
    }
}
