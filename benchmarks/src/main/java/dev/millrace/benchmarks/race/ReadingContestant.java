package dev.millrace.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** The engine's adapter over Debezium's connectors, in a JVM of its own that only reads; its JVM is what Debezium's own is. */
final class ReadingContestant implements Contestant {
    private static final String NAME = "Millrace reading through Debezium";
    private static final String HEAP = "1g";

    private final RaceOptions options;
    private final RaceServer source;
    private final RaceTarget target;
    private final EngineOrigin origin;

    ReadingContestant(Track<?, ?> track) {
        this.options = track.options();
        this.source = track.source();
        this.target = track.target();
        this.origin = source.engineOrigin(NAME, options.pairs());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String describe() {
        return "the engine's events, acknowledged and let go of, -Xmx" + HEAP + " " + options.collector();
    }

    @Override
    public void fixStart() throws SQLException {
        origin.fix();
    }

    @Override
    public Attempt prepare(int pair) throws IOException, InterruptedException {
        String place = target.nameFor(NAME, pair);
        TaskDocument document = new TaskDocument("cdc", source, target, place, "");
        origin.begin(document, pair);
        Path file = Files.createTempFile("race-task", ".json");
        Files.writeString(file, document.toString());
        ChildJvm jvm = ChildJvm.start(
                List.of("-Xmx" + HEAP, options.collector()),
                System.getProperty("java.class.path"),
                ReadingProcess.class.getName(),
                List.of(file.toString()));
        Files.delete(file);
        return new JvmAttempt(jvm, place);
    }
}
