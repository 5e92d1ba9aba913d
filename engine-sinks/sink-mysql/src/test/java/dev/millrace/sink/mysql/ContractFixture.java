package dev.millrace.sink.mysql;

import dev.millrace.model.DataType;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.servers.DatabaseServer;
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

/** A user and two databases of its own on a shared server, one for tables and one for control tables, behind a proxy. */
final class ContractFixture implements SinkFixture {
    private static final AtomicInteger FIXTURES = new AtomicInteger();
    private static final int NOBODY_LISTENS = 1;

    private final TargetServer target;
    private final DatabaseServer server;
    private final String name = "contract_" + FIXTURES.incrementAndGet();
    private final FaultProxy proxy;
    private final SqlSession session;

    ContractFixture(TargetServer target) {
        this.target = target;
        server = target.running();
        session = new SqlSession(connect());
        session.execute(
                "SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,STRICT_ALL_TABLES'",
                "CREATE USER " + name + " IDENTIFIED BY 'secret'",
                "GRANT ALL ON *.* TO " + name);
        proxy = FaultProxy.to(server.host(), server.port());
    }

    @Override
    public String schema() {
        return name;
    }

    @Override
    public String nativeType(DataType type) {
        return switch (type.kind()) {
            case INT4 -> "int";
            case INT8 -> "bigint";
            case STRING -> "varchar(" + type.length() + ") " + exactCollation();
            case CLOB -> "longtext " + exactCollation();
            case NUMERIC -> "decimal(" + type.precision() + "," + type.scale() + ")";
            case BLOB -> "longblob";
            default -> throw new IllegalArgumentException("no column of the contract has type " + type);
        };
    }

    /** One that tells all texts apart, also those that differ in blanks at their end. */
    private String exactCollation() {
        return "CHARACTER SET utf8mb4 COLLATE "
                + (target == TargetServer.MARIADB ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin");
    }

    @Override
    public Sink open(String taskName) {
        return open(taskName, proxy.port(), "secret");
    }

    @Override
    public Sink openWithoutServer() {
        return open("task", NOBODY_LISTENS, "secret");
    }

    @Override
    public Sink openWithWrongPassword() {
        return open("task", proxy.port(), "wrong");
    }

    private Sink open(String taskName, int port, String password) {
        Endpoint endpoint = new Endpoint(
                "mysql",
                proxy.host(),
                port,
                "",
                name,
                new Secret(password),
                SslMode.NONE,
                null,
                EndpointSettings.none());
        TaskContext context =
                new TaskContext(taskName, name + "_control", Clock.systemUTC(), Path.of("target", "state"));
        return new MySqlSinkFactory().open(endpoint, context);
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
        return !session.query("SELECT ID FROM information_schema.PROCESSLIST WHERE USER = '" + name + "'")
                .isEmpty();
    }

    @Override
    public void close() {
        proxy.close();
        session.execute(
                "DROP DATABASE IF EXISTS " + name, "DROP DATABASE IF EXISTS " + name + "_control", "DROP USER " + name);
        session.close();
    }

    private Connection connect() {
        try {
            return DriverManager.getConnection(server.jdbcUrl("mysql"), server.username(), server.password());
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
