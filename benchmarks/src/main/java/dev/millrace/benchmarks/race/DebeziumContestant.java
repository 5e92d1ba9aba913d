package dev.millrace.benchmarks.race;

import dev.millrace.servers.DatabaseServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Debezium's embedded engine and its JDBC sink, in one JVM, tuned for throughput. */
final class DebeziumContestant implements Contestant {
    private static final String NAME = "Debezium and its JDBC sink";
    private static final String MAIN_CLASS = "dev.millrace.benchmarks.debezium.DebeziumProcess";
    private static final String HEAP = "1g";

    /** Larger batches and queues, no waiting, batched and reduced writes. */
    private static final Map<String, String> SOURCE_TUNING = Map.of(
            "max.batch.size", "20480",
            "max.queue.size", "81920",
            "poll.interval.ms", "10");

    private static final Map<String, String> SINK_TUNING = Map.of(
            "batch.size", "10000",
            "use.reduction.buffer", "true");

    private final RaceOptions options;
    private final DatabaseServer source;
    private final RaceServer target;
    private final DebeziumReader reader;

    private DebeziumContestant(Track<?, ? extends RaceServer> track, DebeziumReader reader) {
        this.options = track.options();
        this.source = track.source().server();
        this.target = track.target();
        this.reader = reader;
    }

    static Contestant readingPostgres(Track<PostgresRaceServer, ? extends RaceServer> track) {
        return new DebeziumContestant(
                track,
                new DebeziumPostgresReader(track.source(), track.options().pairs()));
    }

    static Contestant readingMySql(Track<MySqlRaceServer, ? extends RaceServer> track) {
        return new DebeziumContestant(
                track, new DebeziumMySqlReader(track.source(), track.target(), temporaryFolder()));
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
        return NAME;
    }

    @Override
    public String describe() {
        return "3.5.0.Final, -Xmx" + HEAP + " " + options.collector() + ", source " + SOURCE_TUNING + ", sink "
                + SINK_TUNING + writing();
    }

    private String writing() {
        return target instanceof PostgresRaceServer
                ? ", unnest inserts, commits durably"
                : ", rewriteBatchedStatements=true";
    }

    @Override
    public void fixStart() throws IOException, SQLException, InterruptedException {
        reader.fixStart(this);
    }

    @Override
    public Attempt prepare(int pair) throws IOException, SQLException, InterruptedException {
        String database = target.createFor(NAME, pair);
        Path state = temporaryFolder();
        reader.restore(state);
        // the sink writes the tables of a batch one after the other, so the mark may show before changes that came
        // before it
        return new JvmAttempt(start(state, database, pair), database, () -> delete(state));
    }

    /** @param state the folder in which it keeps how far it has come */
    ChildJvm start(Path state, String database, int pair) throws IOException, InterruptedException {
        Path file = state.resolve("settings");
        try (var out = Files.newBufferedWriter(file)) {
            properties(state, database, pair).store(out, null);
        }
        return ChildJvm.start(
                List.of("-Xmx" + HEAP, options.collector()),
                options.debezium().toString(),
                MAIN_CLASS,
                List.of(file.toString()));
    }

    private Properties properties(Path state, String database, int pair) {
        Properties properties = new Properties();
        properties.setProperty("source.database.hostname", source.host());
        properties.setProperty("source.database.port", Integer.toString(source.port()));
        properties.setProperty("source.database.user", source.username());
        properties.setProperty("source.database.password", source.password());
        properties.setProperty(
                "source.offset.storage.file.filename",
                state.resolve(DebeziumReader.OFFSETS).toString());
        properties.setProperty("end.topic", "race." + Mark.TABLE.qualifiedName());
        properties.setProperty("end.id", Integer.toString(Mark.LAST));
        reader.settings(state, pair).forEach((name, value) -> properties.setProperty("source." + name, value));
        SOURCE_TUNING.forEach((name, value) -> properties.setProperty("source." + name, value));
        properties.setProperty("sink.connection.username", target.server().username());
        properties.setProperty("sink.connection.password", target.server().password());
        properties.setProperty("sink.collection.name.format", reader.tableName());
        SINK_TUNING.forEach((name, value) -> properties.setProperty("sink." + name, value));
        writer(database).forEach((name, value) -> properties.setProperty("sink." + name, value));
        return properties;
    }

    private Map<String, String> writer(String database) {
        return target instanceof PostgresRaceServer
                ? Map.of(
                        "connection.url",
                        target.server().jdbcUrl(database),
                        "dialect.postgres.unnest.insert.enabled",
                        "true")
                : Map.of(
                        "connection.url",
                        "jdbc:mysql://" + target.server().host() + ":"
                                + target.server().port() + "/" + database
                                + "?allowPublicKeyRetrieval=true&useSSL=false&rewriteBatchedStatements=true");
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
