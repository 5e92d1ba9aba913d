package dev.millrace.sink.postgres;

import dev.millrace.sink.jdbc.TargetConnections;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Opens connections as the endpoint says, with every session setting that the outcome of a statement depends on nailed down, and with a
 * limit on everything that could wait forever.
 *
 * <p>Settings (dms-reference §7.2): {@code ConnectionTimeout}, seconds to connect, default 10; {@code ExecuteTimeout}, seconds to wait
 * for a lock, default 60, and if given also the limit of one statement of the apply, which is 30 minutes otherwise;
 * {@code AfterConnectScript}, run on every connection.
 */
final class PostgresConnector implements TargetConnections.Opener {
    /** The role of the connection for catalogue, DDL and task store. */
    static final String CONTROL = "control";

    /** The role of connections that load tables. */
    static final String LOAD = "load";

    /** The role of connections that apply changes. */
    static final String APPLY = "apply";

    private static final int DEFAULT_PORT = 5432;
    private static final int LONGEST_NAME_BYTES = 63;
    private static final Duration LONGEST_STATEMENT = Duration.ofMinutes(30);
    private static final int IDLE_SESSION_TIMEOUT_SINCE = 14;

    private final Endpoint endpoint;
    private final String taskName;
    private final Duration connectTimeout;
    private final Duration lockTimeout;
    private final Duration statementTimeout;
    private final Optional<String> afterConnectScript;

    PostgresConnector(Endpoint endpoint, String taskName) {
        this.endpoint = endpoint;
        this.taskName = taskName;
        connectTimeout = endpoint.settings().seconds("ConnectionTimeout", Duration.ofSeconds(10));
        lockTimeout = endpoint.settings().seconds("ExecuteTimeout", Duration.ofSeconds(60));
        statementTimeout = endpoint.settings().text("ExecuteTimeout").isPresent() ? lockTimeout : LONGEST_STATEMENT;
        afterConnectScript = endpoint.settings().text("AfterConnectScript");
    }

    @Override
    public Connection open(String role) throws SQLException {
        Connection connection = dataSource(role).getConnection();
        boolean settled = false;
        try (Statement statement = connection.createStatement()) {
            statement.execute(sessionSettings(role, connection.getMetaData().getDatabaseMajorVersion()));
            if (afterConnectScript.isPresent()) {
                statement.execute(afterConnectScript.get());
            }
            if (role.equals(CONTROL)) {
                // so that the catalogue prints every name with its schema
                statement.execute("SET search_path = pg_catalog");
            }
            settled = true;
            return connection;
        } finally {
            if (!settled) {
                connection.close();
            }
        }
    }

    private PGSimpleDataSource dataSource(String role) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {endpoint.serverName()});
        source.setPortNumbers(new int[] {endpoint.portOr(DEFAULT_PORT)});
        source.setDatabaseName(endpoint.databaseName().isEmpty() ? "postgres" : endpoint.databaseName());
        source.setUser(endpoint.username());
        Secret password = endpoint.password();
        if (password != null) {
            source.setPassword(password.value());
        }
        source.setApplicationName(applicationName(role));
        source.setConnectTimeout(seconds(connectTimeout));
        source.setLoginTimeout(seconds(connectTimeout));
        source.setSocketTimeout(seconds(socketTimeout(role)));
        source.setTcpKeepAlive(true);
        source.setPrepareThreshold(2);
        source.setLogServerErrorDetail(false);
        source.setProperty(PGProperty.GSS_ENC_MODE, "disable");
        source.setProperty(PGProperty.ASSUME_MIN_SERVER_VERSION, "12");
        protect(source);
        return source;
    }

    private void protect(PGSimpleDataSource source) throws SQLException {
        source.setSslMode(
                switch (endpoint.sslMode()) {
                    case NONE -> "disable";
                    case REQUIRE -> "require";
                    case VERIFY_CA -> "verify-ca";
                    case VERIFY_FULL -> "verify-full";
                });
        boolean verifies = endpoint.sslMode() == SslMode.VERIFY_CA || endpoint.sslMode() == SslMode.VERIFY_FULL;
        String certificateFile = endpoint.certificateFile();
        if (verifies && certificateFile != null) {
            source.setSslRootCert(certificateFile);
        } else if (verifies) {
            source.setSslfactory("org.postgresql.ssl.DefaultJavaSSLFactory");
        }
    }

    private String sessionSettings(String role, int majorVersion) {
        StringBuilder settings = new StringBuilder("SET client_min_messages = 'warning';"
                + " SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres'; SET timezone = 'UTC';"
                + " SET extra_float_digits = 1; SET bytea_output = 'hex'; SET lc_monetary = 'C';"
                + " SET xmloption = 'content'; SET default_transaction_isolation = 'read committed';"
                + " SET idle_in_transaction_session_timeout = 0; SET jit = off;"
                // staging joins hit few rows of large tables, which are cheap to reach unless disks spin
                + " SET random_page_cost = 1.1;");
        settings.append(" SET lock_timeout = ").append(lockTimeout.toMillis());
        settings.append("; SET statement_timeout = ").append(role.equals(APPLY) ? statementTimeout.toMillis() : 0);
        if (majorVersion >= IDLE_SESSION_TIMEOUT_SINCE) {
            settings.append("; SET idle_session_timeout = 0");
        }
        if (role.equals(LOAD)) {
            // a crash may lose the last chunks, but then their marks too
            settings.append("; SET synchronous_commit = off");
        }
        return settings.toString();
    }

    /** Longer than the server's own limit where there is one; DDL and COPY may take as long as the data needs. */
    private Duration socketTimeout(String role) {
        return role.equals(APPLY) && !statementTimeout.isZero() ? statementTimeout.plusSeconds(30) : Duration.ZERO;
    }

    /** The server keeps 63 bytes of printable ASCII. */
    private String applicationName(String role) {
        byte[] name = ("millrace/" + role + "/" + taskName).getBytes(StandardCharsets.US_ASCII);
        return new String(name, 0, Math.min(name.length, LONGEST_NAME_BYTES), StandardCharsets.US_ASCII);
    }

    private static int seconds(Duration duration) {
        return Math.toIntExact(duration.toSeconds());
    }
}
