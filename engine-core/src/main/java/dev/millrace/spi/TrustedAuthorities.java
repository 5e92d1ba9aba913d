package dev.millrace.spi;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Whose certificates an endpoint accepts, for drivers that take it in Java's own terms. Stateless. */
public final class TrustedAuthorities {
    private TrustedAuthorities() {}

    /**
     * Contexts that accept what the endpoint's {@link SslMode} accepts: any certificate with {@code REQUIRE}, else those that the
     * authorities in its certificate file have signed, or without a file those of the JVM. That the certificate names the server, as
     * {@code VERIFY_FULL} wants, is the connection's to check.
     *
     * @throws ReplicationException {@code SETTING_INVALID} if the certificate file can't be used
     */
    public static SSLContext context(Endpoint endpoint) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(endpoint), null);
            return context;
        } catch (GeneralSecurityException | IOException unusable) {
            throw new ReplicationException(
                    ErrorCode.SETTING_INVALID,
                    "the certificate file " + endpoint.certificateFile() + " of " + endpoint
                            + " can't be used; it must be a PEM file with the authorities to trust",
                    unusable);
        }
    }

    private static TrustManager @Nullable [] managers(Endpoint endpoint) throws GeneralSecurityException, IOException {
        if (endpoint.sslMode() == SslMode.REQUIRE) {
            return new TrustManager[] {new AnyCertificate()};
        }
        return endpoint.certificateFile() == null
                ? null
                : new TrustManager[] {inFile(Path.of(endpoint.certificateFile()))};
    }

    /**
     * Accepts what the authorities in a file have signed, and nothing else.
     *
     * @param file certificates in PEM
     * @throws GeneralSecurityException if the file holds no certificates
     * @throws IOException if it can't be read
     */
    public static X509ExtendedTrustManager inFile(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null);
        try (InputStream certificates = Files.newInputStream(file)) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(certificates)) {
                store.setCertificateEntry("authority-" + store.size(), certificate);
            }
        }
        if (store.size() == 0) {
            throw new GeneralSecurityException("no certificate in " + file);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("this JVM trusts no X.509 certificates"));
    }

    /** {@link SslMode#REQUIRE} wants the line encrypted and asks nothing about who is at the other end. */
    private static final class AnyCertificate extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
