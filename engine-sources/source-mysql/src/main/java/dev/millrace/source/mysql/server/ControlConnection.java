package dev.millrace.source.mysql.server;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.spi.CuttableSockets;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.SslMode;
import dev.millrace.spi.TlsFailure;
import java.io.IOException;
import java.net.Socket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Driver;

/**
 * The one JDBC connection for questions about the server: variables, catalogue, places in the log. It autocommits, runs in UTC and
 * is opened again if it was lost. Thread-safe; one question at a time.
 */
public final class ControlConnection implements AutoCloseable {
    private final ConnectionSettings settings;
    private volatile @Nullable Connection connection;
    private volatile @Nullable Socket socket;
    private volatile boolean closed;

    /** Connects. */
    public ControlConnection(ConnectionSettings settings) {
        this.settings = settings;
        reopen();
    }

    /** All rows of a query, each column as text or null. */
    public synchronized List<@Nullable String[]> query(String doing, String sql, Object... parameters) {
        try {
            return run(sql, parameters);
        } catch (SQLException failure) {
            if (!isLost(failure) || closed) {
                throw classify(doing, failure);
            }
        }
        reopen();
        try {
            return run(sql, parameters);
        } catch (SQLException failure) {
            throw classify(doing, failure);
        }
    }

    /** The first column of the first row; the empty string if there is no row or it is NULL. */
    public String value(String doing, String sql, Object... parameters) {
        List<@Nullable String[]> rows = query(doing, sql, parameters);
        String value = rows.isEmpty() ? null : rows.get(0)[0];
        return value == null ? "" : value;
    }

    private List<@Nullable String[]> run(String sql, Object... parameters) throws SQLException {
        Connection current = connection;
        if (current == null) {
            throw new SQLException("the connection is closed", "08003");
        }
        try (PreparedStatement statement = current.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            if (!statement.execute()) {
                return List.of();
            }
            try (ResultSet result = statement.getResultSet()) {
                return read(result);
            }
        }
    }

    private static List<@Nullable String[]> read(ResultSet result) throws SQLException {
        int columns = result.getMetaData().getColumnCount();
        List<@Nullable String[]> rows = new ArrayList<>();
        while (result.next()) {
            @Nullable String[] row = new String[columns];
            for (int i = 0; i < columns; i++) {
                row[i] = result.getString(i + 1);
            }
            rows.add(row);
        }
        return rows;
    }

    private static boolean isLost(SQLException failure) {
        return failure.getSQLState() != null && failure.getSQLState().startsWith("08");
    }

    private synchronized void reopen() {
        abort();
        requireOpen();
        Endpoint endpoint = settings.endpoint();
        try {
            Connection opened = connect();
            connection = opened;
            requireOpen();
            try (Statement statement = opened.createStatement()) {
                for (String sql : settings.afterConnect()) {
                    statement.execute(sql);
                }
                statement.execute("SET SESSION time_zone = '+00:00', sql_mode = ''");
            }
        } catch (SQLException failure) {
            abort();
            throw connectFailure(endpoint, failure);
        }
    }

    private static ReplicationException connectFailure(Endpoint endpoint, SQLException failure) {
        String message = "connecting to " + endpoint + " failed: " + failure.getMessage();
        Optional<TlsFailure> tls = TlsFailure.of(failure, ControlConnection::tlsFailure);
        if (tls.isPresent()) {
            ErrorCode code = tls.get() == TlsFailure.NOT_OFFERED
                    ? ErrorCode.SOURCE_SETTING_WRONG
                    : ErrorCode.SOURCE_AUTHENTICATION_FAILED;
            return new ReplicationException(code, message + tls.get().remedy(), failure);
        }
        if (isLost(failure) && failure.getErrorCode() == 0) {
            return new ReplicationException(
                    ErrorCode.SOURCE_UNREACHABLE,
                    message
                            + "; check that the server runs, that host and port are right and that no firewall is between",
                    failure);
        }
        return classify("connecting to " + endpoint, failure);
    }

    /** The driver has no code for these. */
    private static Optional<TlsFailure> tlsFailure(String message) {
        if (message.contains("hostname verification failed") || message.contains("Self signed certificates")) {
            return Optional.of(TlsFailure.CERTIFICATE_REFUSED);
        }
        return message.contains("ssl not enabled in the server")
                ? Optional.of(TlsFailure.NOT_OFFERED)
                : Optional.empty();
    }

    /** Also after connecting, since the source may have been closed meanwhile. */
    private void requireOpen() {
        if (closed) {
            abort();
            throw new ReplicationException(ErrorCode.SOURCE_CONNECTION_LOST, "the source is closed");
        }
    }

    private Connection connect() throws SQLException {
        try {
            return new Driver().connect(url(), properties());
        } finally {
            socket = CuttableSockets.take();
        }
    }

    private String url() {
        Endpoint endpoint = settings.endpoint();
        String host = endpoint.serverName().contains(":") ? "[" + endpoint.serverName() + "]" : endpoint.serverName();
        return "jdbc:mariadb://" + host + ":" + settings.port() + "/";
    }

    private Properties properties() {
        Endpoint endpoint = settings.endpoint();
        Properties properties = new Properties();
        properties.setProperty("user", endpoint.username());
        properties.setProperty("password", settings.password());
        properties.setProperty(
                "connectTimeout", String.valueOf(settings.connectTimeout().toMillis()));
        properties.setProperty(
                "socketTimeout", String.valueOf(settings.executeTimeout().toMillis()));
        properties.setProperty("sslMode", sslMode(endpoint.sslMode()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("socketFactory", CuttableSockets.class.getName());
        properties.setProperty("tinyInt1isBit", "false");
        if (endpoint.sslMode() == SslMode.NONE) {
            properties.setProperty("allowPublicKeyRetrieval", "true");
        } else if (endpoint.certificateFile() != null) {
            properties.setProperty("serverSslCert", endpoint.certificateFile());
        }
        return properties;
    }

    private static String sslMode(SslMode mode) {
        return switch (mode) {
            case NONE -> "disable";
            case REQUIRE -> "trust";
            case VERIFY_CA -> "verify-ca";
            case VERIFY_FULL -> "verify-full";
        };
    }

    private static ReplicationException classify(String doing, SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        return ServerErrors.classify(
                doing, failure.getErrorCode(), state, String.valueOf(failure.getMessage()), failure);
    }

    private void abort() {
        Socket current = socket;
        connection = null;
        socket = null;
        if (current != null) {
            try {
                current.close();
            } catch (IOException alreadyGone) {
                connection = null;
            }
        }
    }

    /** Never waits for a question that is under way: cuts it off. */
    @Override
    public void close() {
        closed = true;
        abort();
    }
}
