package dev.millrace.source.oracle.container;

import dev.millrace.testing.contract.SqlSession;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.oracle.OracleContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * Oracle Database Free in a container, made ready by {@code setup.sql}: it archives its log, supplemental logging is on, and sources have a common user
 * with the privileges that {@code docs/oracle-source.md} lists. The tables are in a pluggable database.
 */
final class OracleServer implements AutoCloseable {
    static final String ROOT = "FREE";
    static final String PLUGGABLE = "FREEPDB1";

    /** As {@code setup.sql} makes it. */
    static final String USER = "C##MILLRACE";

    static final String PASSWORD = "secret";

    private static final DockerImageName IMAGE = DockerImageName.parse("gvenzl/oracle-free:23-slim-faststart");
    private static final String SYS_PASSWORD = "system_secret";

    /** For a second start as well, which turns archiving on. */
    private static final Duration START = Duration.ofMinutes(10);

    private final OracleContainer container;
    private final AtomicInteger schemas = new AtomicInteger();

    private OracleServer(OracleContainer container) {
        this.container = container;
    }

    static OracleServer start() {
        OracleContainer container = new OracleContainer(IMAGE)
                .withPassword(SYS_PASSWORD)
                .withCopyFileToContainer(
                        MountableFile.forClasspathResource("dev/millrace/source/oracle/container/setup.sql"),
                        "/container-entrypoint-initdb.d/setup.sql")
                .withStartupTimeout(START);
        container.start();
        return new OracleServer(container);
    }

    String host() {
        return container.getHost();
    }

    int port() {
        return container.getOraclePort();
    }

    /** A schema of its own in {@link #PLUGGABLE}, which is a user with {@link #PASSWORD}. */
    String newSchema() {
        String name = "S" + schemas.incrementAndGet();
        try (SqlSession administrator = administrator(PLUGGABLE)) {
            administrator.execute(
                    "CREATE USER " + name + " IDENTIFIED BY \"" + PASSWORD
                            + "\" DEFAULT TABLESPACE MILLRACE QUOTA UNLIMITED ON MILLRACE",
                    "GRANT CREATE SESSION, CREATE TABLE TO " + name);
        }
        return name;
    }

    /** A session that may do anything in one container. */
    SqlSession administrator(String service) {
        Properties login = login("SYS", SYS_PASSWORD);
        login.setProperty("internal_logon", "sysdba");
        return new SqlSession(connect(service, login));
    }

    /** A connection of a schema's owner. */
    Connection connect(String schema) {
        return connect(PLUGGABLE, login(schema, PASSWORD));
    }

    private Connection connect(String service, Properties login) {
        try {
            return DriverManager.getConnection("jdbc:oracle:thin:@//" + host() + ":" + port() + "/" + service, login);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Properties login(String user, String password) {
        Properties login = new Properties();
        login.setProperty("user", user);
        login.setProperty("password", password);
        return login;
    }

    @Override
    public void close() {
        container.stop();
    }
}
