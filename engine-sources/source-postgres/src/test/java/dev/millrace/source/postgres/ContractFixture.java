package dev.millrace.source.postgres;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.servers.PostgresServer;
import dev.millrace.spi.source.Source;
import dev.millrace.testing.contract.SqlSession;
import dev.millrace.testing.contract.SqlTables;
import dev.millrace.testing.contract.source.SourceFixture;
import dev.millrace.testing.contract.source.SourceWriter;
import dev.millrace.testing.contract.source.SqlWriter;
import dev.millrace.testing.fault.FaultProxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

import static dev.millrace.testing.contract.SqlSession.quoted;
import static org.awaitility.Awaitility.await;

/** A database of its own on a shared server, behind a proxy. */
final class ContractFixture implements SourceFixture {
    private static final int NOBODY_LISTENS = 1;
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
            Connection connection = database.connect();
            connection.setAutoCommit(false);
            return new SqlWriter(new SqlSession(connection));
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** What the log leaves out depends on the size of a value alone. */
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
        return open(taskName, proxy.port(), server.password());
    }

    @Override
    public Source openWithoutServer() {
        return open("task", NOBODY_LISTENS, server.password());
    }

    @Override
    public Source openWithWrongPassword() {
        return open("task", proxy.port(), "wrong");
    }

    private Source open(String taskName, int port, String password) {
        return new PostgresSourceFactory()
                .open(
                        database.endpoint(proxy.host(), port, settings, server.username(), password),
                        TestDatabase.context(taskName));
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
