package dev.millrace.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The engine, in a JVM of its own that runs a task file. */
abstract class EngineContestant implements Contestant {
    private final RaceOptions options;
    private final RaceServer source;
    private final RaceTarget target;
    private final String migrationType;
    private final String settings;
    private final EngineRun run;

    EngineContestant(Track<?, ?> track, String migrationType, String settings, EngineRun run) {
        this.options = track.options();
        this.source = track.source();
        this.target = track.target();
        this.migrationType = migrationType;
        this.run = run;
        this.settings = Stream.of(settings, options.engineSettings())
                .filter(members -> !members.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /** Reads the log from where it ends now; the end is a mark that shows on the target. */
    static EngineContestant catchingUp(Track<?, ? extends RaceServer> track, EngineRun run) {
        EngineOrigin origin =
                track.source().engineOrigin(run.name(), track.options().pairs());
        return new EngineContestant(track, "cdc", "", run) {
            @Override
            public void fixStart() throws SQLException {
                origin.fix();
            }

            @Override
            void complete(TaskDocument task, String database, int pair) throws SQLException {
                origin.begin(task, pair);
                if (run.meetsTakenRow()) {
                    TakenRow.copy(
                            track.source(),
                            track.target(),
                            database,
                            track.workload().tables().get(0));
                }
            }

            @Override
            Attempt attempt(ChildJvm jvm, String database) throws SQLException {
                return new MarkedAttempt(jvm, database, Mark.watch(track.target(), database, Mark.LAST));
            }
        };
    }

    /** Loads into tables that are there, over as many connections as the track has streams; the end is that of the task. */
    static EngineContestant loading(Track<?, ?> track) {
        String settings = "\"FullLoadSettings\": {\"TargetTablePrepMode\": \"DO_NOTHING\", \"MaxFullLoadSubTasks\": "
                + track.streams() + "}";
        return new EngineContestant(track, "full-load", settings, EngineRun.PLAIN) {
            @Override
            void complete(TaskDocument task, String database, int pair) {}

            @Override
            Attempt attempt(ChildJvm jvm, String database) {
                return new JvmAttempt(jvm, database);
            }
        };
    }

    abstract void complete(TaskDocument task, String database, int pair) throws SQLException;

    abstract Attempt attempt(ChildJvm jvm, String database) throws SQLException;

    @Override
    public String name() {
        return run.name();
    }

    @Override
    public String describe() {
        return (settings.isEmpty() ? "default settings" : settings)
                + run.targetScript()
                        .map(script -> ", AfterConnectScript " + script)
                        .orElse("")
                + (run.meetsTakenRow() ? ", the target refuses one row" : "") + ", "
                + String.join(" ", options.engineJvm());
    }

    @Override
    public Attempt prepare(int pair) throws IOException, SQLException, InterruptedException {
        String database = target.createFor(run.name(), pair);
        TaskDocument document = new TaskDocument(migrationType, source, target, database, settings);
        run.targetScript().ifPresent(document::beginTargetSessions);
        complete(document, database, pair);
        Path file = Files.createTempFile("race-task", ".json");
        Files.writeString(file, document.toString());
        ChildJvm jvm = ChildJvm.start(
                jvmOptions(pair),
                System.getProperty("java.class.path"),
                EngineProcess.class.getName(),
                List.of(file.toString()));
        Files.delete(file);
        return attempt(jvm, database);
    }

    private List<String> jvmOptions(int pair) {
        List<String> jvmOptions = new ArrayList<>(options.engineJvm());
        options.profile()
                .ifPresent(folder -> jvmOptions.add("-XX:StartFlightRecording=settings=profile,filename="
                        + folder.resolve(target.nameFor(run.name(), pair) + ".jfr")));
        return jvmOptions;
    }
}
