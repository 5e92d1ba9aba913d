package dev.millrace.apply;

import dev.millrace.benchmarks.stage.NarrowRows;
import dev.millrace.benchmarks.stage.RowStage;
import dev.millrace.config.ErrorSettings;
import dev.millrace.load.LoadWindow;
import dev.millrace.mapping.TableRoute;
import dev.millrace.metrics.TableCounters;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.refusal.RefusalPolicy;
import dev.millrace.refusal.SuspendedTables;
import dev.millrace.spi.sink.ChangeWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

import static java.util.Objects.requireNonNull;

/**
 * Full batches of changes to different rows through the scheduler, its workers and their planning, over a target that keeps nothing: what a
 * second worker brings, and what many tables cost. The time of the target is not the engine's.
 */
public class ApplyScalingBenchmark extends RowStage {
    private static final int CHANGES = 50_000;
    private static final int BATCHES = 4;
    private static final long PAUSE_NANOS = 50_000;

    /** A place in a log that is a number. */
    private record Place(long number) implements SourcePosition {
        @Override
        public String encode() {
            return Long.toString(number);
        }

        @Override
        public boolean covers(SourcePosition other) {
            return number >= ((Place) other).number;
        }
    }

    @Param({"1", "2"})
    int workers;

    @Param({"1", "2000"})
    int tables;

    @Param({"0", "2000"})
    long targetNanosPerRow;

    private final List<List<RowChange>> batches = new ArrayList<>();
    private @Nullable ApplyScheduler running;
    private long submitted;

    @Setup
    public void begin() {
        ConflictCatalog catalog = new ConflictCatalog();
        List<TargetTable> targets = new ArrayList<>();
        for (int i = 0; i < tables; i++) {
            targets.add(table(i, catalog));
        }
        RowBuffer buffer = new RowBuffer();
        int key = 0;
        for (int batch = 0; batch < BATCHES; batch++) {
            List<RowChange> changes = new ArrayList<>();
            for (int i = 0; i < CHANGES; i++) {
                TargetTable table = targets.get(i * tables / CHANGES);
                changes.add(new RowChange(table, RowChange.Kind.UPDATE, null, NarrowRows.row(buffer, ++key), false));
            }
            batches.add(changes);
        }
        running = scheduler();
    }

    private static TargetTable table(int number, ConflictCatalog catalog) {
        TableSchema schema = NarrowRows.TABLE.toBuilder()
                .id(new TableId("race", "orders" + number))
                .build();
        catalog.put(schema, schema);
        return new TargetTable(
                new TableRoute(schema, schema, new int[] {0, 1, 2, 3, 4, 5, 6}),
                schema,
                false,
                0,
                LoadWindow.NONE,
                new TableCounters(schema.id()),
                catalog);
    }

    private ApplyScheduler scheduler() {
        return new ApplyScheduler(
                "scaling",
                WorkerCount.of(workers, System::nanoTime),
                false,
                new Place(0),
                List.of(),
                () -> new NullWriter(targetNanosPerRow),
                ApplyScalingBenchmark::application,
                new ApplyScheduler.Observer() {
                    @Override
                    public void committed(Batch.Ending ending) {}

                    @Override
                    public void changed() {}
                },
                new ApplyProgress(),
                Clock.systemUTC());
    }

    private static BatchApplication application(ChangeWriter writer) {
        SuspendedTables none = new SuspendedTables(TableCounters::new, (table, cause) -> {});
        return new BatchApplication(writer, new Refusals(writer, new RefusalPolicy(ErrorSettings.STOP_ALWAYS), none));
    }

    @Benchmark
    @OperationsPerInvocation(BATCHES * CHANGES)
    public void apply() {
        ApplyScheduler scheduler = requireNonNull(running, "not set up");
        for (List<RowChange> changes : batches) {
            Place place = new Place(++submitted);
            scheduler.submit(Batch.whole(
                    changes,
                    List.of(new Batch.TransactionEnd(CHANGES, place)),
                    new Batch.Ending(place, Instant.EPOCH, 0),
                    new Tally(),
                    Instant.EPOCH));
        }
        while (!scheduler.isIdle()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    @TearDown
    public void end() {
        requireNonNull(running, "not set up").close();
    }
}
