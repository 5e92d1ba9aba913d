package dev.millrace.benchmarks.race;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A run in threads of the race's own process. */
final class ThreadAttempt implements Attempt {
    private final String database;
    private final List<Callable<Void>> pipes;
    private final ExecutorService threads;
    private final List<Future<Void>> running = new ArrayList<>();

    /** @param pipes run side by side, each in a thread */
    ThreadAttempt(String database, List<Callable<Void>> pipes) {
        this.database = database;
        this.pipes = pipes;
        this.threads = Executors.newFixedThreadPool(pipes.size());
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
    public void start() {
        pipes.forEach(pipe -> running.add(threads.submit(pipe)));
    }

    @Override
    public boolean isFinished() {
        for (Future<Void> pipe : running) {
            if (!pipe.isDone()) {
                return false;
            }
            try {
                pipe.get();
            } catch (ExecutionException failure) {
                throw new IllegalStateException("a pipe broke", failure);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return true;
    }

    /** The race's own process does the work. */
    @Override
    public Duration processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
