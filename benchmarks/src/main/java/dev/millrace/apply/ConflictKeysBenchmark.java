package dev.millrace.apply;

import dev.millrace.benchmarks.stage.RowStage;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** What a full batch touches, and whether it meets another one that touches other rows: what parallel apply costs per row. */
public class ConflictKeysBenchmark extends RowStage {
    private final List<RowChange> distinctKeys = PlanningBenchmark.changes(PlanningBenchmark.CHANGES);
    private final List<RowChange> hotKeys = PlanningBenchmark.changes(PlanningBenchmark.CHANGES / 50);
    private final ConflictKeys some = ConflictKeys.of(distinctKeys.subList(0, PlanningBenchmark.CHANGES / 2));
    private final ConflictKeys others =
            ConflictKeys.of(distinctKeys.subList(PlanningBenchmark.CHANGES / 2, PlanningBenchmark.CHANGES));

    @Benchmark
    @OperationsPerInvocation(PlanningBenchmark.CHANGES)
    public Object collectDistinctKeys() {
        return ConflictKeys.of(distinctKeys);
    }

    @Benchmark
    @OperationsPerInvocation(PlanningBenchmark.CHANGES)
    public Object collectHotKeys() {
        return ConflictKeys.of(hotKeys);
    }

    @Benchmark
    @OperationsPerInvocation(PlanningBenchmark.CHANGES / 2)
    public boolean compare() {
        return some.conflictsWith(others);
    }
}
