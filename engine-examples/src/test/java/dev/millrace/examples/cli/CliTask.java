package dev.millrace.examples.cli;

import dev.millrace.testing.workload.TableComparison;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** A task between two databases, run to the end of the source's log again and again by the command line. */
public final class CliTask {
    private final Path folder;
    private final Database from;
    private final Database to;
    private final Path file;

    private CliTask(Path folder, Database from, Database to, Path file) {
        this.folder = folder;
        this.from = from;
        this.to = to;
        this.file = file;
    }

    public static CliTask between(Path folder, Database from, Database to) throws IOException {
        return of(folder, from, to, TaskJson.between(from, to));
    }

    /** A task with settings of its own. */
    public static CliTask of(Path folder, Database from, Database to, TaskJson json) throws IOException {
        return new CliTask(folder, from, to, json.writeTo(folder));
    }

    public MillraceProcess run(String... options) throws IOException, InterruptedException {
        List<String> arguments =
                new ArrayList<>(List.of("run", file.toString(), "--output", "json", "--until", "caught-up"));
        arguments.addAll(List.of(options));
        List<String> jvmOptions = new ArrayList<>(MillraceProcess.SMALL);
        // so that what must stay secret has every occasion to show
        jvmOptions.add("-DMILLRACE_LOG=INFO");
        try (MillraceProcess process = MillraceProcess.start(folder, jvmOptions, arguments.toArray(String[]::new))) {
            process.awaitEnd();
            return process;
        }
    }

    /** Replays what was refused. */
    public MillraceProcess replay(String... options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("replay", file.toString()));
        arguments.addAll(List.of(options));
        try (MillraceProcess process =
                MillraceProcess.start(folder, MillraceProcess.SMALL, arguments.toArray(String[]::new))) {
            process.awaitEnd();
            return process;
        }
    }

    /** Runs it, which has to succeed. */
    public MillraceProcess succeeds(String... options) throws IOException, InterruptedException {
        return run(options).expect(ExitCode.DONE);
    }

    /** Runs it, which has to fail with this code. */
    public Failure fails(String errorCode, String... options) throws IOException, InterruptedException {
        MillraceProcess process = run(options).expect(ExitCode.FAILED);
        return new Failure(process).hasCode(errorCode);
    }

    /** The two tables have the same rows, value for value. */
    public void assertEqual(String table) throws SQLException {
        try (Connection source = from.connect();
                Connection target = to.connect()) {
            TableComparison comparison = TableComparison.compare(source, from.schema(), target, to.schema(), table);
            assertThat(comparison.isEqual()).as("%s", comparison).isTrue();
            assertThat(comparison.sourceRows()).isPositive();
        }
    }

    /**
     * A run that failed. The reason is in the status object and, for people, on standard error.
     *
     * @param process the run
     */
    public record Failure(MillraceProcess process) {
        public String message() throws IOException {
            return process.status().path("LastFailureMessage").asText();
        }

        Failure hasCode(String errorCode) throws IOException {
            assertThat(process.status().path("Status").asText()).isEqualTo("failed");
            assertThat(process.status().path("ErrorCode").asText())
                    .as(process.output())
                    .isEqualTo(errorCode);
            assertThat(process.stderr()).contains(errorCode);
            return this;
        }

        /** The message has all these words. */
        public Failure says(String... words) throws IOException {
            assertThat(message()).contains(words);
            assertThat(process.stderr()).contains(words[0]);
            return this;
        }

        /** Nothing that the run printed shows this. */
        public Failure keepsSecret(String value) {
            assertThat(process.output()).doesNotContain(value);
            return this;
        }
    }
}
