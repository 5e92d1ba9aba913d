package dev.millrace.source.mysql;

import dev.millrace.model.EngineFamily;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.mysql.binlog.BinlogReader;
import dev.millrace.source.mysql.binlog.LogAccess;
import dev.millrace.source.mysql.catalog.CatalogReader;
import dev.millrace.source.mysql.catalog.CharacterSets;
import dev.millrace.source.mysql.position.MySqlPosition;
import dev.millrace.source.mysql.position.PositionParser;
import dev.millrace.source.mysql.server.ConnectionSettings;
import dev.millrace.source.mysql.server.ControlConnection;
import dev.millrace.source.mysql.server.ServerFacts;
import dev.millrace.source.mysql.server.ServerLog;
import dev.millrace.source.mysql.snapshot.Snapshots;
import dev.millrace.spi.Finding;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.source.CaptureStart;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A MySQL or MariaDB server as a source. Nothing is set up on the server: it keeps its log by age. */
final class MySqlSource implements Source {
    private final ControlConnection control;
    private final ServerFacts facts;
    private final ServerLog log;
    private final CatalogReader catalog;
    private final LogAccess access;
    private final Snapshots snapshots;
    private final Prerequisites prerequisites;
    private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();

    MySqlSource(ConnectionSettings settings, ControlConnection control, TaskContext context) {
        this.control = control;
        this.facts = new ServerFacts(variables(control));
        this.log = new ServerLog(control, facts);
        this.catalog = new CatalogReader(control, facts);
        this.access = new LogAccess(settings, control, facts, log, context.taskName());
        this.snapshots = new Snapshots(settings, control, facts, log, access);
        this.prerequisites = new Prerequisites(control, facts, log, access);
    }

    private static Map<String, String> variables(ControlConnection control) {
        Map<String, String> variables = new HashMap<>();
        for (@Nullable String[] row : control.query("reading the server's settings", "SHOW GLOBAL VARIABLES")) {
            variables.put(String.valueOf(row[0]), row[1] == null ? "" : row[1]);
        }
        return variables;
    }

    @Override
    public EngineFamily family() {
        return EngineFamily.MYSQL;
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
        if (start instanceof CaptureStart.At at) {
            return access.resolve((MySqlPosition) at.position());
        }
        if (start instanceof CaptureStart.Since since) {
            return access.since(since.time());
        }
        return currentPosition();
    }

    @Override
    public Snapshot openSnapshot(List<TableSchema> tables, boolean capture) {
        Snapshot snapshot = snapshots.open(capture);
        open.add(snapshot);
        return snapshot;
    }

    @Override
    public boolean isStable(Chunk chunk) {
        return Snapshots.isStable(chunk);
    }

    @Override
    public ChangeReader openReader(SourcePosition from, List<TableSchema> tables) {
        CharacterSets characterSets = new CharacterSets(control, facts.isMariaDb());
        BinlogReader reader = access.open((MySqlPosition) from, tables, characterSets, catalog::table);
        open.add(reader);
        return reader;
    }

    @Override
    public SourcePosition currentPosition() {
        return log.end().position();
    }

    @Override
    public SourcePosition parsePosition(String text) {
        return PositionParser.parse(text);
    }

    /** There is nothing to remove. */
    @Override
    public void endCapture() {}

    @Override
    public void close() {
        for (AutoCloseable part : open) {
            closeQuietly(part);
        }
        open.clear();
        control.close();
    }

    private static void closeQuietly(AutoCloseable part) {
        if (part instanceof Snapshot snapshot) {
            snapshot.close();
        } else if (part instanceof ChangeReader reader) {
            reader.close();
        }
    }
}
