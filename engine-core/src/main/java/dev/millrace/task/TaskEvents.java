package dev.millrace.task;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.spi.Finding;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The task's life as a state machine, and the one place that tells listeners of it. Thread-safe. */
final class TaskEvents {
    private static final Logger log = LoggerFactory.getLogger(ReplicationTask.class);

    private final String task;
    private final List<TaskListener> listeners;
    private TaskState state = TaskState.READY;

    TaskEvents(String task, List<TaskListener> listeners) {
        this.task = task;
        this.listeners = List.copyOf(listeners);
    }

    synchronized TaskState state() {
        return state;
    }

    void running() {
        if (state() == TaskState.STARTING) {
            become(TaskState.RUNNING);
        }
    }

    /** Moves on to another state. */
    synchronized void become(TaskState next) {
        TaskState from = state;
        if (from == next) {
            return;
        }
        if (!isLegal(from, next)) {
            throw new IllegalStateException("task " + task + " can't go from " + from + " to " + next);
        }
        state = next;
        log.info("{}: {}", task, next);
        tell(listener -> listener.onStateChange(from, next));
    }

    synchronized void finding(Finding finding) {
        if (finding.severity() == Finding.Severity.WARNING) {
            log.warn("{}: {}", task, finding);
            tell(listener -> listener.onFinding(finding));
        }
    }

    synchronized void tableLoaded(TableId table, long rows) {
        log.info("{}: loaded {} with {} rows", task, table, rows);
        tell(listener -> listener.onTableLoaded(table, rows));
    }

    synchronized void tableSuspended(TableId table, ReplicationException cause) {
        log.error(
                "{}: table {} is suspended and gets no further changes until it is reloaded: {} {}",
                task,
                table,
                cause.code(),
                cause.getMessage());
        tell(listener -> listener.onTableSuspended(table, cause));
    }

    synchronized void retry(ReplicationException error, int attempt) {
        log.warn("{}: {} {}; try {} follows", task, error.code(), error.getMessage(), attempt);
        tell(listener -> listener.onRetry(error, attempt));
    }

    private static boolean isLegal(TaskState from, TaskState next) {
        return switch (from) {
            case READY -> next == TaskState.STARTING || next == TaskState.STOPPED;
            case STARTING ->
                next == TaskState.RUNNING
                        || next == TaskState.STOPPING
                        || next == TaskState.STOPPED
                        || next == TaskState.FAILED;
            case RUNNING -> next == TaskState.STOPPING || next == TaskState.STOPPED || next == TaskState.FAILED;
            case STOPPING -> next == TaskState.STOPPED || next == TaskState.FAILED;
            case STOPPED, FAILED -> false;
        };
    }

    private void tell(Consumer<TaskListener> event) {
        for (TaskListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                log.warn("{}: listener {} failed", task, listener.getClass().getName(), e);
            }
        }
    }
}
