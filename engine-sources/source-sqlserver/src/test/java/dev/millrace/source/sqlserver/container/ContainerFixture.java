package dev.millrace.source.sqlserver.container;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.sqlserver.SqlServerSourceFactory;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.source.Source;
import dev.millrace.testing.contract.source.SourceFixture;
import dev.millrace.testing.contract.source.SourceWriter;
import dev.millrace.testing.fault.FaultProxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A database and a user of its own on a server in a container, behind a proxy. */
final class ContainerFixture implements SourceFixture {
    private static final String PASSWORD = "Secret-2026";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name = "contract" + COUNT.incrementAndGet();
    private final ContainerDatabase database = ContainerDatabase.create(Shared.SERVER, name, PASSWORD);
    private final FaultProxy proxy = FaultProxy.to(Shared.SERVER.host(), Shared.SERVER.port());

    /** Started when a test needs it first. */
    private static final class Shared {
        static final ContainerServer SERVER = ContainerServer.start();
    }

    @Override
    public String schema() {
        return ContainerDatabase.SCHEMA;
    }

    @Override
    public Set<String> systemSchemas() {
        return Set.of("sys", "cdc", "INFORMATION_SCHEMA");
    }

    @Override
    public String nativeType(DataType type) {
        return switch (type.kind()) {
            case INT8 -> "bigint";
            case STRING -> "nvarchar(" + type.length() + ")";
            case CLOB -> "nvarchar(max)";
            case NUMERIC -> "decimal(" + type.precision() + "," + type.scale() + ")";
            default -> throw new IllegalArgumentException("no column of the contract has type " + type);
        };
    }

    @Override
    public void createTable(TableSchema table) {
        database.createTable(table);
    }

    @Override
    public List<String> createPartitioned(TableSchema table, String column, long boundary) {
        database.createPartitioned(table, column, boundary);
        return List.of("1", "2");
    }

    @Override
    public void addColumn(TableId table, ColumnSchema column) {
        database.addColumn(table, column);
    }

    @Override
    public SourceWriter openWriter() {
        return new ContainerWriter(database.openWriter());
    }

    @Override
    public List<List<@Nullable String>> rows(TableSchema table) {
        return database.rows(table);
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
                "sqlserver",
                proxy.host(),
                port,
                name,
                name,
                new Secret(password),
                SslMode.NONE,
                null,
                new EndpointSettings(Map.of("ReaderPollMilliseconds", "50")));
        TaskContext context = new TaskContext(taskName, "", Clock.systemUTC(), Path.of("target", "state"));
        return new SqlServerSourceFactory().open(endpoint, context);
    }

    @Override
    public boolean holdsConnections() {
        return database.isConnectedTo();
    }

    @Override
    public void close() {
        proxy.close();
        database.close();
    }
}
