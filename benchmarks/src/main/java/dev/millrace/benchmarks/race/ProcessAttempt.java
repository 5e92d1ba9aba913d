package dev.millrace.benchmarks.race;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A run of programs that read one server and write the other; it ends well when all of them do. */
final class ProcessAttempt implements Attempt {
    private final String database;
    private final List<List<ProcessBuilder>> pipelines;
    private final List<Process> processes = new ArrayList<>();

    /** @param pipelines run side by side; the output of each process of one goes to the next */
    ProcessAttempt(String database, List<List<ProcessBuilder>> pipelines) {
        this.database = database;
        this.pipelines = pipelines;
    }

    @Override
    public String targetDatabase() {
        return database;
    }

    @Override
    public Duration startUp() {
        return Duration.ZERO;
    }

    @Override
    public void start() throws IOException {
        for (List<ProcessBuilder> pipeline : pipelines) {
            processes.addAll(ProcessBuilder.startPipeline(pipeline));
        }
    }

    @Override
    public boolean isFinished() {
        for (Process process : processes) {
            if (process.isAlive()) {
                return false;
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException("a program ended with " + process.exitValue());
            }
        }
        return true;
    }

    @Override
    public Duration processorTime() {
        return ProcessorTime.ofEndedChildren();
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
        try {
            for (Process process : processes) {
                process.waitFor(10, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
