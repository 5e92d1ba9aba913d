package dev.millrace.source.postgres;

import dev.millrace.servers.PostgresServer;
import dev.millrace.spi.source.Source;
import dev.millrace.testing.contract.SqlSession;
import dev.millrace.testing.contract.source.PostgresSourceFixture;
import dev.millrace.testing.contract.source.SourceWriter;
import dev.millrace.testing.contract.source.SqlWriter;
import dev.millrace.testing.fault.FaultProxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

import static org.awaitility.Awaitility.await;

/** A database of its own on a shared server, behind a proxy. */
final class ContractFixture implements PostgresSourceFixture {
    private static final Duration FAREWELL = Duration.ofSeconds(60);

    private final PostgresServer server;
    private final Map<String, String> settings;
    private final TestDatabase database;
    private final FaultProxy proxy;
    private final SqlSession session;

    ContractFixture(int majorVersion, Map<String, String> settings) {
        this.server = ContractServers.running(majorVersion);
        this.settings = settings;
        database = new TestDatabase(server);
        proxy = FaultProxy.to(server.host(), server.port());
        session = new SqlSession(database.connect());
    }

    @Override
    public SourceWriter openWriter() {
        try {
            Connection connection = database.connect();
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
        return server.password();
    }

    @Override
    public Source open(String taskName, int port, String password) {
        return new PostgresSourceFactory()
                .open(
                        database.endpoint(proxy.host(), port, settings, server.username(), password),
                        TestDatabase.context(taskName));
    }

    @Override
    public boolean holdsConnections() {
        return !session.query("SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND application_name LIKE 'millrace%'")
                        .isEmpty()
                || !session.query("SELECT slot_name FROM pg_replication_slots"
                                + " WHERE database = current_database() AND active")
                        .isEmpty();
    }

    @Override
    public void close() {
        proxy.close();
        await().atMost(FAREWELL).until(() -> !holdsConnections());
        session.close();
        database.close();
    }
}
