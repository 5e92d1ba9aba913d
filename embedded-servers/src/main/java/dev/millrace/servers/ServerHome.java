package dev.millrace.servers;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * The folder below {@code java.io.tmpdir} that all JVMs of one user share: unpacked binaries, initialised data folders to copy
 * from, and one folder for each running server.
 */
final class ServerHome {

    /** Names another folder than the one below {@code java.io.tmpdir}. */
    static final String LOCATION_PROPERTY = "millrace.servers.directory";

    /** Others may pass through, because a server that root started may run as another user; but not look around. */
    private static final Set<PosixFilePermission> PASSABLE = PosixFilePermissions.fromString("rwx--x--x");

    private final Path root;

    private ServerHome(Path root) {
        this.root = root;
    }

    static ServerHome open() {
        try {
            ServerHome home = new ServerHome(privateFolder(location()));
            Files.createDirectories(home.instances());
            Files.createDirectories(home.cache());
            return home;
        } catch (IOException failure) {
            throw new EmbeddedServerException("The folder of the embedded servers can't be made: " + failure, failure);
        }
    }

    private static Path location() {
        String given = System.getProperty(LOCATION_PROPERTY);
        return given != null
                ? Path.of(given)
                : Path.of(System.getProperty("java.io.tmpdir"), "millrace-servers-" + System.getProperty("user.name"));
    }

    /** Programs are run from here, so a folder that somebody else made or may write to is refused. */
    private static Path privateFolder(Path folder) throws IOException {
        Files.createDirectories(folder.toAbsolutePath().getParent());
        try {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException existsAlready) {
            boolean writableByOthers = PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS))
                    .substring(3)
                    .contains("w");
            Path probe = Files.createTempFile(folder, "owner", "");
            boolean ours = Files.getOwner(probe).equals(Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS));
            Files.delete(probe);
            if (!ours || writableByOthers) {
                throw new IOException(
                        folder + " belongs to or is writable by another user; remove it or set -D" + LOCATION_PROPERTY,
                        existsAlready);
            }
        }
        Files.setPosixFilePermissions(folder, PASSABLE);
        return folder.toRealPath();
    }

    Path instances() {
        return root.resolve("instances");
    }

    private Path cache() {
        return root.resolve("cache");
    }

    /**
     * The cached folder of this name, filled first if it does not exist. Filled at most once, however many threads and JVMs ask,
     * and never seen half full: it gets its name only when it is complete.
     */
    Path cached(String name, Filler filler) {
        Path folder = cache().resolve(name);
        try {
            if (!Files.isDirectory(folder)) {
                fill(folder, filler);
            }
            return folder;
        } catch (IOException failure) {
            throw new EmbeddedServerException("The folder " + folder + " can't be filled: " + failure, failure);
        }
    }

    private void fill(Path folder, Filler filler) throws IOException {
        synchronized (ServerHome.class) {
            Path lockFile = cache().resolve(folder.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                if (!lock.isValid() || Files.isDirectory(folder)) {
                    return;
                }
                Path incomplete = cache().resolve(folder.getFileName() + ".incomplete");
                FileTrees.delete(incomplete);
                Files.createDirectory(incomplete);
                filler.fill(incomplete);
                Files.move(incomplete, folder, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    /** Tells apart what was initialised in one way from what was initialised in another. */
    static String fingerprint(List<String> words) {
        return Integer.toHexString(words.hashCode());
    }

    /** Puts into an empty folder what belongs there. */
    @FunctionalInterface
    interface Filler {
        void fill(Path emptyFolder) throws IOException;
    }
}
