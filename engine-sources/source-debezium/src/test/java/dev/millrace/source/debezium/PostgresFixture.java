package dev.millrace.source.debezium;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.servers.PostgresServer;
import dev.millrace.source.postgres.PostgresSourceFactory;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.source.Source;
import dev.millrace.testing.contract.SqlSession;
import dev.millrace.testing.contract.SqlTables;
import dev.millrace.testing.contract.source.SourceFixture;
import dev.millrace.testing.contract.source.SourceWriter;
import dev.millrace.testing.contract.source.SqlWriter;
import dev.millrace.testing.fault.FaultProxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

import static dev.millrace.testing.contract.SqlSession.quoted;
import static org.awaitility.Awaitility.await;

/** A database and a user of its own on a shared PostgreSQL, behind a proxy, read by Debezium. */
final class PostgresFixture implements SourceFixture {
    private static final int NOBODY_LISTENS = 1;
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
    public String schema() {
        return "public";
    }

    @Override
    public Set<String> systemSchemas() {
        return Set.of("pg_catalog", "information_schema", "pg_toast");
    }

    @Override
    public String nativeType(DataType type) {
        return switch (type.kind()) {
            case INT8 -> "bigint";
            case STRING -> "character varying(" + type.length() + ")";
            case CLOB -> "text";
            case NUMERIC -> "numeric(" + type.precision() + "," + type.scale() + ")";
            default -> throw new IllegalArgumentException("no column of the contract has type " + type);
        };
    }

    @Override
    public void createTable(TableSchema table) {
        SqlTables.creation(table).forEach(session::execute);
        if (table.primaryKey().isEmpty()) {
            session.execute("ALTER TABLE " + quoted(table.id()) + " REPLICA IDENTITY FULL");
        }
    }

    @Override
    public List<String> createPartitioned(TableSchema table, String column, long boundary) {
        String partition = "CREATE TABLE %s PARTITION OF " + quoted(table.id()) + " FOR VALUES FROM (%s) TO (%s)";
        session.execute(
                SqlTables.creation(table).get(0) + " PARTITION BY RANGE (" + quoted(column) + ")",
                partition.formatted("below", "MINVALUE", boundary),
                partition.formatted("others", boundary, "MAXVALUE"));
        return List.of("below", "others");
    }

    @Override
    public void addColumn(TableId table, ColumnSchema column) {
        session.execute("ALTER TABLE " + quoted(table) + " ADD COLUMN " + SqlTables.column(column));
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
    public SourceWriter openSparingWriter() {
        return openWriter();
    }

    @Override
    public List<List<@Nullable String>> rows(TableSchema table) {
        return session.rows(table);
    }

    @Override
    public Source open(String taskName) {
        return open(taskName, proxy.port(), PASSWORD);
    }

    @Override
    public Source openWithoutServer() {
        return open("task", NOBODY_LISTENS, PASSWORD);
    }

    @Override
    public Source openWithWrongPassword() {
        return open("task", proxy.port(), "wrong");
    }

    private Source open(String taskName, int port, String password) {
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
    public List<String> captured() {
        return Stream.of(
                        "SELECT slot_name FROM pg_replication_slots WHERE database = current_database()",
                        "SELECT pubname FROM pg_publication")
                .flatMap(query -> session.query(query).stream())
                .map(row -> String.valueOf(row.get(0)))
                .toList();
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
