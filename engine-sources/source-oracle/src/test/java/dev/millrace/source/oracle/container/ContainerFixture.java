package dev.millrace.source.oracle.container;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.oracle.OracleSourceFactory;
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
import dev.millrace.testing.fault.FaultProxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

import static dev.millrace.testing.contract.SqlSession.quoted;
import static org.awaitility.Awaitility.await;

/** A schema of its own in the pluggable database of a shared server, behind a proxy. */
final class ContainerFixture implements SourceFixture {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final OracleServer server;
    private final String schema;
    private final FaultProxy proxy;
    private final SqlSession owner;
    private final SqlSession administrator;

    ContainerFixture(OracleServer server) {
        this.server = server;
        schema = server.newSchema();
        proxy = FaultProxy.to(server.host(), server.port());
        owner = new SqlSession(server.connect(schema));
        administrator = server.administrator(OracleServer.PLUGGABLE);
    }

    @Override
    public String schema() {
        return schema;
    }

    @Override
    public Set<String> systemSchemas() {
        return Set.of("SYS", "SYSTEM", "OUTLN");
    }

    @Override
    public String nativeType(DataType type) {
        return switch (type.kind()) {
            case INT8 -> "NUMBER(18)";
            case STRING -> "VARCHAR2(" + type.length() + " CHAR)";
            case CLOB -> "CLOB";
            case NUMERIC -> "NUMBER(" + type.precision() + "," + type.scale() + ")";
            default -> throw new IllegalArgumentException("no column of the contract has type " + type);
        };
    }

    @Override
    public boolean emptyTextIsNull() {
        return true;
    }

    /** Names of Oracle have no quotation marks. */
    @Override
    public String allowedName(String name) {
        return name.replace("\"", "");
    }

    @Override
    public void createTable(TableSchema table) {
        create(table, "");
    }

    @Override
    public List<String> createPartitioned(TableSchema table, String column, long boundary) {
        create(
                table,
                " PARTITION BY RANGE (" + quoted(column) + ") (PARTITION BELOW VALUES LESS THAN (" + boundary
                        + "), PARTITION OTHERS VALUES LESS THAN (MAXVALUE))");
        return List.of("BELOW", "OTHERS");
    }

    private void create(TableSchema table, String partitions) {
        List<String> statements = SqlTables.creation(table);
        owner.execute(statements.get(0) + partitions);
        statements.subList(1, statements.size()).forEach(owner::execute);
        owner.execute(
                "ALTER TABLE " + quoted(table.id()) + " ADD SUPPLEMENTAL LOG DATA (ALL) COLUMNS",
                "GRANT SELECT, FLASHBACK ON " + quoted(table.id()) + " TO " + OracleServer.USER);
        awaitLaterTime();
    }

    @Override
    public void addColumn(TableId table, ColumnSchema column) {
        owner.execute("ALTER TABLE " + quoted(table) + " ADD (" + SqlTables.column(column) + ")");
        awaitLaterTime();
    }

    /**
     * A table can't be read as of a number whose time is that of its definition (ORA-01466), and the server knows the times of numbers to about three
     * seconds only.
     */
    private void awaitLaterTime() {
        String defined = value("SELECT CURRENT_SCN FROM V$DATABASE");
        await().atMost(PATIENCE)
                .until(() -> value(
                                "SELECT COUNT(*) FROM V$DATABASE WHERE SCN_TO_TIMESTAMP(CURRENT_SCN) > SCN_TO_TIMESTAMP("
                                        + defined + ")")
                        .equals("1"));
    }

    private String value(String query) {
        return String.valueOf(administrator.query(query).get(0).get(0));
    }

    @Override
    public SourceWriter openWriter() {
        Connection connection = server.connect(schema);
        try {
            connection.setAutoCommit(false);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return new ContainerWriter(connection);
    }

    @Override
    public List<List<@Nullable String>> rows(TableSchema table) {
        return owner.rows(table);
    }

    @Override
    public FaultProxy proxy() {
        return proxy;
    }

    @Override
    public String password() {
        return OracleServer.PASSWORD;
    }

    @Override
    public Source open(String taskName, int port, String password) {
        Endpoint endpoint = new Endpoint(
                "oracle",
                proxy.host(),
                port,
                OracleServer.ROOT,
                OracleServer.USER,
                new Secret(password),
                SslMode.NONE,
                null,
                new EndpointSettings(Map.of(
                        "PdbName",
                        OracleServer.PLUGGABLE,
                        "ReaderHeartbeatMilliseconds",
                        "20",
                        "LogMiningSleepMilliseconds",
                        "20")));
        TaskContext context =
                new TaskContext(schema + "-" + taskName, "", Clock.systemUTC(), Path.of("target", "state"));
        return new OracleSourceFactory().open(endpoint, context);
    }

    /** Sessions of other containers show in the root alone; they are called by their task, which begins with the schema. */
    @Override
    public boolean holdsConnections() {
        try (SqlSession root = server.administrator(OracleServer.ROOT)) {
            return !root.query("SELECT SID FROM V$SESSION WHERE PROGRAM LIKE 'millrace " + schema + "-%'")
                    .isEmpty();
        }
    }

    @Override
    public void close() {
        proxy.close();
        owner.close();
        administrator.execute("DROP USER " + schema + " CASCADE");
        administrator.close();
    }
}
