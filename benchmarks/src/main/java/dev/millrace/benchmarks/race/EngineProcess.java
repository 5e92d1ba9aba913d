package dev.millrace.benchmarks.race;

import dev.millrace.config.StopCondition;
import dev.millrace.error.ReplicationException;
import dev.millrace.task.ReplicationTask;
import dev.millrace.task.TaskStatus;
import dev.millrace.taskfile.TaskFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The engine in a JVM of its own, on the other end of {@link ChildJvm}: runs the task file that is its argument. */
public final class EngineProcess {
    private EngineProcess() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        TaskFile file = TaskFile.read(Path.of(arguments[0]));
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (ReplicationTask task = ReplicationTask.builder(file.configuration())
                .stopWhen(StopCondition.NONE)
                .build()) {
            System.out.println(ChildJvm.READY);
            if (input.readLine() != null) {
                task.start();
                tellEnd(task);
                input.readLine();
            }
        }
    }

    private static void tellEnd(ReplicationTask task) {
        Thread watch = new Thread(
                () -> {
                    try {
                        System.out.println(end(task.awaitCompletion()));
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                },
                "race-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static String end(TaskStatus status) {
        Optional<ReplicationException> failure = status.failure();
        return failure.map(reason -> ChildJvm.FAILED + " "
                        + String.valueOf(reason.getMessage()).replace('\n', ' '))
                .orElse(ChildJvm.DONE);
    }
}
