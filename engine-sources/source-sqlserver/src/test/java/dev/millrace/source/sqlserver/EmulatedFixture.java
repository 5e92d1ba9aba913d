package dev.millrace.source.sqlserver;

import dev.millrace.emulated.sqlserver.EmulatedColumn;
import dev.millrace.emulated.sqlserver.EmulatedDatabase;
import dev.millrace.emulated.sqlserver.EmulatedSqlServer;
import dev.millrace.emulated.sqlserver.EmulatedTable;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A database of its own on an emulated server, behind a proxy. */
final class EmulatedFixture implements SourceFixture {
    static final String USER = "replicator";
    private static final String PASSWORD = "secret";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name = "contract" + COUNT.incrementAndGet();
    private final FaultProxy proxy = FaultProxy.to("127.0.0.1", Shared.SERVER.port());
    private final EmulatedDatabase database = Shared.SERVER.createDatabase(name, USER, PASSWORD);
    private final Map<TableId, Integer> versions = new HashMap<>();
    private final Map<TableId, List<String>> captures = new HashMap<>();

    EmulatedFixture() {
        database.createSchema("sales");
    }

    /** Started when a test needs it first. */
    private static final class Shared {
        static final EmulatedSqlServer SERVER = EmulatedSqlServer.start();
    }

    EmulatedDatabase database() {
        return database;
    }

    @Override
    public String schema() {
        return "sales";
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
        List<EmulatedColumn> columns =
                table.columns().stream().map(EmulatedFixture::column).toList();
        Map<String, List<String>> unique = new LinkedHashMap<>();
        table.uniqueKeys().forEach(key -> unique.put(key.name(), key.columns()));
        Map<String, List<String>> indexes = new LinkedHashMap<>();
        table.indexes().forEach(index -> indexes.put(index.name(), index.columns()));
        List<EmulatedTable.ForeignKey> references = table.foreignKeys().stream()
                .map(key -> new EmulatedTable.ForeignKey(
                        key.name(),
                        key.columns(),
                        key.parent().schema(),
                        key.parent().table(),
                        key.parentColumns(),
                        key.onDelete()))
                .toList();
        database.createTable(new EmulatedTable(
                table.id().schema(),
                table.id().table(),
                columns,
                table.primaryKey().map(KeySchema::columns).orElse(List.of()),
                unique,
                indexes,
                references));
        capture(table.id());
    }

    private static EmulatedColumn column(ColumnSchema column) {
        return EmulatedColumn.of(column.name(), column.nativeType(), column.nullable());
    }

    private void capture(TableId table) {
        List<String> instances = captures.computeIfAbsent(table, id -> new ArrayList<>());
        int number = versions.merge(table, 1, Integer::sum);
        String instance = table.schema() + "_" + table.table() + (number == 1 ? "" : "_v" + number);
        database.enableCapture(table.schema(), table.table(), instance);
        instances.add(instance);
    }

    /** The names of the capture instances of each table, the oldest first; whoever disables one takes it out. */
    Map<TableId, List<String>> captureInstances() {
        return captures;
    }

    @Override
    public List<String> createPartitioned(TableSchema table, String column, long boundary) {
        createTable(table);
        database.partition(
                table.id().schema(),
                table.id().table(),
                column,
                "by " + table.id().table(),
                true,
                List.of(boundary));
        return List.of("1", "2");
    }

    /** An administrator enables the table a second time, so that the new column is captured too. */
    @Override
    public void addColumn(TableId table, ColumnSchema column) {
        database.addColumn(table.schema(), table.table(), column(column));
        capture(table);
    }

    @Override
    public SourceWriter openWriter() {
        return new EmulatedWriter(database.begin());
    }

    @Override
    public List<List<@Nullable String>> rows(TableSchema table) {
        return database.rows(
                table.id().schema(),
                table.id().table(),
                table.columns().stream().map(ColumnSchema::name).toList());
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
        return open(taskName, port, password, Map.of());
    }

    Source open(Map<String, String> settings) {
        return open("task", proxy.port(), PASSWORD, settings);
    }

    private Source open(String taskName, int port, String password, Map<String, String> more) {
        return open(taskName, endpoint(port, password, more));
    }

    Source open(Endpoint endpoint) {
        return open("task", endpoint);
    }

    private static Source open(String taskName, Endpoint endpoint) {
        TaskContext context = new TaskContext(taskName, "", Clock.systemUTC(), Path.of("target", "state"));
        return new SqlServerSourceFactory().open(endpoint, context);
    }

    Endpoint endpoint(Map<String, String> settings) {
        return endpoint(proxy.port(), PASSWORD, settings);
    }

    private Endpoint endpoint(int port, String password, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("JdbcUrl", "jdbc:emulated-sqlserver://127.0.0.1:" + port + "/" + name);
        settings.putIfAbsent("ReaderPollMilliseconds", "20");
        return new Endpoint(
                "sqlserver", "", 0, "", USER, new Secret(password), SslMode.NONE, null, new EndpointSettings(settings));
    }

    @Override
    public boolean holdsConnections() {
        return proxy.openConnections() > 0;
    }

    @Override
    public void close() {
        proxy.close();
        database.close();
    }
}
