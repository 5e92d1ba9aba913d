package dev.millrace.examples.cli;

import dev.millrace.metrics.TableState;
import dev.millrace.metrics.TableStatistics;
import dev.millrace.model.TableId;
import dev.millrace.task.TaskStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Puts a task's status into words, with speeds taken from the statuses before. Not thread-safe. */
final class StatusLines {
    private static final int MOST_TABLES = 12;
    private static final int NAME_WIDTH = 32;

    private final Map<TableId, Speed> tableSpeeds = new HashMap<>();
    private final Speed loadSpeed = new Speed();
    private final Speed changeSpeed = new Speed();

    void sample(TaskStatus status) {
        for (TableStatistics table : status.tables()) {
            tableSpeeds
                    .computeIfAbsent(table.table(), id -> new Speed())
                    .sample(status.elapsed(), table.fullLoadRows());
        }
        loadSpeed.sample(status.elapsed(), rows(status));
        status.changes().ifPresent(changes -> changeSpeed.sample(status.elapsed(), changes.appliedChanges()));
    }

    /** One line for each table whose load is under way. */
    List<String> tablesBeingLoaded(TaskStatus status) {
        return status.tables().stream()
                .filter(table -> table.state() == TableState.FULL_LOAD)
                .limit(MOST_TABLES)
                .map(this::table)
                .toList();
    }

    /** The load as a whole; empty once nothing is left to load. */
    Optional<String> load(TaskStatus status) {
        long loaded = status.tables().stream().filter(StatusLines::isLoaded).count();
        if (status.tables().stream().noneMatch(StatusLines::isUnderWay)) {
            return Optional.empty();
        }
        long bytes = status.tables().stream()
                .mapToLong(TableStatistics::fullLoadBytes)
                .sum();
        double speed = loadSpeed.perSecond();
        return Optional.of("full load: " + loaded + " of " + status.tables().size() + " tables, "
                + Figures.count(rows(status)) + " rows, " + Figures.bytes(bytes) + ", " + Figures.rate(speed)
                + remaining(estimatedRows(status) - rows(status), speed));
    }

    /** Change capture; empty before it runs. */
    Optional<String> changes(TaskStatus status) {
        return status.changes()
                .map(changes -> "changes: " + Figures.count(changes.appliedChanges()) + " applied, "
                        + Figures.rate(changeSpeed.perSecond()) + ", " + Figures.count(changes.pendingChanges())
                        + " pending, lag " + Figures.time(changes.targetLatency())
                        + (changes.caughtUp() ? ", caught up" : ""));
    }

    /** What has moved if this text differs from the one before. */
    String counters(TaskStatus status) {
        return status.state() + " " + rows(status)
                + status.changes()
                        .map(changes -> " " + changes.appliedChanges() + " " + changes.pendingChanges())
                        .orElse("");
    }

    private String table(TableStatistics table) {
        double speed =
                tableSpeeds.computeIfAbsent(table.table(), id -> new Speed()).perSecond();
        long expected = table.fullLoadEstimatedRows();
        String share = expected <= 0
                ? ""
                : String.format(Locale.ROOT, "  %3d %%", Math.min(99, 100 * table.fullLoadRows() / expected));
        return String.format(
                Locale.ROOT,
                "  %-" + NAME_WIDTH + "s %,14d rows  %7s  %8s%s%s",
                shortened(table.table().toString()),
                table.fullLoadRows(),
                Figures.bytes(table.fullLoadBytes()),
                Figures.rate(speed),
                share,
                remaining(expected - table.fullLoadRows(), speed));
    }

    private static String remaining(long rows, double speed) {
        return rows <= 0 || speed < 1 ? "" : ", ETA " + Figures.time(Duration.ofMillis((long) (rows / speed * 1000)));
    }

    private static String shortened(String name) {
        return name.length() <= NAME_WIDTH ? name : "…" + name.substring(name.length() - NAME_WIDTH + 1);
    }

    private static long rows(TaskStatus status) {
        return status.tables().stream().mapToLong(TableStatistics::fullLoadRows).sum();
    }

    /** What is loaded for certain counts as it is; of the rest, what the source's statistics promise. */
    private static long estimatedRows(TaskStatus status) {
        return status.tables().stream()
                .mapToLong(table -> isLoaded(table)
                        ? table.fullLoadRows()
                        : Math.max(table.fullLoadRows(), table.fullLoadEstimatedRows()))
                .sum();
    }

    private static boolean isLoaded(TableStatistics table) {
        return table.state() == TableState.TABLE_COMPLETED;
    }

    private static boolean isUnderWay(TableStatistics table) {
        return table.state() == TableState.FULL_LOAD || table.state() == TableState.BEFORE_LOAD;
    }
}
