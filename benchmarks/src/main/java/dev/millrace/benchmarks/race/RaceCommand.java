package dev.millrace.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs one race and writes its result. */
@Command(
        name = "race",
        mixinStandardHelpOptions = true,
        description = "Races the engine against a peer over the same data and prints how it went.")
public final class RaceCommand implements Callable<Integer> {
    /** Exit code of a race whose peer is not on this machine. */
    static final int NOT_HERE = 3;

    @Parameters(completionCandidates = Names.class, description = "one of: ${COMPLETION-CANDIDATES}")
    private String race = "";

    @Option(names = "--rows", description = "rows or changes to move; default: what the result is quoted for")
    private @Nullable Long rows;

    @Option(names = "--pairs", description = "how often each contestant runs, default ${DEFAULT-VALUE}")
    private int pairs = 3;

    @Option(names = "--engine-heap", description = "the engine's largest heap, default ${DEFAULT-VALUE}")
    private String engineHeap = "512m";

    @Option(names = "--collector", description = "the collector of contestants that are JVMs, default ${DEFAULT-VALUE}")
    private String collector = RaceOptions.COLLECTOR;

    @Option(
            names = "--engine-compiler",
            description =
                    "how the engine's JVM compiles, default ${DEFAULT-VALUE}; -XX:+TieredCompilation for Java's own default")
    private String engineCompiler = RaceOptions.ENGINE_COMPILER;

    @Option(
            names = "--engine-settings",
            description = "members of the engine's ReplicationTaskSettings, such as "
                    + "'\"EngineSettings\": {\"ApplyWorkers\": 1}'; default none")
    private String engineSettings = "";

    @Option(names = "--profile", description = "folder for a flight recording of each of the engine's runs")
    private @Nullable Path profile;

    @Option(names = "--debezium", description = "the jar that runs Debezium, default ${DEFAULT-VALUE}")
    private Path debezium = RaceOptions.DEBEZIUM;

    @Option(names = "--output", description = "folder for the result as JSON and Markdown, default ${DEFAULT-VALUE}")
    private Path output = RaceOptions.OUTPUT;

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        Optional<Path> recordings = Optional.ofNullable(profile);
        if (recordings.isPresent()) {
            Files.createDirectories(recordings.get());
        }
        Optional<RaceDefinition> found =
                Races.all().stream().filter(known -> known.name().equals(race)).findFirst();
        if (found.isEmpty()) {
            System.err.println("There is no race " + race + "; there are: " + String.join(", ", new Names()));
            return CommandLine.ExitCode.USAGE;
        }
        return run(found.get(), recordings);
    }

    private int run(RaceDefinition definition, Optional<Path> recordings)
            throws IOException, SQLException, InterruptedException {
        RaceOptions options = new RaceOptions(
                rows == null ? definition.quotedRows() : rows,
                pairs,
                engineHeap,
                collector,
                engineCompiler,
                engineSettings,
                recordings,
                debezium);
        Optional<String> obstacle = definition.obstacle().apply(options);
        if (obstacle.isPresent()) {
            System.err.println("This machine can't run " + race + ": " + obstacle.get());
            return NOT_HERE;
        }
        System.out.println("Preparing servers and data ...");
        try (Race prepared = definition.prepare(options)) {
            RaceResult result = prepared.run(System.out);
            System.out.println();
            System.out.println(result.markdown());
            System.out.println("written to " + result.write(output));
            return CommandLine.ExitCode.OK;
        }
    }

    /** For the command line's help. */
    private static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Races.all().stream().map(RaceDefinition::name).iterator();
        }
    }
}
