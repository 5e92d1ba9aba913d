package dev.millrace.benchmarks.race;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A contestant in a JVM of its own. It says {@value #READY} when it could begin, begins when it reads a line, says {@value #DONE}
 * or {@value #FAILED} and a reason, and ends when its input does.
 */
final class ChildJvm implements AutoCloseable {
    static final String READY = "READY";
    static final String DONE = "DONE";
    static final String FAILED = "FAILED";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Duration startUp;
    private volatile boolean done;
    private volatile @Nullable String failure;

    private ChildJvm(Process process, long startedAt) throws InterruptedException {
        this.process = process;
        Thread listener = new Thread(this::listen, "race-child-" + process.pid());
        listener.setDaemon(true);
        listener.start();
        if (!ready.await(PATIENCE.toSeconds(), TimeUnit.SECONDS) || failure != null) {
            process.destroyForcibly();
            throw new IllegalStateException("a contestant's JVM did not get ready: " + failure);
        }
        startUp = Duration.ofNanos(System.nanoTime() - startedAt);
    }

    static ChildJvm start(List<String> jvmOptions, String classPath, String mainClass, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(arguments);
        long startedAt = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new ChildJvm(process, startedAt);
    }

    private void listen() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                hear(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!done && failure == null) {
                failure = "its process ended";
            }
            ready.countDown();
        }
    }

    private void hear(String line) {
        if (line.equals(READY)) {
            ready.countDown();
        } else if (line.equals(DONE)) {
            done = true;
        } else if (line.startsWith(FAILED)) {
            failure = line;
        }
    }

    Duration startUp() {
        return startUp;
    }

    void begin() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** @throws IllegalStateException if it failed */
    boolean isDone() {
        String reason = failure;
        if (reason != null) {
            throw new IllegalStateException("a contestant gave up: " + reason);
        }
        return done;
    }

    Duration processorTime() {
        return ProcessorTime.ofTree(process.pid());
    }

    @Override
    public void close() throws IOException {
        try {
            process.getOutputStream().close();
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
