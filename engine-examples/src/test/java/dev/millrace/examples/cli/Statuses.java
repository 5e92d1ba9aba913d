package dev.millrace.examples.cli;

import dev.millrace.error.ReplicationException;
import dev.millrace.metrics.TableState;
import dev.millrace.metrics.TableStatistics;
import dev.millrace.model.TableId;
import dev.millrace.task.StopReason;
import dev.millrace.task.TaskState;
import dev.millrace.task.TaskStatus;
import dev.millrace.task.TaskStatus.ChangeProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statuses that the tests of this package show. */
final class Statuses {
    static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private Statuses() {}

    static TaskStatus running(Duration elapsed, @Nullable ChangeProgress changes, TableStatistics... tables) {
        return new TaskStatus(
                "orders",
                TaskState.RUNNING,
                Optional.empty(),
                Optional.empty(),
                Optional.of(START),
                elapsed,
                List.of(tables),
                Optional.ofNullable(changes));
    }

    static TaskStatus ended(
            TaskState state, StopReason reason, @Nullable ReplicationException failure, TableStatistics... tables) {
        return new TaskStatus(
                "orders",
                state,
                Optional.of(reason),
                Optional.ofNullable(failure),
                Optional.of(START),
                Duration.ofSeconds(20),
                List.of(tables),
                Optional.of(changes(4_000, 0, true)));
    }

    static ChangeProgress changes(long applied, long pending, boolean caughtUp) {
        return new ChangeProgress(
                "0/2000", "0/1000", Duration.ZERO, Duration.ofMillis(1_500), pending, applied, caughtUp);
    }

    static TableStatistics table(String name, TableState state, long rows, long estimatedRows) {
        boolean ended = state == TableState.TABLE_COMPLETED;
        return new TableStatistics(
                new TableId("sales", name),
                state,
                11,
                12,
                13,
                1,
                10,
                9,
                8,
                1,
                2,
                0,
                0,
                0,
                0,
                rows,
                rows * 100,
                estimatedRows,
                state == TableState.BEFORE_LOAD ? Optional.empty() : Optional.of(START.plusSeconds(1)),
                ended ? Optional.of(START.plusSeconds(11)) : Optional.empty(),
                ended ? Optional.of(START.plusSeconds(15)) : Optional.empty());
    }
}
