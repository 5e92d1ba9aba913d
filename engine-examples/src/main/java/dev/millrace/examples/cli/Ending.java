package dev.millrace.examples.cli;

import dev.millrace.metrics.TableState;
import dev.millrace.metrics.TableStatistics;
import dev.millrace.task.TaskStatus;
import java.util.List;

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
                + " changes applied" + leftOut(status);
    }

    /** What a person has to look after. */
    private static String leftOut(TaskStatus status) {
        long recorded =
                status.tables().stream().mapToLong(TableStatistics::recorded).sum();
        List<String> suspended = status.tables().stream()
                .filter(table -> table.state() == TableState.TABLE_ERROR)
                .map(table -> table.table().toString())
                .toList();
        return (recorded == 0 ? "" : ", " + Figures.count(recorded) + " refused and recorded in the exceptions table")
                + (suspended.isEmpty() ? "" : ", suspended: " + String.join(", ", suspended));
    }
}
