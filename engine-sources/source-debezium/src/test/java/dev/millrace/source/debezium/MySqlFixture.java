package dev.millrace.source.debezium;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.servers.DatabaseServer;
import dev.millrace.servers.MariaDbServer;
import dev.millrace.servers.MySqlServer;
import dev.millrace.source.mysql.MySqlSourceFactory;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

import static dev.millrace.testing.contract.SqlSession.quoted;

/** A database and a user of its own on a shared MySQL or MariaDB, behind a proxy, read by Debezium. */
final class MySqlFixture implements SourceFixture {
    private static final int NOBODY_LISTENS = 1;
    private static final String PASSWORD = "secret";

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final DatabaseServer server;
    private final String name;
    private final FaultProxy proxy;
    private final SqlSession session;

    private MySqlFixture(DatabaseServer server) {
        this.server = server;
        name = "contract" + COUNT.incrementAndGet();
        proxy = FaultProxy.to(server.host(), server.port());
        try (SqlSession administrator = new SqlSession(connect("mysql"))) {
            administrator.execute("CREATE DATABASE " + name);
        }
        session = new SqlSession(connect(name));
        session.execute("CREATE USER " + name + " IDENTIFIED BY '" + PASSWORD + "'", "GRANT ALL ON *.* TO " + name);
    }

    static MySqlFixture onMySql() {
        return new MySqlFixture(MySql.SERVER);
    }

    static MySqlFixture onMariaDb() {
        return new MySqlFixture(MariaDb.SERVER);
    }

    /** Started when a test needs it first. */
    private static final class MySql {
        static final DatabaseServer SERVER = MySqlServer.builder().start();
    }

    /** Started when a test needs it first. */
    private static final class MariaDb {
        static final DatabaseServer SERVER = MariaDbServer.builder().start();
    }

    @Override
    public String schema() {
        return name;
    }

    /** Debezium's connectors put names into statements between backticks as they are. */
    @Override
    public String allowedName(String name) {
        return name.replace('`', '\'');
    }

    @Override
    public Set<String> systemSchemas() {
        return Set.of("mysql", "information_schema", "performance_schema", "sys");
    }

    @Override
    public String nativeType(DataType type) {
        return switch (type.kind()) {
            case INT8 -> "bigint";
            case STRING -> "varchar(" + type.length() + ") CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
            case CLOB -> "longtext";
            case NUMERIC -> "decimal(" + type.precision() + "," + type.scale() + ")";
            default -> throw new IllegalArgumentException("no column of the contract has type " + type);
        };
    }

    @Override
    public void createTable(TableSchema table) {
        SqlTables.creation(table).forEach(session::execute);
    }

    @Override
    public List<String> createPartitioned(TableSchema table, String column, long boundary) {
        session.execute(SqlTables.creation(table).get(0) + " PARTITION BY RANGE (" + quoted(column) + ")"
                + " (PARTITION below VALUES LESS THAN (" + boundary + "), PARTITION others VALUES LESS THAN MAXVALUE)");
        return List.of("below", "others");
    }

    @Override
    public void addColumn(TableId table, ColumnSchema column) {
        session.execute("ALTER TABLE " + quoted(table) + " ADD COLUMN " + SqlTables.column(column));
    }

    @Override
    public SourceWriter openWriter() {
        SqlSession writing = new SqlSession(connect(name));
        writing.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED", "SET autocommit = 0");
        return new SqlWriter(writing);
    }

    /** Debezium asks for whole rows in the log. */
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
                server instanceof MariaDbServer ? "mariadb" : "mysql",
                proxy.host(),
                port,
                "",
                name,
                new Secret(password),
                SslMode.NONE,
                null,
                new EndpointSettings(Map.of("ReaderHeartbeatMilliseconds", "100")));
        TaskContext context = new TaskContext(taskName, "", Clock.systemUTC(), Path.of("target", "state"));
        return new DebeziumReaderFactory().over(new MySqlSourceFactory().open(endpoint, context), endpoint, context);
    }

    /** The log is kept for everybody. */
    @Override
    public List<String> captured() {
        return List.of();
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
        session.execute("DROP DATABASE " + name, "DROP USER " + name);
        session.close();
    }

    private Connection connect(String database) {
        try {
            Connection connection =
                    DriverManager.getConnection(server.jdbcUrl(database), server.username(), server.password());
            new SqlSession(connection).execute("SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,STRICT_ALL_TABLES'");
            return connection;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
