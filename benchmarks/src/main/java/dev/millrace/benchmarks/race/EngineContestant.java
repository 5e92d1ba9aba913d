package dev.millrace.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The engine, in a JVM of its own that runs a task file. */
final class EngineContestant implements Contestant {
    static final String NAME = "Millrace";

    private final RaceOptions options;
    private final TargetDatabases targets;
    private final TaskDocuments documents;
    private final boolean endsByMark;

    /** The task of each run. */
    interface TaskDocuments {
        String of(int pair, String targetDatabase);
    }

    /** @param endsByMark whether the end is a mark that shows in the target; else it is that of the task */
    EngineContestant(RaceOptions options, TargetDatabases targets, TaskDocuments documents, boolean endsByMark) {
        this.options = options;
        this.targets = targets;
        this.documents = documents;
        this.endsByMark = endsByMark;
    }

    static String describe(RaceOptions options) {
        String settings = options.engineSettings().isEmpty() ? "default settings" : options.engineSettings();
        return settings + ", -Xmx" + options.engineHeap();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Attempt prepare(int pair) throws IOException, SQLException, InterruptedException {
        String database = TargetDatabases.name(NAME, pair);
        targets.create(database);
        Path task = Files.createTempFile("race-task", ".json");
        Files.writeString(task, documents.of(pair, database));
        ChildJvm jvm = ChildJvm.start(
                jvmOptions(pair),
                System.getProperty("java.class.path"),
                EngineProcess.class.getName(),
                List.of(task.toString()));
        Files.delete(task);
        return endsByMark
                ? new MarkedAttempt(jvm, database, Mark.watch(targets, database, Orders.LAST_MARK), () -> {})
                : new JvmAttempt(jvm, database);
    }

    private List<String> jvmOptions(int pair) {
        List<String> jvmOptions = new ArrayList<>();
        jvmOptions.add("-Xmx" + options.engineHeap());
        options.profile()
                .ifPresent(folder -> jvmOptions.add("-XX:StartFlightRecording=settings=profile,filename="
                        + folder.resolve("engine-" + pair + ".jfr")));
        return jvmOptions;
    }
}
