package dev.millrace.apply;

import dev.millrace.benchmarks.stage.NarrowRows;
import dev.millrace.benchmarks.stage.RowStage;
import dev.millrace.load.LoadWindow;
import dev.millrace.mapping.TableRoute;
import dev.millrace.metrics.TableCounters;
import dev.millrace.model.RowBuffer;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** A full batch of changes to one table, reduced to one change per key; and the same cut into runs in source order. */
public class PlanningBenchmark extends RowStage {
    static final int CHANGES = 50_000;
    private static final int RUN = 1000;

    private final List<RowChange> distinctKeys = changes(CHANGES);
    private final List<RowChange> hotKeys = changes(CHANGES / 50);

    /** Runs of inserts, updates and deletes, so that hot keys come and go again and again. */
    static List<RowChange> changes(int keys) {
        TableRoute route = new TableRoute(NarrowRows.TABLE, NarrowRows.TABLE, new int[] {0, 1, 2, 3, 4, 5, 6});
        TargetTable table = new TargetTable(
                route,
                NarrowRows.TABLE,
                false,
                0,
                LoadWindow.NONE,
                new TableCounters(NarrowRows.TABLE.id()),
                new ConflictCatalog());
        RowBuffer buffer = new RowBuffer();
        List<RowChange> changes = new ArrayList<>();
        int laps = CHANGES / keys;
        for (int i = 0; i < CHANGES; i++) {
            int phase = laps == 1 ? i / RUN % 3 : i / keys % 3;
            int key = 1 + i % keys;
            changes.add(
                    switch (phase) {
                        case 0 -> change(table, RowChange.Kind.INSERT, buffer, key);
                        case 1 -> change(table, RowChange.Kind.UPDATE, buffer, key);
                        default -> change(table, RowChange.Kind.DELETE, buffer, key);
                    });
        }
        return changes;
    }

    private static RowChange change(TargetTable table, RowChange.Kind kind, RowBuffer buffer, int key) {
        boolean deletes = kind == RowChange.Kind.DELETE;
        return new RowChange(
                table,
                kind,
                deletes ? NarrowRows.row(buffer, key) : null,
                deletes ? null : NarrowRows.row(buffer, key),
                false);
    }

    @Benchmark
    @OperationsPerInvocation(CHANGES)
    public List<PlannedSet> netOfDistinctKeys() {
        return NetChanges.plan(distinctKeys);
    }

    @Benchmark
    @OperationsPerInvocation(CHANGES)
    public List<PlannedSet> netOfHotKeys() {
        return NetChanges.plan(hotKeys);
    }

    @Benchmark
    @OperationsPerInvocation(CHANGES)
    public List<PlannedSet> inOrder() {
        return OrderedRuns.plan(distinctKeys);
    }
}
