package dev.millrace.benchmarks;

import dev.millrace.benchmarks.race.RaceCommand;
import dev.millrace.benchmarks.race.RacesCommand;
import dev.millrace.benchmarks.synthetic.FloodCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line's entry. */
@Command(
        name = "benchmarks",
        mixinStandardHelpOptions = true,
        subcommands = {RaceCommand.class, RacesCommand.class, StagesCommand.class, FloodCommand.class},
        description = "Measures the engine.")
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        int code = commandLine().execute(arguments);
        System.exit(code);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
    }
}
