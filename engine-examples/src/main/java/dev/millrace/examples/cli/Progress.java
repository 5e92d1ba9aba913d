package dev.millrace.examples.cli;

import dev.millrace.task.TaskStatus;
import java.io.PrintStream;
import java.time.Clock;

/** Where the progress of a task is shown. Thread-safe. */
interface Progress extends AutoCloseable {

    /** A live view on a terminal, else lines with times. */
    static Progress on(PrintStream out, Clock clock) {
        return Terminal.isTerminal(out) ? new LiveProgress(out) : new LineProgress(out, clock);
    }

    /** Shows how the task does; called several times a second. */
    void show(TaskStatus status);

    /** One line that stays. */
    void say(String line);

    /** Nothing more will be shown, but something may be said. */
    @Override
    void close();
}
