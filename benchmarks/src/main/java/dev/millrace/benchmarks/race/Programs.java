package dev.millrace.benchmarks.race;

import java.io.File;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Programs of this machine that peers are made of. */
final class Programs {
    private Programs() {}

    static boolean isOnPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator)))
                .anyMatch(folder -> new File(folder, program).canExecute());
    }
}
