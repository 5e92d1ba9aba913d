package dev.millrace.apply;

import dev.millrace.config.ApplySettings;
import dev.millrace.config.CommitMode;
import dev.millrace.config.TaskConfiguration;
import dev.millrace.model.ChangeBatch;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.refusal.RefusalPolicy;
import dev.millrace.refusal.SuspendedTables;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Source;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * Runs change capture: the calling thread gathers batches, with the reader and the apply workers on others, until told to stop or until the log is read up to a
 * goal. What is not committed when it ends is read again by the next run.
 */
public final class ChangeCapture {
    private static final Duration WAIT = Duration.ofMillis(100);

    /** How often an idle task's checkpoint follows the log: often enough to let the log go, rarely enough to cost nothing. */
    private static final Duration IDLE_CHECKPOINT = Duration.ofSeconds(10);

    private static final long QUEUE_BYTES = 16L << 20;

    private final TaskConfiguration configuration;
    private final Source source;
    private final Sink sink;
    private final Clock clock;
    private final ApplyProgress progress;
    private final RefusalPolicy policy;
    private final SuspendedTables suspended;

    /**
     * @param policy what becomes of refused changes
     * @param suspended tables that get no changes
     */
    public ChangeCapture(
            TaskConfiguration configuration,
            Source source,
            Sink sink,
            Clock clock,
            ApplyProgress progress,
            RefusalPolicy policy,
            SuspendedTables suspended) {
        this.configuration = configuration;
        this.source = source;
        this.sink = sink;
        this.clock = clock;
        this.progress = progress;
        this.policy = policy;
        this.suspended = suspended;
    }

    /**
     * Reads and applies.
     *
     * @param from what the target holds
     * @param goal ends the run once the target is durable up to there; null for no end
     * @param stop asked between batches
     */
    public void run(
            TargetTables tables,
            List<TableSchema> captured,
            Fence fence,
            ResumePoint from,
            @Nullable SourcePosition goal,
            BooleanSupplier stop) {
        List<StoredRange> applied = from.applied().stream()
                .map(range -> StoredRange.parse(range, source::parsePosition))
                .toList();
        boolean logs = sink.applyStyle() == Sink.ApplyStyle.LOG;
        progress.begin(from.position());
        BatchQueue queue = new BatchQueue(QUEUE_BYTES);
        ChangeReader reader = source.openReader(from.position(), captured);
        try (ReaderThread thread = new ReaderThread(configuration.identifier(), reader, queue);
                BatchDispatch dispatch = logs
                        ? logDispatch(fence, from, goal, reader, queue)
                        : scheduler(fence, from.position(), applied, reader, queue)) {
            @Nullable
            LogCursor cursor = logs ? new LogCursor(new TablesAhead(from.ahead(), source::parsePosition)) : null;
            Batcher batcher = batcher(
                    tables,
                    new AppliedBefore(
                            applied, from.announced().map(source::parsePosition).orElse(null)),
                    dispatch,
                    from.checkpoint().changes(),
                    cursor);
            thread.start();
            try {
                pump(queue, batcher, goal, stop);
                dispatch.finish();
            } finally {
                batcher.discard();
            }
        }
    }

    private LogDispatch logDispatch(
            Fence fence, ResumePoint from, @Nullable SourcePosition goal, ChangeReader reader, BatchQueue queue) {
        return new LogDispatch(
                configuration.identifier(),
                () -> sink.openChangeLog(fence),
                writer -> new LogApplication(
                        writer,
                        new Refusals(writer, policy, suspended),
                        from.checkpoint(),
                        ending -> goal != null && ending.position().covers(goal),
                        ending -> reader.acknowledge(ending.position()),
                        progress),
                queue::wake,
                clock);
    }

    private ApplyScheduler scheduler(
            Fence fence, SourcePosition from, List<StoredRange> ahead, ChangeReader reader, BatchQueue queue) {
        ApplyScheduler.Observer observer = new ApplyScheduler.Observer() {
            @Override
            public void committed(Batch.Ending ending) {
                reader.acknowledge(ending.position());
            }

            @Override
            public void changed() {
                queue.wake();
            }
        };
        ApplySettings settings = configuration.settings().apply();
        boolean announces = sink.applyStyle() == Sink.ApplyStyle.REPEATABLE;
        return new ApplyScheduler(
                configuration.identifier(),
                WorkerCount.of(settings.workers(), System::nanoTime),
                settings.commitMode() == CommitMode.RELAXED && sink.commitsAhead(),
                from,
                ahead,
                () -> sink.openChangeWriter(fence),
                writer -> new BatchApplication(writer, new Refusals(writer, policy, suspended), announces),
                observer,
                progress,
                clock);
    }

    private Batcher batcher(
            TargetTables tables,
            AppliedBefore appliedBefore,
            BatchDispatch dispatch,
            long changes,
            @Nullable LogCursor cursor) {
        ShapeChanges shapes = (known, wanted) -> {
            if (configuration.settings().ddl().altered()) {
                sink.alterTable(known, wanted);
            }
        };
        return new Batcher(
                tables,
                appliedBefore,
                suspended,
                dispatch,
                shapes,
                configuration.settings(),
                clock,
                progress,
                changes,
                sink.applyStyle() == Sink.ApplyStyle.REPEATABLE,
                cursor);
    }

    private void pump(BatchQueue queue, Batcher batcher, @Nullable SourcePosition goal, BooleanSupplier stop) {
        Instant lastCheckpoint = clock.instant();
        try {
            while (!stop.getAsBoolean() && !isReached(goal)) {
                ChangeBatch batch = queue.poll(Duration.ZERO);
                if (batch == null) {
                    batcher.idle();
                    batch = queue.poll(WAIT);
                }
                if (batch != null) {
                    batcher.accept(batch);
                }
                Instant now = clock.instant();
                if (goal != null || !now.isBefore(lastCheckpoint.plus(IDLE_CHECKPOINT))) {
                    batcher.moveCheckpoint();
                    lastCheckpoint = now;
                }
            }
        } catch (CancellationException e) {
            // interrupted while waiting for a worker
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isReached(@Nullable SourcePosition goal) {
        return goal != null
                && requireNonNull(progress.durablePosition(), "not begun").covers(goal);
    }
}
