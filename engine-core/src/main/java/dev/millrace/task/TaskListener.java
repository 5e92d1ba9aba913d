package dev.millrace.task;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.spi.Finding;

/**
 * Hears of a task's turning points. Called by the task's own threads, one call at a time: be quick. What a listener throws is
 * logged and otherwise ignored.
 */
public interface TaskListener {
    default void onStateChange(TaskState from, TaskState to) {}

    /** A check found something that does not keep the task from running. */
    default void onFinding(Finding finding) {}

    default void onTableLoaded(TableId table, long rows) {}

    /** The table gets no further changes until it is reloaded; other tables go on. */
    default void onTableSuspended(TableId table, ReplicationException cause) {}

    /** An error that may pass; the task tries again by itself. */
    default void onRetry(ReplicationException error, int attempt) {}
}
