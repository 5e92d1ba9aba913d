package dev.millrace.source.oracle.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder for files that are of no use once its process has gone; its name has the process's number. Thread-safe. */
final class SpillFolder {
    private static final Logger log = LoggerFactory.getLogger(SpillFolder.class);
    private static final String PREFIX = "open-transactions-";
    private static final long OWN_PROCESS = ProcessHandle.current().pid();
    private static final Set<Path> IN_USE = ConcurrentHashMap.newKeySet();

    private final Path path;

    private SpillFolder(Path path) {
        this.path = path;
    }

    /**
     * Makes one, and removes those that killed processes have left.
     *
     * @param directory the task's; made if missing
     */
    static SpillFolder in(Path directory) throws IOException {
        Files.createDirectories(directory);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, PREFIX + "*")) {
            for (Path folder : left) {
                if (isLeft(folder)) {
                    remove(folder);
                }
            }
        }
        Path made =
                Files.createTempDirectory(directory, PREFIX + OWN_PROCESS + "-").toAbsolutePath();
        IN_USE.add(made);
        return new SpillFolder(made);
    }

    /** A process may have the number that one before it had, as the only one of a container has. */
    private static boolean isLeft(Path folder) {
        String number =
                folder.getFileName().toString().substring(PREFIX.length()).replaceAll("-.*", "");
        if (!number.matches("[0-9]{1,18}")) {
            return false;
        }
        long process = Long.parseLong(number);
        return process == OWN_PROCESS
                ? !IN_USE.contains(folder.toAbsolutePath())
                : ProcessHandle.of(process).isEmpty();
    }

    Path path() {
        return path;
    }

    /** Removes it, with what is in it. */
    void remove() {
        remove(path);
        IN_USE.remove(path);
    }

    /** What can't be removed now is removed by the next one's making. */
    private static void remove(Path folder) {
        try {
            for (Path path : deepestFirst(folder)) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException failure) {
            log.warn("{} could not be removed: {}", folder, failure.toString());
        }
    }

    private static List<Path> deepestFirst(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        }
    }
}
