package dev.millrace.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A child process whose output goes to the end of a log file. */
final class OsProcess {

    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration EXIT_POLL = Duration.ofMillis(2);
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);
    private static final int LOG_TAIL_LINES = 40;

    private final Process process;
    private final String program;
    private final Path log;
    private final long logStart;

    private OsProcess(Process process, String program, Path log, long logStart) {
        this.process = process;
        this.program = program;
        this.log = log;
        this.logStart = logStart;
    }

    static OsProcess start(List<String> command, Map<String, String> environment, @Nullable Path input, Path log) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput((input == null ? Path.of("/dev/null") : input).toFile());
        builder.environment().putAll(environment);
        try {
            long logStart = Files.exists(log) ? Files.size(log) : 0;
            return new OsProcess(builder.start(), command.get(0), log, logStart);
        } catch (IOException failure) {
            throw new EmbeddedServerException(command.get(0) + " can't be started: " + failure.getMessage(), failure);
        }
    }

    /** Runs a program to its end; any exit code but 0 is an error. */
    static void run(
            List<String> command, Map<String, String> environment, @Nullable Path input, Path log, Duration timeout) {
        OsProcess started = start(command, environment, input, log);
        if (!started.awaitExit(timeout)) {
            started.kill();
            throw started.failure("has not ended within " + timeout);
        }
        if (started.process.exitValue() != 0) {
            throw started.failure("failed with exit code " + started.process.exitValue());
        }
    }

    /** Returns when the condition holds; kills the process if that takes too long. */
    void awaitReady(BooleanSupplier condition, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (!condition.getAsBoolean()) {
                if (!process.isAlive()) {
                    throw failure("ended at once with exit code " + process.exitValue());
                }
                if (System.nanoTime() > deadline) {
                    throw failure("does not take connections after " + timeout);
                }
                TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("Interrupted while " + program + " started", interrupted);
        }
    }

    /** Whether the process ended in time. */
    boolean awaitExit(Duration timeout) {
        return awaitExit(List.of(), timeout);
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** SIGKILL for the process first, so that it starts no more children, then for the children. */
    void kill() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        if (!awaitExit(children, KILL_TIMEOUT)) {
            throw failure("is still there " + KILL_TIMEOUT + " after SIGKILL");
        }
    }

    /** Asks often, because the JDK looks only now and then for the end of a process that is not its own child. */
    private boolean awaitExit(List<ProcessHandle> children, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        boolean interrupted = false;
        while (isAnyAlive(children) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(EXIT_POLL.toNanos());
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !isAnyAlive(children);
    }

    private boolean isAnyAlive(List<ProcessHandle> children) {
        return process.isAlive() || children.stream().anyMatch(ProcessHandle::isAlive);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    EmbeddedServerException failure(String what) {
        return new EmbeddedServerException(program + " " + what + "; the end of its log:\n" + logTail());
    }

    private String logTail() {
        try {
            byte[] all = Files.readAllBytes(log);
            int start = (int) Math.min(logStart, all.length);
            List<String> lines = new String(all, start, all.length - start, StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.stream()
                    .skip(Math.max(0, lines.size() - LOG_TAIL_LINES))
                    .collect(Collectors.joining("\n"));
        } catch (IOException unreadable) {
            return "(" + log + " can't be read: " + unreadable + ")";
        }
    }
}
