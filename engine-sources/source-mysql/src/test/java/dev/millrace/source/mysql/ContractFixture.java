package dev.millrace.source.mysql;

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
import java.sql.SQLException;
import java.time.Clock;

/** A database and a user of its own on a shared server, behind a proxy. */
final class ContractFixture implements MySqlSourceFixture {
    private static final String PASSWORD = "secret";

    private final TestServer server;
    private final String name;
    private final FaultProxy proxy;
    private final SqlSession session;

    ContractFixture(TestServer server) {
        this.server = server;
        name = server.newDatabase();
        proxy = FaultProxy.to(server.server().host(), server.server().port());
        session = new SqlSession(connect());
        session.execute("CREATE USER " + name + " IDENTIFIED BY '" + PASSWORD + "'", "GRANT ALL ON *.* TO " + name);
    }

    @Override
    public String schema() {
        return name;
    }

    @Override
    public SourceWriter openWriter() {
        return openWriter("DO 0");
    }

    @Override
    public SourceWriter openSparingWriter() {
        return openWriter("SET SESSION binlog_row_image = MINIMAL");
    }

    private SourceWriter openWriter(String setting) {
        SqlSession writing = new SqlSession(connect());
        writing.execute(setting, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED", "SET autocommit = 0");
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
                server.isMariaDb() ? "mariadb" : "mysql",
                proxy.host(),
                port,
                "",
                name,
                new Secret(password),
                SslMode.NONE,
                null,
                EndpointSettings.none());
        return new MySqlSourceFactory()
                .open(endpoint, new TaskContext(taskName, "", Clock.systemUTC(), Path.of("target", "state")));
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

    private Connection connect() {
        try {
            Connection connection = server.connect(name);
            new SqlSession(connection).execute("SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,STRICT_ALL_TABLES'");
            return connection;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
