package dev.millrace.examples.cli;

import dev.millrace.task.TaskStatus;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Lines with times, for logs: what happened, and every few seconds how it goes, if anything moved. */
final class LineProgress implements Progress {
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final PrintStream out;
    private final Clock clock;
    private final StatusLines lines = new StatusLines();
    private Instant nextAt = Instant.MIN;
    private String lastSummary = "";

    LineProgress(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public synchronized void show(TaskStatus status) {
        lines.sample(status);
        Instant now = clock.instant();
        if (now.isBefore(nextAt)) {
            return;
        }
        nextAt = now.plus(PAUSE);
        String summary = lines.counters(status);
        if (!summary.equals(lastSummary)) {
            lastSummary = summary;
            lines.load(status).ifPresent(this::say);
            lines.changes(status).ifPresent(this::say);
        }
    }

    @Override
    public synchronized void say(String line) {
        out.println(clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + line);
        out.flush();
    }

    @Override
    public void close() {}
}
