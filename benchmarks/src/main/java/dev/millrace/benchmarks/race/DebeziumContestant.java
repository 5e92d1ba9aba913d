package dev.millrace.benchmarks.race;

import dev.millrace.servers.DatabaseServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Debezium's embedded engine, in a JVM that has its JDBC sink, too, or nothing behind it; tuned for throughput. */
final class DebeziumContestant implements Contestant {
    private static final String MAIN_CLASS = "dev.millrace.benchmarks.debezium.DebeziumProcess";
    private static final String HEAP = "1g";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long LOOK_MILLIS = 500;

    /** Larger batches and queues, no waiting. */
    private static final Map<String, String> SOURCE_TUNING = Map.of(
            "max.batch.size", "20480",
            "max.queue.size", "81920",
            "poll.interval.ms", "10");

    private final RaceOptions options;
    private final DatabaseServer source;
    private final DebeziumReader reader;
    private final DebeziumWriter writer;

    private DebeziumContestant(Track<?, ?> track, DebeziumReader reader, DebeziumWriter writer) {
        this.options = track.options();
        this.source = track.source().server();
        this.reader = reader;
        this.writer = writer;
    }

    static Contestant readingPostgres(Track<PostgresRaceServer, ? extends RaceServer> track) {
        return new DebeziumContestant(track, postgres(track), new DebeziumJdbcWriter(track.target()));
    }

    static Contestant readingMySql(Track<MySqlRaceServer, ? extends RaceServer> track) {
        return new DebeziumContestant(track, mySql(track), new DebeziumJdbcWriter(track.target()));
    }

    /** Reads and forgets. */
    static Contestant onlyReadingPostgres(Track<PostgresRaceServer, ?> track) {
        return new DebeziumContestant(track, postgres(track), new DebeziumForgettingWriter());
    }

    /** Reads and forgets. */
    static Contestant onlyReadingMySql(Track<MySqlRaceServer, ?> track) {
        return new DebeziumContestant(track, mySql(track), new DebeziumForgettingWriter());
    }

    private static DebeziumReader postgres(Track<PostgresRaceServer, ?> track) {
        return new DebeziumPostgresReader(track.source(), track.options().pairs());
    }

    private static DebeziumReader mySql(Track<MySqlRaceServer, ?> track) {
        return new DebeziumMySqlReader(track.source(), temporaryFolder());
    }

    /** Its process is built by a profile of its own. */
    static Optional<String> obstacle(RaceOptions options) {
        return Files.exists(options.debezium())
                ? Optional.empty()
                : Optional.of(options.debezium() + " does not exist; build it with the Maven profile debezium-peer");
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("race-debezium");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public String name() {
        return writer.name();
    }

    @Override
    public String describe() {
        return "3.5.0.Final, -Xmx" + HEAP + " " + options.collector() + ", source " + SOURCE_TUNING + ", "
                + writer.describe();
    }

    @Override
    public void fixStart() throws IOException, SQLException, InterruptedException {
        reader.fixStart(this);
    }

    @Override
    public Attempt prepare(int pair) throws IOException, SQLException, InterruptedException {
        String place = writer.createFor(pair);
        Path state = temporaryFolder();
        reader.restore(state);
        // the sink writes the tables of a batch one after the other, so the mark may show before changes that came
        // before it
        return new JvmAttempt(start(state, place, pair, Mark.LAST), place, () -> delete(state));
    }

    /**
     * Reads until a mark has come, whose transactions are repeated until one is seen.
     *
     * @param state the folder in which it keeps how far it has come
     * @param again makes the mark
     */
    void readOnce(Path state, int mark, MarkMaker again) throws IOException, SQLException, InterruptedException {
        String place = writer.createFor(mark);
        try (ChildJvm jvm = start(state, place, mark, mark)) {
            jvm.begin();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!jvm.isDone()) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("Debezium did not bring its first event");
                }
                again.make();
                Thread.sleep(LOOK_MILLIS);
            }
        } finally {
            writer.drop(place);
        }
    }

    /** Commits a mark, again and again. */
    interface MarkMaker {
        void make() throws SQLException;
    }

    private ChildJvm start(Path state, String place, int pair, int lastMark) throws IOException, InterruptedException {
        Path file = state.resolve("settings");
        try (var out = Files.newBufferedWriter(file)) {
            properties(state, place, pair, lastMark).store(out, null);
        }
        return ChildJvm.start(
                List.of("-Xmx" + HEAP, options.collector()),
                options.debezium().toString(),
                MAIN_CLASS,
                List.of(file.toString()));
    }

    private Properties properties(Path state, String place, int pair, int lastMark) {
        Properties properties = new Properties();
        properties.setProperty("source.database.hostname", source.host());
        properties.setProperty("source.database.port", Integer.toString(source.port()));
        properties.setProperty("source.database.user", source.username());
        properties.setProperty("source.database.password", source.password());
        properties.setProperty(
                "source.offset.storage.file.filename",
                state.resolve(DebeziumReader.OFFSETS).toString());
        properties.setProperty("end.topic", "race." + Mark.TABLE.qualifiedName());
        properties.setProperty("end.id", Integer.toString(lastMark));
        reader.settings(state, pair).forEach((name, value) -> properties.setProperty("source." + name, value));
        SOURCE_TUNING.forEach((name, value) -> properties.setProperty("source." + name, value));
        writer.sourceSettings().forEach((name, value) -> properties.setProperty("source." + name, value));
        writer.settings(place, reader.tableName())
                .forEach((name, value) -> properties.setProperty("sink." + name, value));
        return properties;
    }

    static void delete(Path folder) {
        try {
            for (String file : List.of(DebeziumReader.OFFSETS, DebeziumReader.HISTORY, "settings")) {
                Files.deleteIfExists(folder.resolve(file));
            }
            Files.deleteIfExists(folder);
        } catch (IOException leftOver) {
            System.err.println(folder + " could not be removed: " + leftOver);
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
