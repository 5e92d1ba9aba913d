package dev.millrace.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Runs races one after the other, each in a process of its own, so that none meets what another left in memory; then writes one table
 * and one plot of all results that are in the folder. A race that fails or has no peer here is told and does not stop the others.
 */
@Command(
        name = "races",
        mixinStandardHelpOptions = true,
        description = "Runs several races and writes one table and one plot of all results in the folder.")
public final class RacesCommand implements Callable<Integer> {
    private static final String ALL = "all";

    @Parameters(
            arity = "0..*",
            description = "names, or regular expressions of names; all, which is the default, is each of them")
    private List<String> wanted = List.of(ALL);

    @Option(
            names = "--rows",
            description = "rows or changes that each race moves; default: what its result is quoted for")
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

    @Option(names = "--engine-settings", description = "members of the engine's ReplicationTaskSettings; default none")
    private String engineSettings = "";

    @Option(names = "--debezium", description = "the jar that runs Debezium, default ${DEFAULT-VALUE}")
    private Path debezium = RaceOptions.DEBEZIUM;

    @Option(names = "--output", description = "folder for the results, default ${DEFAULT-VALUE}")
    private Path output = RaceOptions.OUTPUT;

    @Option(names = "--table-only", description = "run nothing, write table and plot of the results that are there")
    private boolean tableOnly;

    @Option(names = "--list", description = "print the names of the races meant, and run nothing")
    private boolean list;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<RaceDefinition> chosen =
                Races.all().stream().filter(this::isWanted).toList();
        if (list) {
            chosen.forEach(race -> System.out.println(race.name()));
            return CommandLine.ExitCode.OK;
        }
        if (chosen.isEmpty()) {
            System.err.println("No race has such a name; races --list prints those there are");
            return CommandLine.ExitCode.USAGE;
        }
        List<String> notes = new ArrayList<>();
        if (!tableOnly) {
            Files.createDirectories(output);
            for (RaceDefinition race : chosen) {
                run(race).ifPresent(notes::add);
            }
        }
        RaceTable table = RaceTable.of(output, notes);
        System.out.println(table.markdown());
        System.out.println("written to " + table.write(output));
        return notes.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private boolean isWanted(RaceDefinition race) {
        return wanted.stream().anyMatch(name -> name.equals(ALL) || Pattern.matches(name, race.name()));
    }

    /** Empty if the race has come to a result. */
    private Optional<String> run(RaceDefinition race) throws IOException, InterruptedException {
        RaceOptions options = new RaceOptions(
                rows == null ? race.quotedRows() : rows,
                pairs,
                engineHeap,
                collector,
                engineCompiler,
                engineSettings,
                Optional.empty(),
                debezium);
        Optional<String> obstacle = race.obstacle().apply(options);
        if (obstacle.isPresent()) {
            String note = "`" + race.name() + "` was not run on this machine: " + obstacle.get();
            System.out.println(note);
            return Optional.of(note);
        }
        System.out.println("== " + race.name());
        Files.deleteIfExists(output.resolve(race.name() + RaceTable.RESULT));
        int code =
                new ProcessBuilder(command(race, options)).inheritIO().start().waitFor();
        return code == CommandLine.ExitCode.OK
                ? Optional.empty()
                : Optional.of("`" + race.name() + "` failed; its output says why");
    }

    private List<String> command(RaceDefinition race, RaceOptions options) {
        return List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.millrace.benchmarks.Main",
                "race",
                race.name(),
                "--rows",
                Long.toString(options.rows()),
                "--pairs",
                Integer.toString(options.pairs()),
                "--engine-heap",
                options.engineHeap(),
                "--collector",
                options.collector(),
                "--engine-compiler",
                options.engineCompiler(),
                "--engine-settings",
                options.engineSettings(),
                "--debezium",
                options.debezium().toString(),
                "--output",
                output.toString());
    }
}
