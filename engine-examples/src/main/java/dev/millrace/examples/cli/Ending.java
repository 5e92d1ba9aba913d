package dev.millrace.examples.cli;

import dev.millrace.metrics.TableStatistics;
import dev.millrace.task.TaskStatus;

/** The last words about a task. */
final class Ending {
    private Ending() {}

    static String of(TaskStatus status) {
        if (status.failure().isPresent()) {
            return "failed " + status.failure().get().code() + ": "
                    + status.failure().get().getMessage();
        }
        long rows = status.tables().stream()
                .mapToLong(TableStatistics::fullLoadRows)
                .sum();
        long changes =
                status.changes().map(TaskStatus.ChangeProgress::appliedChanges).orElse(0L);
        return status.stopReason().map(Enum::name).orElse("stopped") + " after " + Figures.time(status.elapsed()) + ": "
                + status.tables().size() + " tables, " + Figures.count(rows) + " rows loaded, " + Figures.count(changes)
                + " changes applied";
    }
}
