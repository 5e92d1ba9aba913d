package dev.millrace.examples.cli;

import dev.millrace.servers.DatabaseServer;
import dev.millrace.servers.MySqlServer;
import dev.millrace.servers.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * TLS with certificates that are really checked, on both sides of a task: an authority that did not sign, and a name that the
 * certificate does not have, are refused at once and with words that help.
 */
class CertificatesIT {
    private static final String REMEDY = "check that CertificateFile holds the authority that signed it and, for"
            + " verify-full, that ServerName is a name that the certificate has";

    @TempDir
    private static Path certificates;

    private static TestAuthority trusted;
    private static Path stranger;
    private static PostgresServer postgres;
    private static MySqlServer mysql;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServers() throws Exception {
        trusted = TestAuthority.create(certificates);
        stranger = TestAuthority.stranger(certificates);
        postgres = PostgresServer.builder()
                .tls(trusted.certificate(), trusted.key())
                .start();
        mysql = MySqlServer.builder()
                .setting("ssl-ca", trusted.authority().toString())
                .setting("ssl-cert", trusted.certificate().toString())
                .setting("ssl-key", trusted.key().toString())
                .start();
    }

    @AfterAll
    static void closeServers() {
        postgres.close();
        mysql.close();
    }

    static Stream<DatabaseServer> servers() {
        return Stream.of(postgres, mysql);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("servers")
    void areCheckedAsTheModeSays(DatabaseServer server) throws Exception {
        Database from = Database.create(server, "tls_from");
        Database to = Database.create(server, "tls_to");
        from.execute("CREATE TABLE goods (id int PRIMARY KEY)", "INSERT INTO goods VALUES (1)");
        String full = endpoint(from, "127.0.0.1", "verify-full", trusted.authority());
        String fullTo = endpoint(to, "127.0.0.1", "verify-full", trusted.authority());

        task(from, to, full, fullTo).succeeds();
        from.execute("INSERT INTO goods VALUES (2)");
        CliTask byName = task(
                from,
                to,
                endpoint(from, "localhost", "verify-ca", trusted.authority()),
                endpoint(to, "localhost", "verify-ca", trusted.authority()));
        byName.succeeds("--resume");
        byName.assertEqual("goods");

        for (String refused : List.of(
                endpoint(from, "localhost", "verify-full", trusted.authority()),
                endpoint(from, "127.0.0.1", "verify-ca", stranger))) {
            task(from, to, refused, fullTo)
                    .fails("SOURCE_AUTHENTICATION_FAILED")
                    .says(REMEDY);
        }
        for (String refused : List.of(
                endpoint(to, "localhost", "verify-full", trusted.authority()),
                endpoint(to, "127.0.0.1", "verify-ca", stranger))) {
            task(from, to, full, refused).fails("TARGET_AUTHENTICATION_FAILED").says(REMEDY);
        }
    }

    private CliTask task(Database from, Database to, String source, String target) throws IOException {
        return CliTask.of(
                folder, from, to, TaskJson.between(from, to).source(source).target(target));
    }

    private static String endpoint(Database database, String host, String mode, Path authority) {
        return database.endpoint(
                        database.server().username(),
                        database.server().password(),
                        database.server().port(),
                        ", \"SslMode\": \"" + mode + "\", \"CertificateFile\": \"" + authority + "\"")
                .replace("127.0.0.1", host);
    }
}
