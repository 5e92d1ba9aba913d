package dev.millrace.benchmarks.race;

import dev.millrace.servers.MySqlServer;
import dev.millrace.servers.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Debezium's embedded engine and its JDBC sink, in one JVM, tuned for throughput. */
final class DebeziumContestant implements Contestant, AutoCloseable {
    private static final String NAME = "Debezium and its JDBC sink";
    private static final String MAIN_CLASS = "dev.millrace.benchmarks.debezium.DebeziumProcess";
    private static final String OFFSETS = "offsets";
    private static final String HISTORY = "history";
    private static final String HEAP = "1g";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Larger batches and queues, no waiting, batched and reduced writes. */
    private static final Map<String, String> SOURCE_TUNING = Map.of(
            "max.batch.size", "20480",
            "max.queue.size", "81920",
            "poll.interval.ms", "10");

    private static final Map<String, String> SINK_TUNING = Map.of(
            "batch.size", "10000",
            "use.reduction.buffer", "true",
            "dialect.postgres.unnest.insert.enabled", "true");

    private final RaceOptions options;
    private final MySqlServer source;
    private final TargetDatabases targets;
    private final PostgresServer target;
    private final Path learned = Files.createTempDirectory("race-debezium");

    DebeziumContestant(RaceOptions options, MySqlServer source, TargetDatabases targets, PostgresServer target)
            throws IOException {
        this.options = options;
        this.source = source;
        this.targets = targets;
        this.target = target;
        if (!Files.exists(options.debezium())) {
            throw new IllegalStateException(
                    options.debezium() + " does not exist; build it with the Maven profile debezium-peer");
        }
    }

    /** Makes events that set the mark 0; again and again, because Debezium sees only what comes after it has begun. */
    interface Change {
        void make() throws SQLException;
    }

    /** Lets Debezium read the schema and its first event, so that every run begins behind it. */
    void learnStart(Change change) throws IOException, SQLException, InterruptedException {
        String database = "learning";
        targets.create(database);
        try (ChildJvm jvm = start(learned, database);
                Mark mark = Mark.watch(targets, database, 0)) {
            jvm.begin();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!mark.isSet()) {
                if (jvm.isDone() || System.nanoTime() > deadline) {
                    throw new IllegalStateException("Debezium did not bring its first event");
                }
                change.make();
                Thread.sleep(500);
            }
        } finally {
            targets.drop(database);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    String describe() {
        return "3.5.0.Final, -Xmx" + HEAP + ", source " + SOURCE_TUNING + ", sink " + SINK_TUNING + ", commits durably";
    }

    @Override
    public Attempt prepare(int pair) throws IOException, SQLException, InterruptedException {
        String database = TargetDatabases.name(NAME, pair);
        targets.create(database);
        Path state = Files.createTempDirectory("race-debezium");
        for (String file : List.of(OFFSETS, HISTORY)) {
            Files.copy(learned.resolve(file), state.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        return new MarkedAttempt(
                start(state, database), database, Mark.watch(targets, database, Orders.LAST_MARK), () -> delete(state));
    }

    private ChildJvm start(Path state, String database) throws IOException, InterruptedException {
        Path file = state.resolve("settings");
        try (var out = Files.newBufferedWriter(file)) {
            properties(state, database).store(out, null);
        }
        return ChildJvm.start(
                List.of("-Xmx" + HEAP), options.debezium().toString(), MAIN_CLASS, List.of(file.toString()));
    }

    private Properties properties(Path state, String database) {
        Properties properties = new Properties();
        properties.setProperty("source.database.hostname", source.host());
        properties.setProperty("source.database.port", Integer.toString(source.port()));
        properties.setProperty("source.database.user", source.username());
        properties.setProperty("source.database.password", source.password());
        properties.setProperty(
                "source.offset.storage.file.filename", state.resolve(OFFSETS).toString());
        properties.setProperty(
                "source.schema.history.internal.file.filename",
                state.resolve(HISTORY).toString());
        SOURCE_TUNING.forEach((name, value) -> properties.setProperty("source." + name, value));
        properties.setProperty("sink.connection.url", target.jdbcUrl(database));
        properties.setProperty("sink.connection.username", target.username());
        properties.setProperty("sink.connection.password", target.password());
        SINK_TUNING.forEach((name, value) -> properties.setProperty("sink." + name, value));
        return properties;
    }

    private static void delete(Path folder) {
        try {
            for (String file : List.of(OFFSETS, HISTORY, "settings")) {
                Files.deleteIfExists(folder.resolve(file));
            }
            Files.deleteIfExists(folder);
        } catch (IOException leftOver) {
            System.err.println(folder + " could not be removed: " + leftOver);
        }
    }

    @Override
    public void close() {
        delete(learned);
    }
}
