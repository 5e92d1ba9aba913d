package dev.millrace.examples.cli;

import dev.millrace.task.ReplicationTask;
import dev.millrace.task.TaskState;
import dev.millrace.task.TaskStatus;
import java.time.Duration;

/** Starts a task and shows how it goes until it ends. */
final class TaskWatch {
    private static final Duration GLANCE = Duration.ofMillis(250);

    private final ReplicationTask task;
    private final Progress progress;

    TaskWatch(ReplicationTask task, Progress progress) {
        this.task = task;
        this.progress = progress;
    }

    TaskStatus untilEnd() throws InterruptedException {
        task.start();
        TaskStatus status = task.status();
        while (!hasEnded(status)) {
            progress.show(status);
            status = task.awaitCompletion(GLANCE);
        }
        return status;
    }

    private static boolean hasEnded(TaskStatus status) {
        return status.state() == TaskState.STOPPED || status.state() == TaskState.FAILED;
    }
}
