package dev.millrace.source.oracle.log;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.debezium.connector.Connector;
import dev.millrace.source.debezium.connector.HistoryPosition;
import dev.millrace.source.debezium.connector.KeptSchemaHistory;
import dev.millrace.source.debezium.connector.LogPositions;
import dev.millrace.source.debezium.connector.TableNames;
import dev.millrace.source.debezium.record.ValueWriter;
import dev.millrace.source.oracle.position.OraclePosition;
import dev.millrace.source.oracle.server.Connections;
import dev.millrace.source.oracle.server.Query;
import dev.millrace.source.oracle.value.LoggedValues;
import dev.millrace.spi.Finding;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * The redo log through LogMiner and Debezium's connector. The log names tables and columns by numbers, so positions carry the history of the tables' shapes,
 * see {@link HistoryPosition}; it begins where the capture begins.
 */
public final class OracleLog implements Connector {
    private static final String DOING = "reading the redo threads";

    private final LogSettings settings;
    private final Connections connections;
    private final Query query;
    private final OpenTransactions openTransactions;
    private final Map<String, List<TableSchema>> tables = new ConcurrentHashMap<>();

    /** @param stateDirectory where transactions are held that have not ended */
    public OracleLog(LogSettings settings, Connections connections, Query query, Path stateDirectory) {
        this.settings = settings;
        this.connections = connections;
        this.query = query;
        this.openTransactions = new OpenTransactions(stateDirectory, settings.openTransactionMegabytes());
    }

    /** Whether the connector writes the dictionary to the log, for which LogMiner has a package of its own. */
    public boolean buildsDictionary() {
        return settings.strategy().equals("redo_log_catalog");
    }

    @Override
    public String className() {
        return "io.debezium.connector.oracle.OracleConnector";
    }

    @Override
    public Map<String, String> properties(List<TableSchema> ofTask, String run) {
        tables.put(run, List.copyOf(ofTask));
        Map<String, String> properties = new HashMap<>(settings.properties(ofTask));
        properties.put("database.connection.factory.class", DebeziumConnections.class.getName());
        properties.put("database." + DebeziumConnections.RUN, run);
        properties.put("table.include.list", TableNames.list(ofTask));
        properties.put("include.schema.changes", "false");
        properties.put("schema.history.internal", KeptSchemaHistory.class.getName());
        properties.put(KeptSchemaHistory.RUN, run);
        properties.put("schema.history.internal.store.only.captured.tables.ddl", "true");
        properties.put("snapshot.locking.mode", "none");
        properties.put("interval.handling.mode", "string");
        properties.put("time.precision.mode", "isostring");
        properties.put("event.processing.failure.handling.mode", "fail");
        properties.put("event.converting.failure.handling.mode", "fail");
        return properties;
    }

    @Override
    public LogPositions positions(SourcePosition from, String run) {
        List<Integer> threads = query.rows(DOING, "SELECT THREAD# FROM V$THREAD").stream()
                .map(row -> Integer.valueOf(String.valueOf(row[0])))
                .toList();
        return new CommitPositions(from, run, threads);
    }

    @Override
    public void begin(SourcePosition from, String run, Map<String, String> properties) {
        KeptSchemaHistory.begin(run, Resumption.of(from).shapes());
        LargeValueMarker marker = connect(run);
        LargeValueLookup.begin(
                run,
                new LargeValues(connections, marker, properties.getOrDefault("unavailable.value.placeholder", "")));
        properties.putAll(LargeValueLookup.properties(run));
        properties.putAll(openTransactions.begin(run));
    }

    private LargeValueMarker connect(String run) {
        List<TableSchema> ofRun = tables.getOrDefault(run, List.of());
        MinedTables mined = new MinedTables(ofRun);
        DebeziumConnections.begin(run, connections, new SentStatements(ofRun), mined);
        return mined.marker();
    }

    @Override
    public void end(String run) {
        openTransactions.end(run);
        KeptSchemaHistory.forget(run);
        DebeziumConnections.end(run);
        LargeValueLookup.end(run);
        tables.remove(run);
    }

    @Override
    public void cut(String run) {
        DebeziumConnections.end(run);
        LargeValueLookup.end(run);
    }

    @Override
    public SourcePosition position(SourcePosition place) {
        return HistoryPosition.of(place);
    }

    @Override
    public SourcePosition place(SourcePosition position) {
        return HistoryPosition.placeOf(position);
    }

    @Override
    public SourcePosition parse(String text) {
        return new HistoryPosition(
                OraclePosition.parse(HistoryPosition.placeIn(text)), HistoryPosition.historyIn(text));
    }

    /** The position with what the dictionary says of the tables now, unless it has a history already. */
    @Override
    public SourcePosition prepared(SourcePosition start, List<TableSchema> ofTask) {
        if (ofTask.isEmpty() || !HistoryPosition.of(start).history().isEmpty()) {
            return position(start);
        }
        String run = "definitions " + UUID.randomUUID();
        Map<String, String> properties = properties(ofTask, run);
        properties.put("topic.prefix", "millrace");
        connect(run);
        try {
            SourcePosition place = HistoryPosition.placeOf(start);
            long begunAt = new Resumption((OraclePosition) place, List.of()).toldFrom();
            return new HistoryPosition(place, TableHistory.now(properties, ofTask, begunAt));
        } finally {
            DebeziumConnections.end(run);
            tables.remove(run);
        }
    }

    @Override
    public List<Finding> findings(List<TableSchema> ofTask) {
        return settings.suit(ofTask)
                ? List.of()
                : List.of(Finding.blocking(
                        ErrorCode.SETTING_INVALID,
                        "LogMiningStrategy is hybrid, by which Debezium reads no large values, and the tables have such",
                        "leave LogMiningStrategy out, or set it to online_catalog"));
    }

    @Override
    public String remedy(String failure) {
        return openTransactions.remedy(failure);
    }

    @Override
    public TableId table(Struct block) {
        return new TableId(block.getString("schema"), block.getString("table"));
    }

    /** Debezium (3.5) knows the type from the dictionary, but not where a statement adds a column of it. */
    @Override
    public void lacks(TableSchema table, ColumnSchema column) {
        if (column.nativeType().equals("UROWID")) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                    "column " + table.id() + "." + column.name()
                            + " (UROWID) was added while changes were read, and Debezium leaves its values out; reload the task");
        }
    }

    @Override
    public ValueWriter values(ColumnSchema column, Schema field) {
        return LoggedValues.writer(column, settings.trimsFixedLength());
    }
}
