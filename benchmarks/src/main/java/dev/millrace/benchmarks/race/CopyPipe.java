package dev.millrace.benchmarks.race;

import dev.millrace.servers.PostgresServer;
import java.io.File;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The quickest way by hand: {@code psql -c "COPY … TO STDOUT" | psql -c "COPY … FROM STDIN"}, several times for parts of the table. */
final class CopyPipe implements Contestant {
    private static final String PSQL = "psql";

    private final PostgresServer source;
    private final TargetDatabases targets;
    private final PostgresServer target;
    private final PipeFormat format;
    private final List<String> parts;

    private CopyPipe(
            PostgresServer source,
            TargetDatabases targets,
            PostgresServer target,
            PipeFormat format,
            List<String> parts) {
        this.source = source;
        this.targets = targets;
        this.target = target;
        this.format = format;
        this.parts = parts;
    }

    /** A pipe of psql processes, or of driver connections inside this process where there is no psql. */
    static Contestant connecting(
            PostgresServer source,
            TargetDatabases targets,
            PostgresServer target,
            PipeFormat format,
            long rows,
            int streams) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            parts.add("id > " + rows * i / streams + " AND id <= " + rows * (i + 1) / streams);
        }
        return hasPsql()
                ? new CopyPipe(source, targets, target, format, parts)
                : new DriverCopyPipe(source, targets, format, parts);
    }

    private static boolean hasPsql() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator)))
                .anyMatch(folder -> new File(folder, PSQL).canExecute());
    }

    @Override
    public String name() {
        return "psql " + format.pipe();
    }

    @Override
    public Attempt prepare(int pair) throws SQLException {
        String database = TargetDatabases.name(name(), pair);
        targets.create(database);
        List<List<ProcessBuilder>> pipes = new ArrayList<>();
        for (String part : parts) {
            pipes.add(List.of(psql(source, "postgres", format.read(part)), psql(target, database, format.write())));
        }
        return new Running(database, pipes);
    }

    private static ProcessBuilder psql(PostgresServer server, String database, String statement) {
        ProcessBuilder builder = new ProcessBuilder(
                PSQL,
                "-X",
                "-q",
                "-h",
                server.host(),
                "-p",
                Integer.toString(server.port()),
                "-U",
                server.username(),
                "-d",
                database,
                "-c",
                statement);
        builder.environment().put("PGPASSWORD", server.password());
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    private static final class Running implements Attempt {
        private final String database;
        private final List<List<ProcessBuilder>> pipes;
        private final List<Process> processes = new ArrayList<>();

        Running(String database, List<List<ProcessBuilder>> pipes) {
            this.database = database;
            this.pipes = pipes;
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
            for (List<ProcessBuilder> pipe : pipes) {
                processes.addAll(ProcessBuilder.startPipeline(pipe));
            }
        }

        @Override
        public boolean isFinished() {
            for (Process process : processes) {
                if (process.isAlive()) {
                    return false;
                }
                if (process.exitValue() != 0) {
                    throw new IllegalStateException("psql ended with " + process.exitValue());
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
}
