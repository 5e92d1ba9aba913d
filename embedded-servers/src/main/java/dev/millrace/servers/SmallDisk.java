package dev.millrace.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A disk of a few megabytes that one server process sees and nobody else, to be filled up. It is a {@code tmpfs} in a mount namespace of
 * the process, so it needs no privilege where the kernel lets users make namespaces, and it goes away, with what is on it, when the
 * process ends.
 *
 * @param folder where it is mounted; everybody else sees an empty folder there
 * @param megabytes its size
 */
record SmallDisk(Path folder, int megabytes) {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Mounts the disk at {@code $0} and becomes the rest. */
    private static final String SCRIPT = "mount -t tmpfs -o size=%dm,mode=0700 none \"$0\" && exec \"$@\"";

    private static final List<String> DISGUISE = SuperUser.Disguise.NAMESPACE.prefix();
    private static final List<String> NAMESPACE =
            List.of("unshare", "--user", "--map-root-user", "--mount", "/bin/sh", "-c");

    static SmallDisk create(InstanceFolder folder, int megabytes) {
        try {
            return new SmallDisk(Files.createDirectory(folder.path().resolve("disk")), megabytes);
        } catch (IOException failure) {
            throw new EmbeddedServerException("The folder of a disk can't be made: " + failure, failure);
        }
    }

    /** Whether this system lets us mount one. */
    static boolean isPossible() {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("millrace-disk");
            OsProcess.run(
                    new SmallDisk(folder, 1).under(List.of("test", "-w", folder.toString())),
                    Map.of(),
                    null,
                    ServerHome.open().instances().resolve("disk.log"),
                    TIMEOUT);
            return true;
        } catch (EmbeddedServerException | IOException forbidden) {
            return false;
        } finally {
            remove(folder);
        }
    }

    private static void remove(@Nullable Path folder) {
        try {
            if (folder != null) {
                Files.deleteIfExists(folder);
            }
        } catch (IOException failure) {
            throw new EmbeddedServerException(folder + " can't be removed: " + failure, failure);
        }
    }

    /**
     * The command, seeing the disk. The process keeps its number. Who mounts is root in his namespace, as which PostgreSQL refuses to run,
     * so the command is run as nobody in particular unless it sees to that itself.
     */
    List<String> under(List<String> command) {
        List<String> all = new ArrayList<>(NAMESPACE);
        all.add(SCRIPT.formatted(megabytes));
        all.add(folder.toString());
        if (!command.subList(0, DISGUISE.size()).equals(DISGUISE)) {
            all.addAll(DISGUISE);
        }
        all.addAll(command);
        return all;
    }
}
