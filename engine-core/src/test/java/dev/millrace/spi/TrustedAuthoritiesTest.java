package dev.millrace.spi;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TrustedAuthoritiesTest {
    @TempDir
    private Path folder;

    @Test
    void fileHoldsAnyNumberOfAuthorities() throws Exception {
        List<X509Certificate> two = authoritiesOfThisJvm().subList(0, 2);
        Path file = folder.resolve("two.pem");
        Files.writeString(file, two.stream().map(TrustedAuthoritiesTest::pem).collect(Collectors.joining()));

        assertThat(TrustedAuthorities.inFile(file).getAcceptedIssuers()).containsExactlyInAnyOrderElementsOf(two);
        assertThat(TrustedAuthorities.context(endpoint(SslMode.VERIFY_CA, file)))
                .isNotNull();
    }

    @Test
    void withoutFileTheJvmsAuthoritiesAreTrusted() {
        assertThat(TrustedAuthorities.context(endpoint(SslMode.VERIFY_FULL, null)))
                .isNotNull();
    }

    @Test
    void fileThatCannotBeUsedIsNamed() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "-----BEGIN CERTIFICATE-----\nabc");

        for (Path file : List.of(empty, garbage, folder.resolve("missing.pem"))) {
            assertThatThrownBy(() -> TrustedAuthorities.context(endpoint(SslMode.VERIFY_CA, file)))
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("must be a PEM file")
                    .isInstanceOfSatisfying(
                            ReplicationException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.SETTING_INVALID));
        }
    }

    @Test
    void fileIsNotReadWhereNobodyIsChecked() {
        assertThat(TrustedAuthorities.context(endpoint(SslMode.REQUIRE, folder.resolve("missing.pem"))))
                .isNotNull();
    }

    private static Endpoint endpoint(SslMode mode, @Nullable Path file) {
        return new Endpoint(
                "any", "db", 1, "", "", null, mode, file == null ? null : file.toString(), EndpointSettings.none());
    }

    private static List<X509Certificate> authoritiesOfThisJvm() throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        X509TrustManager manager = (X509TrustManager) factory.getTrustManagers()[0];
        return Arrays.asList(manager.getAcceptedIssuers());
    }

    private static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }
}
