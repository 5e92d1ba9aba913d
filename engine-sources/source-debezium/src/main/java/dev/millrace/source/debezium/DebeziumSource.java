package dev.millrace.source.debezium;

import dev.millrace.model.EngineFamily;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.debezium.connector.Connector;
import dev.millrace.spi.Finding;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.source.CaptureStart;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * A source whose log Debezium reads. Everything else is the source's own: catalogue, full load, what is set up on the server, and where a
 * place in the log is; so the hand-over from load to log is as exact as with the source's own reader.
 */
final class DebeziumSource implements Source {
    private final Source source;
    private final Connector connector;
    private final TaskContext context;
    private final Object calls = new Object();
    private final Set<DebeziumReader> readers = ConcurrentHashMap.newKeySet();

    DebeziumSource(Source source, Connector connector, TaskContext context) {
        this.source = source;
        this.connector = connector;
        this.context = context;
    }

    @Override
    public EngineFamily family() {
        return source.family();
    }

    @Override
    public List<TableSchema> tables(Predicate<TableId> wanted) {
        synchronized (calls) {
            return source.tables(wanted);
        }
    }

    @Override
    public List<Finding> check(List<TableSchema> tables, boolean capture) {
        synchronized (calls) {
            List<Finding> findings = new ArrayList<>(source.check(tables, capture));
            if (capture) {
                findings.addAll(connector.findings(tables));
            }
            return findings;
        }
    }

    @Override
    public SourcePosition beginCapture(List<TableSchema> tables, CaptureStart start) {
        synchronized (calls) {
            CaptureStart own =
                    start instanceof CaptureStart.At at ? new CaptureStart.At(connector.place(at.position())) : start;
            return connector.prepared(source.beginCapture(tables, own), tables);
        }
    }

    @Override
    public Snapshot openSnapshot(List<TableSchema> tables, boolean capture) {
        synchronized (calls) {
            Snapshot snapshot = source.openSnapshot(tables, capture);
            try {
                return connector.snapshot(snapshot, tables, capture);
            } catch (RuntimeException failure) {
                snapshot.close();
                throw failure;
            }
        }
    }

    @Override
    public boolean isStable(Chunk chunk) {
        return source.isStable(chunk);
    }

    /** The source's own reader is opened first and closed again: it knows whether the log can be read from there, and says why not. */
    @Override
    public ChangeReader openReader(SourcePosition from, List<TableSchema> tables) {
        SourcePosition prepared;
        synchronized (calls) {
            source.openReader(connector.place(from), tables).close();
            prepared = connector.prepared(from, tables);
        }
        DebeziumReader reader =
                DebeziumReader.open(connector, context, prepared, tables, this::table, source::awaitRelease);
        readers.removeIf(DebeziumReader::isClosed);
        readers.add(reader);
        return reader;
    }

    private Optional<TableSchema> table(TableId id) {
        return tables(id::equals).stream().findFirst();
    }

    @Override
    public SourcePosition currentPosition() {
        return connector.position(source.currentPosition());
    }

    @Override
    public SourcePosition parsePosition(String text) {
        return connector.parse(text);
    }

    @Override
    public void endCapture() {
        synchronized (calls) {
            source.endCapture();
        }
    }

    @Override
    public void close() {
        readers.forEach(ChangeReader::close);
        readers.clear();
        source.close();
    }
}
