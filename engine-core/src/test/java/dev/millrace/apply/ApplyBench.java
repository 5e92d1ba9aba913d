package dev.millrace.apply;

import dev.millrace.config.ApplySettings;
import dev.millrace.config.CommitMode;
import dev.millrace.config.DdlPolicy;
import dev.millrace.load.LoadWindow;
import dev.millrace.mapping.TableMappings;
import dev.millrace.mapping.TableRoute;
import dev.millrace.metrics.TableCounters;
import dev.millrace.model.ChangeBatch;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.ChunkPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A {@link ChangeApplier} over {@link MemoryTable}s, stepped by hand. */
final class ApplyBench {
    private final List<TableSchema> tables;
    private final TargetTables targetTables;
    private final MemoryWriter writer;
    private final Map<TableId, TableCounters> counters = new HashMap<>();
    private final List<SourcePosition> acknowledged = new ArrayList<>();
    private final ChangeApplier applier;

    ApplyBench(List<MemoryTable> targets, Function<TableId, LoadWindow> windows, int batchRows, Random random) {
        tables = targets.stream().map(MemoryTable::schema).toList();
        writer = new MemoryWriter(targets, random);
        targetTables = new TargetTables(
                new SameNames(),
                tables.stream().map(ApplyBench::route).toList(),
                new DescribingSink(tables),
                windows,
                table -> counters.computeIfAbsent(table, TableCounters::new));
        applier = new ChangeApplier(
                targetTables,
                writer,
                (known, wanted) -> {},
                new ApplySettings(CommitMode.ORDERED, batchRows, 1 << 20, Duration.ofHours(1)),
                DdlPolicy.DEFAULT,
                Clock.systemUTC(),
                acknowledged::add,
                new ApplyProgress());
    }

    TargetTables tables() {
        return targetTables;
    }

    MemoryWriter writer() {
        return writer;
    }

    ChangeApplier applier() {
        return applier;
    }

    List<SourcePosition> acknowledged() {
        return acknowledged;
    }

    TableCounters counters(TableSchema table) {
        return counters.computeIfAbsent(table.id(), TableCounters::new);
    }

    void accept(List<ChangeEvent> events) {
        applier.accept(new ChangeBatch(events, 0));
    }

    private static TableRoute route(TableSchema table) {
        return new TableRoute(
                table, table, IntStream.range(0, table.columnCount()).toArray());
    }

    /** Every table is replicated under its own name. */
    private static final class SameNames implements TableMappings {
        @Override
        public boolean selects(TableId source) {
            return true;
        }

        @Override
        public TableRoute route(TableSchema source) {
            return ApplyBench.route(source);
        }

        @Override
        public Optional<ChunkPolicy> chunkPolicy(TableId source) {
            return Optional.empty();
        }

        @Override
        public int loadOrder(TableId source) {
            return 0;
        }
    }
}
