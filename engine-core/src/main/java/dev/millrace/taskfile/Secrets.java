package dev.millrace.taskfile;

import dev.millrace.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts values in place of <code>${env:NAME}</code> and <code>${file:PATH}</code>; messages name the place, never the value. */
final class Secrets {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(env|file):([^}]*)}");

    private final UnaryOperator<@Nullable String> environment;
    private final Notes notes;

    Secrets(UnaryOperator<@Nullable String> environment, Notes notes) {
        this.environment = environment;
        this.notes = notes;
    }

    String expand(String path, String text) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1).equals("env") ? variable(path, match) : file(path, match)));
    }

    private String variable(String path, MatchResult match) {
        String value = environment.apply(match.group(2));
        if (value == null) {
            return missing(path, "environment variable " + match.group(2) + ", which is not set; export it");
        }
        return value;
    }

    private String file(String path, MatchResult match) {
        String name = match.group(2);
        try {
            return Files.readString(Path.of(name)).stripTrailing();
        } catch (IOException | InvalidPathException unreadable) {
            return missing(
                    path,
                    "file " + name + ", which can't be read ("
                            + unreadable.getClass().getSimpleName() + "); create it, or let this user read it");
        }
    }

    private String missing(String path, String what) {
        notes.problem(ErrorCode.SECRET_MISSING, path, "takes its value from " + what);
        return "";
    }
}
