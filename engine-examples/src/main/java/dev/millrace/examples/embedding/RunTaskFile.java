package dev.millrace.examples.embedding;

import dev.millrace.config.StopCondition;
import dev.millrace.task.ReplicationTask;
import dev.millrace.task.TaskStatus;
import dev.millrace.taskfile.TaskFile;
import java.nio.file.Path;

/** Runs a task file until the target has caught up with the source: the smallest way to embed the engine. */
public final class RunTaskFile {
    private RunTaskFile() {}

    public static TaskStatus run(Path file) throws InterruptedException {
        TaskFile taskFile = TaskFile.read(file);
        taskFile.report().forEach(System.out::println);
        try (ReplicationTask task = ReplicationTask.builder(taskFile.configuration())
                .stopWhen(StopCondition.CAUGHT_UP)
                .build()) {
            task.start();
            return task.awaitCompletion();
        }
    }
}
