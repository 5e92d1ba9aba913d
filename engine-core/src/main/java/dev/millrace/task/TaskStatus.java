package dev.millrace.task;

import dev.millrace.error.ReplicationException;
import dev.millrace.metrics.TableStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A look at a task at one moment.
 *
 * @param task its identifier
 * @param state where it is
 * @param stopReason why it ended, once it has
 * @param failure what made it fail, if it did
 * @param startedAt when it was started
 * @param elapsed time since then, until the end
 * @param tables each selected table, ordered by name
 * @param changes how change capture goes, once it runs
 */
public record TaskStatus(
        String task,
        TaskState state,
        Optional<StopReason> stopReason,
        Optional<ReplicationException> failure,
        Optional<Instant> startedAt,
        Duration elapsed,
        List<TableStatistics> tables,
        Optional<ChangeProgress> changes) {

    /**
     * Change capture in numbers.
     *
     * @param readPosition encoded position up to which the log was read
     * @param durablePosition encoded position up to which the target is durable
     * @param sourceLatency {@code CDCLatencySource}: age of the last event read, 0 when there is nothing to read
     * @param targetLatency {@code CDCLatencyTarget}: age of the oldest change not yet durable, 0 when there is none
     * @param pendingChanges {@code CDCIncomingChanges}: changes read and not yet durable
     * @param appliedChanges changes made durable since the start
     * @param caughtUp whether the log's end was reached at the last look
     */
    public record ChangeProgress(
            String readPosition,
            String durablePosition,
            Duration sourceLatency,
            Duration targetLatency,
            long pendingChanges,
            long appliedChanges,
            boolean caughtUp) {}
}
