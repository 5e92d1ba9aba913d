package dev.millrace.source.oracle.server;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.spi.SslMode;
import dev.millrace.spi.TrustedAuthorities;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import oracle.jdbc.pool.OracleDataSource;

/**
 * The one way in which connections are opened, those of Debezium's connector among them; so credentials stay in one place, and whoever closes this can
 * cut what waits for a dead network. Thread-safe.
 */
public final class Connections implements AutoCloseable {
    private static final String CONNECT_MILLISECONDS = "10000";

    /** Comparisons and orders by bytes, whatever the language of this machine. */
    private static final String BINARY_ORDER = "ALTER SESSION SET NLS_SORT = BINARY NLS_COMP = BINARY";

    private static final String UTC = "ALTER SESSION SET TIME_ZONE = '00:00'";

    private final ConnectionSettings settings;
    private final String program;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param taskName what sessions are called in {@code V$SESSION} */
    public Connections(ConnectionSettings settings, String taskName) {
        this.settings = settings;
        String name = "millrace " + taskName;
        this.program = name.substring(0, Math.min(48, name.length()));
    }

    /** How it is connected. */
    public ConnectionSettings settings() {
        return settings;
    }

    /**
     * A connection to where the tables are.
     *
     * @throws ReplicationException {@code SOURCE_UNREACHABLE}, {@code SOURCE_AUTHENTICATION_FAILED}
     */
    public Connection open() {
        try {
            Connection connection = connect();
            try (Statement statement = connection.createStatement()) {
                statement.execute(BINARY_ORDER);
                statement.execute(UTC);
                if (!settings.pluggableDatabase().isEmpty()) {
                    statement.execute("ALTER SESSION SET CONTAINER = " + settings.pluggableDatabase());
                }
            } catch (SQLException failure) {
                close(connection);
                throw failure;
            }
            return connection;
        } catch (SQLException failure) {
            throw ServerErrors.connecting(settings.endpoint(), failure);
        }
    }

    /** A connection to where the service leads, which is the root where there are containers. */
    public Connection connect() throws SQLException {
        Connection connection = settings.endpoint().sslMode() == SslMode.NONE
                ? DriverManager.getConnection(settings.url(), properties())
                : encrypted();
        open.removeIf(Connections::isClosed);
        open.add(connection);
        if (closed) {
            close(connection);
            throw new ReplicationException(ErrorCode.SOURCE_CONNECTION_LOST, "the source is closed");
        }
        return connection;
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("user", settings.endpoint().username());
        properties.setProperty("password", settings.password());
        properties.setProperty("v$session.program", program);
        properties.setProperty("oracle.net.CONNECT_TIMEOUT", CONNECT_MILLISECONDS);
        properties.setProperty("oracle.net.keepAlive", "true");
        return properties;
    }

    private Connection encrypted() throws SQLException {
        OracleDataSource source = new OracleDataSource();
        Properties properties = properties();
        properties.setProperty(
                "oracle.net.ssl_server_dn_match",
                Boolean.toString(settings.endpoint().sslMode() == SslMode.VERIFY_FULL));
        source.setConnectionProperties(properties);
        source.setURL(settings.url());
        return source.createConnectionBuilder()
                .sslContext(TrustedAuthorities.context(settings.endpoint()))
                .build();
    }

    /** Whether the connection is known to be closed; Debezium closes its own. */
    public static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException gone) {
            return true;
        }
    }

    /** Ends one connection, politely. */
    public void close(Connection connection) {
        open.remove(connection);
        try {
            connection.close();
        } catch (SQLException gone) {
            // as wanted
        }
    }

    /** Ends one connection at once, whoever waits for it. */
    public void cut(Connection connection) {
        open.remove(connection);
        try {
            connection.abort(Runnable::run);
        } catch (SQLException gone) {
            // as wanted
        }
    }

    /** Cuts all that are open, and opens no more. */
    @Override
    public void close() {
        closed = true;
        open.forEach(this::cut);
    }
}
