package dev.millrace.task;

import dev.millrace.apply.ApplyProgress;
import dev.millrace.metrics.TableCounters;
import dev.millrace.metrics.TableStatistics;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.task.TaskStatus.ChangeProgress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The numbers of a task, from one attempt to the next. Thread-safe. */
final class TaskMetrics {
    private final ConcurrentSkipListMap<TableId, TableCounters> tables = new ConcurrentSkipListMap<>();
    private final ApplyProgress changes = new ApplyProgress();

    TableCounters of(TableId table) {
        return tables.computeIfAbsent(table, TableCounters::new);
    }

    ApplyProgress changes() {
        return changes;
    }

    List<TableStatistics> tableStatistics() {
        return tables.values().stream().map(TableCounters::statistics).toList();
    }

    /** Empty until change capture has begun. */
    Optional<ChangeProgress> changeProgress(Clock clock) {
        SourcePosition read = changes.readPosition();
        SourcePosition durable = changes.durablePosition();
        if (read == null || durable == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Duration sourceLatency = changes.sourceLatency(now);
        return Optional.of(new ChangeProgress(
                read.encode(),
                durable.encode(),
                sourceLatency,
                changes.targetLatency(now),
                changes.pendingChanges(),
                changes.appliedChanges(),
                changes.pendingChanges() == 0 && sourceLatency.isZero()));
    }
}
