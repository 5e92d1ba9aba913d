package dev.millrace.examples.cli;

import dev.millrace.task.ReplicationTask;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns SIGTERM and Ctrl-C into an orderly stop: the task stops, the main thread writes its last line, and the process ends with
 * the code of the task's end instead of the signal's.
 */
final class OrderlyExit {
    /** More than a task may take to stop. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile int code = ExitCode.FAILED;

    private OrderlyExit() {}

    static OrderlyExit on(ReplicationTask task) {
        OrderlyExit exit = new OrderlyExit();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> exit.stop(task), "millrace-shutdown"));
        return exit;
    }

    /** The main thread has nothing more to say. */
    void finished(int exitCode) {
        code = exitCode;
        finished.countDown();
    }

    private void stop(ReplicationTask task) {
        if (finished.getCount() == 0) {
            return;
        }
        task.stop();
        try {
            if (finished.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                Runtime.getRuntime().halt(code);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
