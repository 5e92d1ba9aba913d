package dev.millrace.source.mysql;

import dev.millrace.error.ErrorCode;
import dev.millrace.source.mysql.server.ConnectionSettings;
import dev.millrace.source.mysql.wire.WireSession;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.SslMode;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

/** Certificates are really checked, by both ways to the server: the driver's and that of the log. */
class CertificatesIT {
    private static final TestServer SERVER = TestServer.MYSQL;

    @TempDir
    private static Path folder;

    /** Of an authority that nobody has heard of. */
    private static String stranger;

    private final String authority =
            SERVER.server().dataDirectory().resolve("ca.pem").toString();

    @BeforeAll
    static void makeStranger() throws IOException, InterruptedException {
        String store = folder.resolve("store.p12").toString();
        stranger = folder.resolve("stranger.pem").toString();
        keytool("-genkeypair", "-keyalg", "RSA", "-alias", "s", "-dname", "CN=stranger", "-keystore", store);
        keytool("-exportcert", "-rfc", "-alias", "s", "-keystore", store, "-file", stranger);
        assertThat(Files.exists(Path.of(stranger))).isTrue();
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        ProcessBuilder process = new ProcessBuilder(keytool);
        process.command().addAll(List.of(arguments));
        process.command().addAll(List.of("-storepass", "secret"));
        assertThat(process.start().waitFor()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = SslMode.class,
            names = {"REQUIRE", "VERIFY_CA"})
    void logIsReadIfTheAuthorityIsKnown(SslMode mode) {
        try (Source source = SERVER.open(endpoint(mode, authority));
                ChangeReader reader = source.openReader(source.currentPosition(), List.of())) {
            Awaitility.await().until(() -> !reader.poll(Duration.ofSeconds(1)).isEmpty());
        }
    }

    @Test
    void certificateOfAStrangerIsRefused() {
        for (@Nullable String known : new String[] {stranger, null}) {
            Endpoint endpoint = endpoint(SslMode.VERIFY_CA, known);
            assertRefused(() -> SERVER.open(endpoint));
            assertRefused(() -> WireSession.open(ConnectionSettings.of(endpoint)));
        }
    }

    @Test
    void certificateForAnotherHostIsRefused() {
        Endpoint endpoint = endpoint(SslMode.VERIFY_FULL, authority);
        assertRefused(() -> SERVER.open(endpoint));
        assertRefused(() -> WireSession.open(ConnectionSettings.of(endpoint)));
    }

    @Test
    void serverWithoutTlsIsToldApart() {
        Endpoint endpoint = TestServer.MARIADB.endpoint("root", "root", SslMode.REQUIRE, null, Map.of());
        assertThat(failsWith(ErrorCode.SOURCE_SETTING_WRONG, () -> TestServer.MARIADB.open(endpoint)))
                .hasMessageContaining("TLS");
    }

    private static void assertRefused(ThrowingCallable connecting) {
        assertThat(failsWith(ErrorCode.SOURCE_AUTHENTICATION_FAILED, connecting))
                .hasMessageContaining("SslMode");
    }

    private static Endpoint endpoint(SslMode mode, @Nullable String authority) {
        return SERVER.endpoint("root", "root", mode, authority, Map.of());
    }
}
