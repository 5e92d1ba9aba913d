package dev.millrace.sink.mysql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares generated SQL with the files in {@code src/test/resources/golden}; statements are parted by a line with a semicolon. */
public final class Golden {
    private Golden() {}

    /** Fails, showing both, if the statements are not those of the file. */
    public static void assertMatches(String file, List<String> statements) {
        assertThat(String.join("\n;\n", statements) + "\n").as(file).isEqualTo(read(file));
    }

    private static String read(String file) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + file)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
