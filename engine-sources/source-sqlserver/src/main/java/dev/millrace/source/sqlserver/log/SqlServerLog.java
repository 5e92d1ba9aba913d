package dev.millrace.source.sqlserver.log;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.debezium.connector.Connector;
import dev.millrace.source.debezium.connector.LogPositions;
import dev.millrace.source.debezium.connector.TableNames;
import dev.millrace.source.debezium.record.ValueWriter;
import dev.millrace.source.sqlserver.capture.CaptureInstances;
import dev.millrace.source.sqlserver.capture.ServerLog;
import dev.millrace.source.sqlserver.catalog.ColumnTypes;
import dev.millrace.source.sqlserver.connection.Connections;
import dev.millrace.source.sqlserver.position.LogSequenceNumber;
import dev.millrace.source.sqlserver.value.ColumnValues;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Finding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * The change tables through Debezium's connector. Positions are commit numbers and need no history of shapes: those stand in the capture instances.
 *
 * <p>{@code ReaderPollMilliseconds} (default 200) is how often the connector looks for more; the capture job of the server looks at its log every
 * five seconds by default.
 */
public final class SqlServerLog implements Connector {
    private static final int POLL_MILLISECONDS = 200;

    private final int pollMilliseconds;
    private final String database;
    private final Connections connections;
    private final ServerLog place;
    private final CaptureInstances instances;
    private final ColumnValues values;
    private final Map<String, ReadingProgress> runs = new ConcurrentHashMap<>();
    private final Map<String, List<TableSchema>> tablesOfRuns = new ConcurrentHashMap<>();

    /** @param database its name as the server tells it */
    public SqlServerLog(
            EndpointSettings settings,
            String database,
            Connections connections,
            ServerLog place,
            CaptureInstances instances,
            ColumnValues values) {
        this.pollMilliseconds = settings.number("ReaderPollMilliseconds", POLL_MILLISECONDS, 10, 60_000);
        this.database = database;
        this.connections = connections;
        this.place = place;
        this.instances = instances;
        this.values = values;
    }

    @Override
    public String className() {
        return "io.debezium.connector.sqlserver.SqlServerConnector";
    }

    @Override
    public Map<String, String> properties(List<TableSchema> tables, String run) {
        tablesOfRuns.put(run, tables);
        Map<String, String> properties = new HashMap<>();
        // the connections are made here, but the connector wants to be told
        properties.put("database.hostname", "endpoint");
        properties.put("database.names", database);
        properties.put("database.connection.factory.class", LogConnections.class.getName());
        properties.put("database." + LogConnections.RUN, run);
        if (connections.isReadOnly() || place.isSecondary()) {
            // each transaction shows one moment there, so that the connector has to end them
            properties.put("driver.applicationIntent", "ReadOnly");
        }
        properties.put("table.include.list", TableNames.list(tables));
        properties.put("schema.history.internal", TableShapes.class.getName());
        properties.put("include.schema.changes", "false");
        properties.put("time.precision.mode", "isostring");
        properties.put("max.iteration.transactions", "0");
        properties.put("internal.log.position.check.enable", "false");
        properties.put("event.converting.failure.handling.mode", "fail");
        return properties;
    }

    @Override
    public LogPositions positions(SourcePosition from, String run) {
        ReadingProgress progress = new ReadingProgress();
        runs.put(run, progress);
        List<TableSchema> tables = tablesOfRuns.getOrDefault(run, List.of());
        return new LsnPositions((LogSequenceNumber) from, progress, place -> instances.requireReadable(place, tables));
    }

    @Override
    public void begin(SourcePosition from, String run, Map<String, String> properties) {
        properties.put("poll.interval.ms", Integer.toString(pollMilliseconds));
        ReadingProgress progress = runs.get(run);
        LogConnections.begin(
                run, connections, (LogSequenceNumber) from, progress == null ? new ReadingProgress() : progress);
    }

    @Override
    public void end(String run) {
        LogConnections.end(run);
        runs.remove(run);
        tablesOfRuns.remove(run);
    }

    @Override
    public void cut(String run) {
        LogConnections.cut(run);
    }

    @Override
    public SourcePosition parse(String text) {
        return LogSequenceNumber.parse(text);
    }

    @Override
    public boolean endsTransactionsLate() {
        return true;
    }

    @Override
    public boolean isToldWhenChanged(ColumnSchema column) {
        return ColumnTypes.isToldWhenChanged(column.nativeType());
    }

    @Override
    public List<Finding> findings(List<TableSchema> tables) {
        return List.of();
    }

    @Override
    public TableId table(Struct block) {
        return new TableId(block.getString("schema"), block.getString("table"));
    }

    @Override
    public ValueWriter values(ColumnSchema column, Schema field) {
        return values.told(column);
    }
}
