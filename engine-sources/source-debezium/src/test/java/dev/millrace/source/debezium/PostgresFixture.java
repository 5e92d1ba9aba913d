package dev.millrace.source.debezium;

import dev.millrace.servers.PostgresServer;
import dev.millrace.source.postgres.PostgresSourceFactory;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.source.Source;
import dev.millrace.testing.contract.SqlSession;
import dev.millrace.testing.contract.source.PostgresSourceFixture;
import dev.millrace.testing.contract.source.SourceWriter;
import dev.millrace.testing.contract.source.SqlWriter;
import dev.millrace.testing.fault.FaultProxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import static org.awaitility.Awaitility.await;

/** A database and a user of its own on a shared PostgreSQL, behind a proxy, read by Debezium. */
final class PostgresFixture implements PostgresSourceFixture {
    private static final String PASSWORD = "secret";
    private static final Duration FAREWELL = Duration.ofSeconds(60);
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final PostgresServer SERVER =
            PostgresServer.builder().setting("fsync", "off").start();

    private final String name = "contract_" + COUNT.incrementAndGet();
    private final FaultProxy proxy = FaultProxy.to(SERVER.host(), SERVER.port());
    private final SqlSession session;

    PostgresFixture() {
        administer("CREATE DATABASE " + name, "CREATE USER " + name + " SUPERUSER PASSWORD '" + PASSWORD + "'");
        session = new SqlSession(connect(name));
    }

    private static void administer(String... statements) {
        try (SqlSession administrator = new SqlSession(connect("postgres"))) {
            administrator.execute(statements);
        }
    }

    private static Connection connect(String database) {
        try {
            return DriverManager.getConnection(SERVER.jdbcUrl(database), SERVER.username(), SERVER.password());
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public SourceWriter openWriter() {
        try {
            Connection connection = connect(name);
            connection.setAutoCommit(false);
            return new SqlWriter(new SqlSession(connection));
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public SqlSession session() {
        return session;
    }

    @Override
    public FaultProxy proxy() {
        return proxy;
    }

    @Override
    public String password() {
        return PASSWORD;
    }

    @Override
    public Source open(String taskName, int port, String password) {
        Endpoint endpoint = new Endpoint(
                "postgres",
                proxy.host(),
                port,
                name,
                name,
                new Secret(password),
                SslMode.NONE,
                null,
                new EndpointSettings(Map.of("ReaderHeartbeatMilliseconds", "50")));
        TaskContext context = new TaskContext(taskName, "", Clock.systemUTC(), Path.of("target", "state"));
        return new DebeziumReaderFactory().over(new PostgresSourceFactory().open(endpoint, context), endpoint, context);
    }

    @Override
    public boolean holdsConnections() {
        return !session.query("SELECT pid FROM pg_stat_activity WHERE usename = '" + name + "'")
                .isEmpty();
    }

    @Override
    public void close() {
        proxy.close();
        await().atMost(FAREWELL).until(() -> !holdsConnections());
        session.query(
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = '" + name + "'");
        session.close();
        administer("DROP DATABASE " + name + " WITH (FORCE)", "DROP USER " + name);
    }
}
