package dev.millrace.source.postgres;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.postgres.capture.CaptureNames;
import dev.millrace.source.postgres.capture.CaptureSetup;
import dev.millrace.source.postgres.capture.PrerequisiteCheck;
import dev.millrace.source.postgres.capture.SlotRelease;
import dev.millrace.source.postgres.catalog.CatalogReader;
import dev.millrace.source.postgres.catalog.CatalogTable;
import dev.millrace.source.postgres.catalog.TypeRegistry;
import dev.millrace.source.postgres.connection.PostgresConnections;
import dev.millrace.source.postgres.position.LogSequenceNumber;
import dev.millrace.source.postgres.reader.ReaderOpening;
import dev.millrace.source.postgres.snapshot.ChunkBounds;
import dev.millrace.source.postgres.snapshot.PostgresSnapshot;
import dev.millrace.source.postgres.snapshot.PostgresSnapshot.ExportedSnapshot;
import dev.millrace.source.postgres.snapshot.SnapshotExport;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.Finding;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.source.CaptureStart;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.Source;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A PostgreSQL database as a source.
 *
 * <p>{@code HeartbeatEnable}, {@code HeartbeatSchema} and {@code HeartbeatFrequency} are understood and need nothing done: a reader
 * follows the log of an idle database and acknowledges it, so nothing has to be written to the source for that.
 */
final class PostgresSource implements Source {
    private static final List<String> HEARTBEAT_SETTINGS =
            List.of("HeartbeatEnable", "HeartbeatSchema", "HeartbeatFrequency");

    private final PostgresConnections connections;
    private final ServerSession session;
    private final ServerSession positionSession;
    private final int version;
    private final CatalogReader catalog;
    private final CaptureNames names;
    private final CaptureSetup capture;
    private final ReaderOpening opening;
    private final Set<Snapshot> snapshots = ConcurrentHashMap.newKeySet();
    private final Set<ChangeReader> readers = ConcurrentHashMap.newKeySet();

    private PostgresSource(Endpoint endpoint, TaskContext context, PostgresConnections connections) {
        this.connections = connections;
        String taskName = context.taskName();
        HEARTBEAT_SETTINGS.forEach(endpoint.settings()::text);
        this.session = new ServerSession(connections, "catalogue");
        this.positionSession = new ServerSession(connections, "position");
        this.names = CaptureNames.of(taskName, endpoint.settings());
        this.capture = new CaptureSetup(connections, names);
        this.version = session.call("read the server's version", (connection, server) -> server.version());
        this.catalog = new CatalogReader(new TypeRegistry(endpoint.settings().flag("TrimSpaceInChar", true)), version);
        this.opening = new ReaderOpening(
                connections, catalog, names.slot(), capture.publication(), taskName, endpoint.settings());
    }

    static PostgresSource open(Endpoint endpoint, TaskContext context) {
        if (endpoint.databaseName().isEmpty()) {
            throw new ReplicationException(
                    ErrorCode.SETTING_INVALID, "the PostgreSQL source endpoint names no database; set DatabaseName");
        }
        return new PostgresSource(endpoint, context, new PostgresConnections(endpoint, context.taskName()));
    }

    @Override
    public EngineFamily family() {
        return EngineFamily.POSTGRES;
    }

    @Override
    public List<TableSchema> tables(Predicate<TableId> wanted) {
        return session.call("read the catalogue", (connection, server) -> catalog.read(connection, wanted)).stream()
                .map(CatalogTable::schema)
                .toList();
    }

    @Override
    public List<Finding> check(List<TableSchema> tables, boolean capturing) {
        Set<TableId> wanted = tables.stream().map(TableSchema::id).collect(Collectors.toSet());
        return session.call("check the source", (connection, server) -> {
            List<CatalogTable> current = catalog.read(connection, wanted::contains);
            return new PrerequisiteCheck(connection, server, names, connections.username()).run(current, capturing);
        });
    }

    @Override
    public SourcePosition beginCapture(List<TableSchema> tables, CaptureStart start) {
        return session.call(
                "set up the capture", (connection, server) -> capture.begin(connection, server, tables, start));
    }

    @Override
    public Snapshot openSnapshot(List<TableSchema> tables, boolean capturing) {
        return session.call("open a snapshot", (connection, server) -> {
            ExportedSnapshot exported = capturing
                    ? capture.snapshot(connection, server, tables)
                    : SnapshotExport.withoutCapture(connections, server);
            Snapshot snapshot = new PostgresSnapshot(connections, exported, server.version());
            snapshots.add(snapshot);
            return snapshot;
        });
    }

    @Override
    public boolean isStable(Chunk chunk) {
        return ChunkBounds.parse(chunk.bounds()).isStable();
    }

    @Override
    public ChangeReader openReader(SourcePosition from, List<TableSchema> tables) {
        return session.call("open the log", (connection, server) -> {
            ChangeReader reader = opening.open(connection, server, (LogSequenceNumber) from, tables);
            readers.add(reader);
            return reader;
        });
    }

    @Override
    public SourcePosition currentPosition() {
        return positionSession.call("ask for the end of the log", (connection, server) -> server.end(connection));
    }

    @Override
    public SourcePosition parsePosition(String text) {
        return LogSequenceNumber.parse(text);
    }

    @Override
    public Map<String, String> captureNames() {
        return Map.of("slot", names.slot(), "publication", names.publication());
    }

    @Override
    public OptionalInt majorVersion() {
        return OptionalInt.of(version / 10_000);
    }

    @Override
    public void awaitRelease() {
        new SlotRelease(connections, names.slot()).await();
    }

    @Override
    public void endCapture() {
        session.call("remove slot and publication", (connection, server) -> {
            capture.end(connection);
            return true;
        });
    }

    @Override
    public void close() {
        capture.close();
        readers.forEach(ChangeReader::close);
        readers.clear();
        snapshots.forEach(Snapshot::close);
        snapshots.clear();
        session.close();
        positionSession.close();
    }
}
