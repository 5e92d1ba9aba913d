package dev.millrace.crash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line in a JVM of its own, which can be killed. */
final class EngineProcess implements AutoCloseable {

    private static final String MAIN = "dev.millrace.examples.Main";
    private static final int TAIL_LINES = 60;
    private static final int DUMP_LINES = 400;

    private final Process process;
    private final Path output;

    private EngineProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts {@code run TASK.json} with these options; what it says goes to the end of a file. */
    static EngineProcess run(Path taskFile, Path output, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-cp", classPath(), MAIN));
        command.addAll(List.of("run", taskFile.toString(), "--output", "json"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
        return new EngineProcess(process, output);
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM, and the exit code. */
    int terminate(Duration timeout) throws InterruptedException {
        process.destroy();
        return awaitExit(timeout);
    }

    /** The exit code; an engine that does not end in time is killed, and that is an error. */
    int awaitExit(Duration timeout) throws InterruptedException {
        if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            return process.exitValue();
        }
        kill();
        throw new AssertionError("The engine has not ended within " + timeout + "; it says:\n" + outputTail());
    }

    String outputTail() {
        return outputTail(TAIL_LINES);
    }

    /** What it said last, and what its threads are doing now. */
    String outputWithThreads() {
        try {
            new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            TimeUnit.SECONDS.sleep(1);
        } catch (IOException unable) {
            return outputTail();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return outputTail(TAIL_LINES + DUMP_LINES);
    }

    private String outputTail(int count) {
        try {
            List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
        } catch (IOException unreadable) {
            return output + " can't be read: " + unreadable;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
