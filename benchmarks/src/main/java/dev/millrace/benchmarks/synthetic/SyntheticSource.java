package dev.millrace.benchmarks.synthetic;

import dev.millrace.model.EngineFamily;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.Finding;
import dev.millrace.spi.source.CaptureStart;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.Source;
import java.util.List;
import java.util.function.Predicate;

/** One table to load; it has no log. */
final class SyntheticSource implements Source {
    private final long rows;

    SyntheticSource(long rows) {
        this.rows = rows;
    }

    @Override
    public EngineFamily family() {
        return EngineFamily.POSTGRES;
    }

    @Override
    public List<TableSchema> tables(Predicate<TableId> wanted) {
        return wanted.test(SyntheticRows.TABLE.id()) ? List.of(SyntheticRows.TABLE) : List.of();
    }

    @Override
    public List<Finding> check(List<TableSchema> tables, boolean capture) {
        return List.of();
    }

    @Override
    public SourcePosition beginCapture(List<TableSchema> tables, CaptureStart start) {
        throw new UnsupportedOperationException("synthetic rows have no log");
    }

    @Override
    public Snapshot openSnapshot(List<TableSchema> tables, boolean capture) {
        return new SyntheticSnapshot(rows);
    }

    @Override
    public ChangeReader openReader(SourcePosition from, List<TableSchema> tables) {
        throw new UnsupportedOperationException("synthetic rows have no log");
    }

    @Override
    public SourcePosition currentPosition() {
        return new SyntheticSnapshot.Beginning();
    }

    @Override
    public SourcePosition parsePosition(String text) {
        return new SyntheticSnapshot.Beginning();
    }

    @Override
    public void endCapture() {}

    @Override
    public void close() {}
}
