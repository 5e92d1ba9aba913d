package dev.millrace.examples;

import dev.millrace.examples.cli.ReplayCommand;
import dev.millrace.examples.cli.RunCommand;
import dev.millrace.examples.demo.DemoCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line's entry. */
@Command(
        name = "millrace",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {RunCommand.class, ReplayCommand.class, DemoCommand.class},
        description = "Replicates databases: full load and change data capture, from a DMS task file.")
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
