package dev.millrace.apply;

import dev.millrace.config.TaskConfiguration;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ChangeBatch;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Source;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * Runs change capture on the calling thread, with the reader on another, until told to stop or until the log is read up to a
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
    private @Nullable SourcePosition singlyUpTo;

    public ChangeCapture(
            TaskConfiguration configuration, Source source, Sink sink, Clock clock, ApplyProgress progress) {
        this.configuration = configuration;
        this.source = source;
        this.sink = sink;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Up to which position, if any, changes were refused in a quicker way by an earlier run, so that this one applies them row by
     * row.
     */
    public void applySinglyUpTo(@Nullable SourcePosition position) {
        singlyUpTo = position;
    }

    public @Nullable SourcePosition singlyUpTo() {
        return singlyUpTo;
    }

    /**
     * Reads and applies.
     *
     * @param from where the target is durable
     * @param goal ends the run once the target is durable up to there; null for no end
     * @param stop asked between batches
     */
    public void run(
            TargetTables tables,
            List<TableSchema> captured,
            Fence fence,
            SourcePosition from,
            @Nullable SourcePosition goal,
            BooleanSupplier stop) {
        progress.begin(from);
        BatchQueue queue = new BatchQueue(QUEUE_BYTES);
        ChangeReader reader = source.openReader(from, captured);
        try (ReaderThread thread = new ReaderThread(configuration.identifier(), reader, queue);
                ChangeWriter writer = sink.openChangeWriter(fence)) {
            ChangeApplier applier = applier(tables, reader, writer);
            applier.singlyUpTo(singlyUpTo);
            thread.start();
            try {
                pump(queue, applier, goal, stop);
            } catch (ReplicationException e) {
                singlyUpTo = applier.singlyUpTo();
                throw e;
            } finally {
                applier.discard();
            }
        }
    }

    private ChangeApplier applier(TargetTables tables, ChangeReader reader, ChangeWriter writer) {
        ShapeChanges shapes = (known, wanted) -> {
            if (configuration.settings().ddl().altered()) {
                sink.alterTable(known, wanted);
            }
        };
        return new ChangeApplier(
                tables,
                writer,
                shapes,
                configuration.settings().apply(),
                configuration.settings().ddl(),
                clock,
                reader::acknowledge,
                progress);
    }

    private void pump(BatchQueue queue, ChangeApplier applier, @Nullable SourcePosition goal, BooleanSupplier stop) {
        Instant lastCheckpoint = clock.instant();
        try {
            while (!stop.getAsBoolean() && !isReached(goal)) {
                ChangeBatch batch = queue.poll(Duration.ZERO);
                if (batch == null) {
                    applier.idle();
                    batch = queue.poll(WAIT);
                }
                if (batch != null) {
                    applier.accept(batch);
                }
                Instant now = clock.instant();
                if (goal != null || !now.isBefore(lastCheckpoint.plus(IDLE_CHECKPOINT))) {
                    applier.moveCheckpoint();
                    lastCheckpoint = now;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isReached(@Nullable SourcePosition goal) {
        return goal != null
                && requireNonNull(progress.durablePosition(), "not begun").covers(goal);
    }
}
