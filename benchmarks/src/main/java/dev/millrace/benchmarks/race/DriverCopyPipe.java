package dev.millrace.benchmarks.race;

import dev.millrace.servers.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/** A pipe from one {@code COPY} to another over driver connections: bytes are passed on as they come. */
final class DriverCopyPipe implements Contestant {
    private final PostgresServer source;
    private final TargetDatabases targets;
    private final PipeFormat format;
    private final List<String> parts;

    /** @param parts conditions that share the rows out */
    DriverCopyPipe(PostgresServer source, TargetDatabases targets, PipeFormat format, List<String> parts) {
        this.source = source;
        this.targets = targets;
        this.format = format;
        this.parts = parts;
    }

    @Override
    public String name() {
        return "driver " + format.pipe();
    }

    @Override
    public Attempt prepare(int pair) throws SQLException {
        String database = TargetDatabases.name(name(), pair);
        targets.create(database);
        return new Running(database);
    }

    private Void copy(String part, String database) throws SQLException {
        try (Connection from = TargetDatabases.connect(source, "postgres");
                Connection to = targets.connect(database)) {
            CopyOut out = from.unwrap(PGConnection.class).getCopyAPI().copyOut(format.read(part));
            CopyIn in = to.unwrap(PGConnection.class).getCopyAPI().copyIn(format.write());
            for (byte[] line = out.readFromCopy(); line != null; line = out.readFromCopy()) {
                in.writeToCopy(line, 0, line.length);
            }
            in.endCopy();
        }
        return null;
    }

    private final class Running implements Attempt {
        private final String database;
        private final ExecutorService threads = Executors.newFixedThreadPool(parts.size());
        private final List<Future<Void>> running = new ArrayList<>();

        Running(String database) {
            this.database = database;
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
            parts.forEach(part -> running.add(threads.submit(() -> copy(part, database))));
        }

        @Override
        public boolean isFinished() {
            for (Future<Void> part : running) {
                if (!part.isDone()) {
                    return false;
                }
                try {
                    part.get();
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
        public void close() throws IOException, SQLException {
            threads.shutdownNow();
        }
    }
}
