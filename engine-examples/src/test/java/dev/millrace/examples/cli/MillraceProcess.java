package dev.millrace.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** The runnable jar in a process of its own, as a user starts it. */
public final class MillraceProcess implements AutoCloseable {
    private static final String MAIN = "dev.millrace.examples.Main";
    private static final Path JAR = Path.of("target", "millrace.jar").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Options of a JVM that is not to last long. */
    public static final List<String> SMALL = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Process process;
    private final Path stdout;
    private final Path stderr;

    private MillraceProcess(Process process, Path stdout, Path stderr) {
        this.process = process;
        this.stdout = stdout;
        this.stderr = stderr;
    }

    /** Starts it with files for its output in the folder, and a small heap. */
    public static MillraceProcess start(Path folder, String... arguments) throws IOException {
        return start(folder, SMALL, arguments);
    }

    /** As {@link #start(Path, String...)}, with options of its own for the JVM. */
    public static MillraceProcess start(Path folder, List<String> jvmOptions, String... arguments) throws IOException {
        assertThat(JAR).as("the jar that the package phase builds").exists();
        return start(folder, jvmOptions, List.of("-jar", JAR.toString()), arguments);
    }

    /** Of the test's own class path, which has sources that the jar has not. */
    static MillraceProcess startOfClassPath(Path folder, List<String> jvmOptions, String... arguments)
            throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return start(folder, jvmOptions, List.of("-cp", classPath, MAIN), arguments);
    }

    private static MillraceProcess start(
            Path folder, List<String> jvmOptions, List<String> program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(program);
        command.addAll(List.of(arguments));
        Path stdout = Files.createTempFile(folder, "stdout", ".txt");
        Path stderr = Files.createTempFile(folder, "stderr", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(stdout.toFile())
                .redirectError(stderr.toFile())
                .start();
        return new MillraceProcess(process, stdout, stderr);
    }

    /** Starts it and waits for its end. */
    public static MillraceProcess run(Path folder, String... arguments) throws IOException, InterruptedException {
        MillraceProcess started = start(folder, arguments);
        started.awaitEnd();
        return started;
    }

    public int awaitEnd() throws InterruptedException {
        return awaitEnd(PATIENCE);
    }

    /** Its exit code; a process that does not end in time is killed, and that is an error. */
    public int awaitEnd(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("has not ended within " + patience + ":\n" + output());
        }
        return process.exitValue();
    }

    /** Sends SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Sends SIGKILL. */
    public void kill() {
        process.destroyForcibly();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public int exitCode() {
        return process.exitValue();
    }

    public String stdout() {
        return read(stdout);
    }

    public String stderr() {
        return read(stderr);
    }

    /** Both, for messages of failed tests. */
    public String output() {
        return "stdout:\n" + stdout() + "\nstderr:\n" + stderr();
    }

    /** The last line of standard output. */
    public JsonNode status() throws IOException {
        List<String> lines = stdout().lines().toList();
        assertThat(lines).as(output()).isNotEmpty();
        return new ObjectMapper().readTree(lines.get(lines.size() - 1));
    }

    public MillraceProcess expect(int code) {
        assertThat(exitCode()).as(output()).isEqualTo(code);
        return this;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
