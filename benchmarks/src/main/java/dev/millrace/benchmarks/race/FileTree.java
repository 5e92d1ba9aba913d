package dev.millrace.benchmarks.race;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder and all that is in it. */
final class FileTree {
    private FileTree() {}

    /** The files below a folder. */
    static List<Path> files(Path folder) {
        return paths(folder).stream().filter(Files::isRegularFile).toList();
    }

    static void delete(Path folder) {
        for (Path path : paths(folder)) {
            try {
                Files.delete(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Deepest first. */
    private static List<Path> paths(Path folder) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(folder)) {
            return found.sorted(Comparator.reverseOrder()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
