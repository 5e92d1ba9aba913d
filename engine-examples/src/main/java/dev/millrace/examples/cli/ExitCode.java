package dev.millrace.examples.cli;

import dev.millrace.error.ErrorCategory;
import dev.millrace.error.ReplicationException;
import dev.millrace.metrics.TableState;
import dev.millrace.task.TaskState;
import dev.millrace.task.TaskStatus;

/** What the exit codes of the command line mean. */
public final class ExitCode {
    /** The task did what it was asked for, or stopped in order when it was told to. */
    public static final int DONE = 0;

    /** The task failed. */
    public static final int FAILED = 1;

    /** The command line or the task file says something that can't be run. */
    public static final int BAD_TASK = 2;

    /** The task is done, but tables are suspended, or changes of this run are in the exceptions table. */
    public static final int DONE_WITH_EXCEPTIONS = 3;

    private ExitCode() {}

    static int of(TaskStatus status) {
        if (status.failure().isPresent()) {
            return of(status.failure().get());
        }
        if (status.state() != TaskState.STOPPED) {
            return FAILED;
        }
        boolean exceptions = status.tables().stream()
                .anyMatch(table -> table.state() == TableState.TABLE_ERROR || table.recorded() > 0);
        return exceptions ? DONE_WITH_EXCEPTIONS : DONE;
    }

    static int of(ReplicationException failure) {
        return failure.code().category() == ErrorCategory.CONFIGURATION ? BAD_TASK : FAILED;
    }
}
