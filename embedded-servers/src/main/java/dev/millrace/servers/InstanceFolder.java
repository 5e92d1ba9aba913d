package dev.millrace.servers;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one server: its data, its log, and the number of its process. The folder's name says which JVM made it, so that
 * what a killed JVM left behind can be told from what is in use.
 */
record InstanceFolder(Path path) {

    private static final Logger LOG = LoggerFactory.getLogger(InstanceFolder.class);
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final AtomicBoolean SWEPT = new AtomicBoolean();

    /** Start times are told in hundredths of a second from a boot time that the kernel rounds to seconds. */
    private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

    /** A new folder with a copy of an initialised data folder. */
    static InstanceFolder create(ServerHome home, String kind, Path initialisedData) {
        try {
            if (SWEPT.compareAndSet(false, true)) {
                sweep(home.instances());
            }
            ProcessHandle self = ProcessHandle.current();
            String name = kind + "." + self.pid() + "." + startMillis(self) + "." + NEXT.incrementAndGet();
            InstanceFolder folder =
                    new InstanceFolder(Files.createDirectory(home.instances().resolve(name)));
            FileTrees.copy(initialisedData, folder.data());
            return folder;
        } catch (IOException failure) {
            throw new EmbeddedServerException("A server's folder can't be made: " + failure, failure);
        }
    }

    Path data() {
        return path.resolve("data");
    }

    Path log() {
        return path.resolve("server.log");
    }

    private Path processFile() {
        return path.resolve("server.process");
    }

    void remember(ProcessHandle server) {
        try {
            Files.writeString(processFile(), server.pid() + "." + startMillis(server));
        } catch (IOException failure) {
            throw new EmbeddedServerException("The number of a server's process can't be written: " + failure, failure);
        }
    }

    void delete() {
        try {
            FileTrees.delete(path);
        } catch (IOException failure) {
            throw new EmbeddedServerException("The folder " + path + " can't be removed: " + failure, failure);
        }
    }

    private static void sweep(Path instances) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(instances)) {
            for (Path path : folders) {
                InstanceFolder folder = new InstanceFolder(path);
                String[] name = path.getFileName().toString().split("\\.");
                if (name.length == 4 && running(name[1], name[2]).isEmpty()) {
                    folder.endAbandoned();
                }
            }
        }
    }

    /** Several JVMs may sweep at once, so nothing that is already gone is an error. */
    private void endAbandoned() {
        try {
            String[] server = Files.readString(processFile()).split("\\.");
            running(server[0], server[1]).ifPresent(ProcessHandle::destroyForcibly);
        } catch (NoSuchFileException neverStarted) {
            LOG.debug("{} had no process", path);
        } catch (IOException failure) {
            LOG.warn("The abandoned server in {} can't be ended: {}", path, failure.toString());
        }
        try {
            FileTrees.delete(path);
            LOG.info("Removed {}, left behind by a JVM that was killed", path);
        } catch (IOException failure) {
            LOG.warn("The abandoned folder {} can't be removed: {}", path, failure.toString());
        }
    }

    private static Optional<ProcessHandle> running(String pid, String startMillis) {
        return ProcessHandle.of(Long.parseLong(pid))
                .filter(ProcessHandle::isAlive)
                .filter(process ->
                        Math.abs(startMillis(process) - Long.parseLong(startMillis)) <= START_TOLERANCE.toMillis());
    }

    private static long startMillis(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
