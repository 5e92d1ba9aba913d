package dev.millrace.sink.postgres;

import dev.millrace.model.DataType;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.servers.PostgresServer;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.sink.Sink;
import dev.millrace.testing.contract.SqlSession;
import dev.millrace.testing.contract.sink.SinkFixture;
import dev.millrace.testing.fault.FaultProxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A database of its own on a shared server, behind a proxy. */
final class ContractFixture implements SinkFixture {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final int NOBODY_LISTENS = 1;

    private final PostgresServer server;
    private final String database = "contract_" + DATABASES.incrementAndGet();
    private final FaultProxy proxy;
    private final SqlSession session;

    ContractFixture(int majorVersion) {
        server = TargetServers.running(majorVersion);
        administer("CREATE DATABASE " + database);
        proxy = FaultProxy.to(server.host(), server.port());
        session = new SqlSession(connect(database));
    }

    @Override
    public String schema() {
        return "app \"ä\" ? 'x'";
    }

    @Override
    public String nativeType(DataType type) {
        return switch (type.kind()) {
            case INT4 -> "integer";
            case INT8 -> "bigint";
            case STRING -> "character varying(" + type.length() + ")";
            case CLOB -> "text";
            case NUMERIC -> "numeric(" + type.precision() + "," + type.scale() + ")";
            case BLOB -> "bytea";
            default -> throw new IllegalArgumentException("no column of the contract has type " + type);
        };
    }

    @Override
    public Sink open(String taskName) {
        return open(taskName, proxy.port(), server.password());
    }

    @Override
    public Sink openWithoutServer() {
        return open("task", NOBODY_LISTENS, server.password());
    }

    @Override
    public Sink openWithWrongPassword() {
        return open("task", proxy.port(), "wrong");
    }

    private Sink open(String taskName, int port, String password) {
        Endpoint endpoint = new Endpoint(
                "postgres",
                proxy.host(),
                port,
                database,
                server.username(),
                new Secret(password),
                SslMode.NONE,
                null,
                EndpointSettings.none());
        return new PostgresSinkFactory()
                .open(endpoint, new TaskContext(taskName, "", Clock.systemUTC(), Path.of("target", "state")));
    }

    @Override
    public List<List<@Nullable String>> rows(TableSchema table) {
        return session.rows(table);
    }

    @Override
    public void insert(TableId table, Map<String, @Nullable String> values) {
        session.insert(table, values);
    }

    @Override
    public void cutConnections() {
        proxy.cutAll();
    }

    @Override
    public void stallConnections() {
        proxy.stall();
    }

    @Override
    public boolean holdsConnections() {
        return session.query("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
                        .size()
                > 1;
    }

    @Override
    public void close() {
        session.close();
        proxy.close();
        administer("DROP DATABASE " + database + " WITH (FORCE)");
    }

    private void administer(String sql) {
        try (SqlSession administration = new SqlSession(connect("postgres"))) {
            administration.execute(sql);
        }
    }

    private Connection connect(String name) {
        try {
            return DriverManager.getConnection(server.jdbcUrl(name), server.username(), server.password());
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
