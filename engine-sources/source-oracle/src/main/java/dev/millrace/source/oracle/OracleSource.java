package dev.millrace.source.oracle;

import dev.millrace.model.EngineFamily;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.debezium.DebeziumReader;
import dev.millrace.source.oracle.catalogue.CatalogueReader;
import dev.millrace.source.oracle.catalogue.ColumnTypes;
import dev.millrace.source.oracle.log.LogSettings;
import dev.millrace.source.oracle.log.OracleLog;
import dev.millrace.source.oracle.log.ServerLog;
import dev.millrace.source.oracle.position.OraclePosition;
import dev.millrace.source.oracle.server.Connections;
import dev.millrace.source.oracle.server.Query;
import dev.millrace.source.oracle.snapshot.OracleSnapshot;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.Finding;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.source.CaptureStart;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.Source;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** An Oracle database as a source. Nothing is set up on the server but, if asked for, supplemental logging: it keeps its log by age. */
final class OracleSource implements Source {
    private final Connections connections;
    private final Query query;
    private final TaskContext context;
    private final LogSettings logSettings;
    private final CatalogueReader catalogue;
    private final ServerLog serverLog;
    private final OracleLog log;
    private final Prerequisites prerequisites;
    private final Set<DebeziumReader> readers = ConcurrentHashMap.newKeySet();
    private final Set<Snapshot> snapshots = ConcurrentHashMap.newKeySet();

    OracleSource(Endpoint endpoint, Connections connections, TaskContext context) {
        this.connections = connections;
        this.context = context;
        this.query = new Query(connections);
        this.logSettings = LogSettings.of(endpoint, connections.settings().pluggableDatabase());
        this.catalogue = new CatalogueReader(query, new ColumnTypes(endpoint.settings()));
        this.serverLog = new ServerLog(query, logSettings.openTransactionWindow());
        this.log = new OracleLog(logSettings, connections, query, context.stateDirectory());
        this.prerequisites = new Prerequisites(endpoint, query, log);
    }

    @Override
    public EngineFamily family() {
        return EngineFamily.ORACLE;
    }

    @Override
    public List<TableSchema> tables(Predicate<TableId> wanted) {
        return catalogue.tables(wanted);
    }

    @Override
    public List<Finding> check(List<TableSchema> tables, boolean capture) {
        return prerequisites.check(tables, capture);
    }

    @Override
    public SourcePosition beginCapture(List<TableSchema> tables, CaptureStart start) {
        prerequisites.addLogging(tables);
        SourcePosition place = place(start);
        serverLog.require((OraclePosition) log.place(place));
        return log.prepared(place, tables);
    }

    /** What a position knows beside its number stays with it. */
    private SourcePosition place(CaptureStart start) {
        if (start instanceof CaptureStart.Since since) {
            return serverLog.since(since.time());
        }
        if (start instanceof CaptureStart.At at) {
            OraclePosition given = (OraclePosition) log.place(at.position());
            return given.mineFrom() < 0 ? serverLog.at(given) : at.position();
        }
        return serverLog.end();
    }

    @Override
    public Snapshot openSnapshot(List<TableSchema> tables, boolean capture) {
        if (capture) {
            prerequisites.addLogging(tables);
        }
        OraclePosition place = serverLog.end();
        SourcePosition start = capture ? log.prepared(place, tables) : log.position(place);
        Snapshot snapshot = new OracleSnapshot(connections, start, place.scn(), logSettings.trimsFixedLength());
        snapshots.add(snapshot);
        return snapshot;
    }

    @Override
    public boolean isStable(Chunk chunk) {
        return OracleSnapshot.isStable(chunk);
    }

    @Override
    public ChangeReader openReader(SourcePosition from, List<TableSchema> tables) {
        serverLog.require((OraclePosition) log.place(from));
        SourcePosition prepared = log.prepared(from, tables);
        DebeziumReader reader = DebeziumReader.open(log, context, prepared, tables, this::table, this::awaitRelease);
        readers.removeIf(DebeziumReader::isClosed);
        readers.add(reader);
        return reader;
    }

    private Optional<TableSchema> table(TableId id) {
        return tables(id::equals).stream().findFirst();
    }

    @Override
    public SourcePosition currentPosition() {
        return log.position(serverLog.end());
    }

    @Override
    public SourcePosition parsePosition(String text) {
        return log.parse(text);
    }

    /** There is nothing to remove: supplemental logging stays, as others may use it. */
    @Override
    public void endCapture() {}

    @Override
    public void close() {
        connections.close();
        readers.forEach(ChangeReader::close);
        readers.clear();
        snapshots.forEach(Snapshot::close);
        snapshots.clear();
    }
}
