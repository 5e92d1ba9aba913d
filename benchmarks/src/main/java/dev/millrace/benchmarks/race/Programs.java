package dev.millrace.benchmarks.race;

import dev.millrace.servers.PostgresServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Programs of this machine that peers are made of. */
final class Programs {
    static final String PSQL = "psql";
    private static final Pattern MAJOR_VERSION = Pattern.compile(" (\\d+)");

    private Programs() {}

    static boolean isOnPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator)))
                .anyMatch(folder -> new File(folder, program).canExecute());
    }

    /** Why a peer can't be made of these programs; the first of the reasons. */
    static Optional<String> obstacle(List<String> programs) {
        return programs.stream().flatMap(program -> obstacle(program).stream()).findFirst();
    }

    private static Optional<String> obstacle(String program) {
        if (!isOnPath(program)) {
            return Optional.of(program + " is not on the PATH");
        }
        return program.equals("pg_dump") && isTooOld(version(program))
                ? Optional.of(version(program) + " can't read PostgreSQL " + PostgresServer.DEFAULT_MAJOR_VERSION)
                : Optional.empty();
    }

    private static boolean isTooOld(String version) {
        Matcher number = MAJOR_VERSION.matcher(version);
        return number.find() && Integer.parseInt(number.group(1)) < PostgresServer.DEFAULT_MAJOR_VERSION;
    }

    /** The first line of what a program says of itself. */
    static String version(String program) {
        try {
            Process process = new ProcessBuilder(program, "--version")
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                String line = lines.readLine();
                return line == null ? program : line;
            }
        } catch (IOException failure) {
            return program + ", which can't be started";
        }
    }

    /** psql with one statement for a server. */
    static ProcessBuilder psql(PostgresServer server, String database, String statement) {
        ProcessBuilder builder = new ProcessBuilder(
                PSQL,
                "-X",
                "-q",
                "-h",
                server.host(),
                "-p",
                Integer.toString(server.port()),
                "-U",
                server.username(),
                "-d",
                database,
                "-c",
                statement);
        builder.environment().put("PGPASSWORD", server.password());
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    }
}
