package dev.millrace.source.oracle;

import dev.millrace.emulated.oracle.EmulatedOracle;
import dev.millrace.emulated.oracle.OracleTable;
import dev.millrace.emulated.oracle.OracleTransaction;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An emulated Oracle of its own, behind a proxy. */
final class ContractFixture implements SourceFixture {
    private static final String PASSWORD = "secret";
    private static final String SCHEMA = "HR";

    /** Of all sources. */
    static final Path STATE_DIRECTORY = Path.of("target", "state");

    private final EmulatedOracle oracle = EmulatedOracle.start(PASSWORD);
    private final FaultProxy proxy = FaultProxy.to("127.0.0.1", oracle.port());

    ContractFixture() {
        oracle.createSchema(SCHEMA);
    }

    EmulatedOracle oracle() {
        return oracle;
    }

    @Override
    public String schema() {
        return SCHEMA;
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
        oracle.createTable(emulated(table, null), true);
    }

    private static OracleTable emulated(TableSchema table, OracleTable.@Nullable Partitioning partitioning) {
        return new OracleTable(
                table.id().schema(),
                table.id().table(),
                table.columns().stream().map(ContractFixture::emulated).toList(),
                table.primaryKey().map(KeySchema::columns).orElse(List.of()),
                table.uniqueKeys().stream()
                        .map(key -> new OracleTable.Key(key.name(), key.columns()))
                        .toList(),
                table.indexes().stream()
                        .map(index -> new OracleTable.Key(index.name(), index.columns()))
                        .toList(),
                table.foreignKeys().stream()
                        .map(key -> new OracleTable.ForeignKey(
                                key.name(),
                                key.columns(),
                                key.parent().schema(),
                                key.parent().table(),
                                key.onDelete()))
                        .toList(),
                partitioning);
    }

    private static OracleTable.Column emulated(ColumnSchema column) {
        return new OracleTable.Column(column.name(), column.nativeType(), column.nullable());
    }

    @Override
    public List<String> createPartitioned(TableSchema table, String column, long boundary) {
        oracle.createTable(emulated(table, new OracleTable.Partitioning(column, boundary, "BELOW", "OTHERS")), true);
        return List.of("BELOW", "OTHERS");
    }

    @Override
    public void addColumn(TableId table, ColumnSchema column) {
        oracle.addColumn(table.schema(), table.table(), emulated(column));
    }

    @Override
    public SourceWriter openWriter() {
        return writer(oracle.begin());
    }

    /** One that writes by a session. */
    static SourceWriter writer(OracleTransaction transaction) {
        return new Writer(transaction);
    }

    private record Writer(OracleTransaction transaction) implements SourceWriter {
        @Override
        public void insert(TableSchema table, List<List<@Nullable String>> rows) {
            for (int from = 0; from < rows.size(); from += 500) {
                transaction.insert(
                        table.id().schema(), table.id().table(), rows.subList(from, Math.min(rows.size(), from + 500)));
            }
        }

        @Override
        public void update(TableId table, Map<String, @Nullable String> old, Map<String, @Nullable String> values) {
            transaction.update(table.schema(), table.table(), old, values);
        }

        @Override
        public void delete(TableId table, Map<String, @Nullable String> old) {
            transaction.delete(table.schema(), table.table(), old);
        }

        @Override
        public void truncate(TableId table) {
            transaction.truncate(table.schema(), table.table());
        }

        @Override
        public void commit() {
            transaction.commit();
        }

        @Override
        public void rollback() {
            transaction.rollback();
        }

        @Override
        public void close() {
            transaction.close();
        }
    }

    @Override
    public List<List<@Nullable String>> rows(TableSchema table) {
        return oracle.rows(table.id().schema(), table.id().table());
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

    /** A source with more settings. */
    Source open(String taskName, Map<String, String> settings) {
        return open(taskName, proxy.port(), PASSWORD, settings);
    }

    private Source open(String taskName, int port, String password, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("JdbcUrl", oracle.jdbcUrl(port));
        settings.put("ReaderHeartbeatMilliseconds", "20");
        settings.put("LogMiningSleepMilliseconds", "20");
        settings.putAll(more);
        Endpoint endpoint = new Endpoint(
                "oracle",
                "",
                0,
                "ORCL",
                EmulatedOracle.USER,
                new Secret(password),
                SslMode.NONE,
                null,
                new EndpointSettings(settings));
        TaskContext context = new TaskContext(taskName, "", Clock.systemUTC(), STATE_DIRECTORY);
        return new OracleSourceFactory().open(endpoint, context);
    }

    @Override
    public boolean holdsConnections() {
        return oracle.sessions() > 0;
    }

    @Override
    public void close() {
        proxy.close();
        oracle.close();
    }
}
