package dev.millrace.apply;

import dev.millrace.config.ApplySettings;
import dev.millrace.config.CommitMode;
import dev.millrace.config.DdlPolicy;
import dev.millrace.config.ErrorSettings;
import dev.millrace.config.FullLoadSettings;
import dev.millrace.config.LobSettings;
import dev.millrace.config.RetrySettings;
import dev.millrace.config.TaskSettings;
import dev.millrace.load.LoadWindow;
import dev.millrace.metrics.TableCounters;
import dev.millrace.model.ChangeBatch;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.refusal.RefusalPolicy;
import dev.millrace.refusal.SuspendedTables;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/** A {@link Batcher} over {@link MemoryTable}s, stepped by hand. */
final class ApplyBench {
    private final List<TableSchema> tables;
    private final TargetTables targetTables;
    private final MemoryWriter writer;
    private final Map<TableId, TableCounters> counters = new HashMap<>();
    private final List<SourcePosition> acknowledged = new ArrayList<>();
    private final Batcher batcher;
    private final InlineDispatch dispatch;

    /** Stops at whatever the target refuses. */
    ApplyBench(List<MemoryTable> targets, Function<TableId, LoadWindow> windows, int batchRows, Random random) {
        this(targets, windows, batchRows, random, List.of(), ErrorSettings.STOP_ALWAYS);
    }

    /**
     * @param applied what an earlier run has committed ahead
     * @param errors what becomes of refusals
     */
    ApplyBench(
            List<MemoryTable> targets,
            Function<TableId, LoadWindow> windows,
            int batchRows,
            Random random,
            List<StoredRange> applied,
            ErrorSettings errors) {
        tables = targets.stream().map(MemoryTable::schema).toList();
        writer = new MemoryWriter(targets, random);
        targetTables = new TargetTables(
                new SameNames(),
                tables.stream().map(SameNames::routeOf).toList(),
                new DescribingSink(tables),
                windows,
                table -> counters.computeIfAbsent(table, TableCounters::new));
        ApplyProgress progress = new ApplyProgress();
        SuspendedTables suspended =
                new SuspendedTables(table -> counters.computeIfAbsent(table, TableCounters::new), (table, cause) -> {});
        dispatch = new InlineDispatch(
                writer, new RefusalPolicy(errors), suspended, ending -> acknowledged.add(ending.position()));
        batcher = new Batcher(
                targetTables,
                new AppliedBefore(applied),
                suspended,
                dispatch,
                (known, wanted) -> {},
                new TaskSettings(
                        FullLoadSettings.DEFAULT,
                        new ApplySettings(CommitMode.ORDERED, 1, batchRows, 1 << 20, Duration.ofHours(1)),
                        DdlPolicy.DEFAULT,
                        RetrySettings.DEFAULT,
                        errors,
                        "",
                        true,
                        LobSettings.DEFAULT),
                Clock.systemUTC(),
                progress,
                0,
                false,
                null);
    }

    TargetTables tables() {
        return targetTables;
    }

    MemoryWriter writer() {
        return writer;
    }

    Batcher batcher() {
        return batcher;
    }

    /** Gives back what is not committed, as a run does that ends. */
    void discard() {
        batcher.discard();
        dispatch.discard();
    }

    List<SourcePosition> acknowledged() {
        return acknowledged;
    }

    /** What was waited for before each change of shape. */
    List<Set<TableId>> drained() {
        return dispatch.drained();
    }

    TableCounters counters(TableSchema table) {
        return counters.computeIfAbsent(table.id(), TableCounters::new);
    }

    void accept(List<ChangeEvent> events) {
        batcher.accept(new ChangeBatch(events, 0));
    }
}
