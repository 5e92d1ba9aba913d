package dev.millrace.source.sqlserver;

import dev.millrace.model.EngineFamily;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.debezium.DebeziumReader;
import dev.millrace.source.sqlserver.capture.CaptureInstances;
import dev.millrace.source.sqlserver.capture.Prerequisites;
import dev.millrace.source.sqlserver.capture.ServerLog;
import dev.millrace.source.sqlserver.catalog.CatalogReader;
import dev.millrace.source.sqlserver.connection.Connections;
import dev.millrace.source.sqlserver.connection.ControlConnection;
import dev.millrace.source.sqlserver.log.SqlServerLog;
import dev.millrace.source.sqlserver.position.LogSequenceNumber;
import dev.millrace.source.sqlserver.snapshot.SqlServerSnapshot;
import dev.millrace.source.sqlserver.value.ColumnValues;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Finding;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.source.CaptureStart;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.Source;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** A database of SQL Server as a source. Nothing is set up on the server: an administrator enables change data capture, and the server keeps changes by age. */
final class SqlServerSource implements Source {
    private final TaskContext context;
    private final Connections connections;
    private final ControlConnection control;
    private final CatalogReader catalog;
    private final ServerLog log;
    private final CaptureInstances instances;
    private final Prerequisites prerequisites;
    private final ColumnValues values;
    private final SqlServerLog changes;
    private final Set<DebeziumReader> readers = ConcurrentHashMap.newKeySet();

    SqlServerSource(Endpoint endpoint, TaskContext context, Connections connections, ControlConnection control) {
        EndpointSettings settings = endpoint.settings();
        this.context = context;
        this.connections = connections;
        this.control = control;
        this.catalog = new CatalogReader(control);
        this.log = new ServerLog(control);
        this.instances = new CaptureInstances(control);
        this.values = new ColumnValues(settings.flag("TrimSpaceInChar", true));
        this.prerequisites = new Prerequisites(
                control, log, instances, endpoint.username(), settings.flag("FatalOnSimpleModel", false));
        String database = control.value("asking for the database's name", "SELECT DB_NAME()");
        this.changes = new SqlServerLog(settings, database, connections, log, instances, values);
    }

    @Override
    public EngineFamily family() {
        return EngineFamily.SQLSERVER;
    }

    @Override
    public List<TableSchema> tables(Predicate<TableId> wanted) {
        return catalog.tables(wanted);
    }

    @Override
    public List<Finding> check(List<TableSchema> tables, boolean capture) {
        return prerequisites.check(tables, capture);
    }

    @Override
    public SourcePosition beginCapture(List<TableSchema> tables, CaptureStart start) {
        LogSequenceNumber from;
        if (start instanceof CaptureStart.At at) {
            from = (LogSequenceNumber) at.position();
        } else if (start instanceof CaptureStart.Since since) {
            from = log.before(since.time());
        } else {
            from = log.isSecondary() ? shown(tables) : log.end();
        }
        instances.requireReadable(from, tables);
        return from;
    }

    /** Of what a secondary has of the log some may not show there yet. */
    private LogSequenceNumber shown(List<TableSchema> tables) {
        return log.captured().or(instances.start(tables));
    }

    /** What the capture job has read is visible to every later reader, and so is what was committed before a table was enabled. */
    @Override
    public Snapshot openSnapshot(List<TableSchema> tables, boolean capture) {
        LogSequenceNumber start = capture ? shown(tables) : LogSequenceNumber.ZERO;
        return new SqlServerSnapshot(connections, control, log, values, start, capture);
    }

    @Override
    public boolean isStable(Chunk chunk) {
        return SqlServerSnapshot.isStable(chunk);
    }

    @Override
    public ChangeReader openReader(SourcePosition from, List<TableSchema> tables) {
        instances.requireReadable((LogSequenceNumber) from, tables);
        DebeziumReader reader = DebeziumReader.open(changes, context, from, tables, catalog::table, () -> {});
        readers.removeIf(DebeziumReader::isClosed);
        readers.add(reader);
        return reader;
    }

    @Override
    public SourcePosition currentPosition() {
        return log.end();
    }

    @Override
    public SourcePosition parsePosition(String text) {
        return LogSequenceNumber.parse(text);
    }

    /** There is nothing to remove: capture is the administrator's to disable. */
    @Override
    public void endCapture() {}

    @Override
    public void close() {
        readers.forEach(ChangeReader::close);
        readers.clear();
        control.close();
        connections.close();
    }
}
