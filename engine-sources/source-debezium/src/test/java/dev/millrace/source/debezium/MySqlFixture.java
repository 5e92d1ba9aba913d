package dev.millrace.source.debezium;

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
import dev.millrace.testing.contract.source.MySqlSourceFixture;
import dev.millrace.testing.contract.source.SourceWriter;
import dev.millrace.testing.contract.source.SqlWriter;
import dev.millrace.testing.fault.FaultProxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A database and a user of its own on a shared MySQL or MariaDB, behind a proxy, read by Debezium. */
final class MySqlFixture implements MySqlSourceFixture {
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
    public SourceWriter openWriter() {
        SqlSession writing = new SqlSession(connect(name));
        writing.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED", "SET autocommit = 0");
        return new SqlWriter(writing);
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
