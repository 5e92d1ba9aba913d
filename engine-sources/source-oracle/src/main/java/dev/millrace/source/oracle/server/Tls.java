package dev.millrace.source.oracle.server;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.SslMode;
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
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** What is trusted, as the endpoint's {@link SslMode} demands; the name in the certificate is the driver's to check. */
final class Tls {
    private Tls() {}

    static SSLContext context(Endpoint endpoint) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust(endpoint), null);
            return context;
        } catch (GeneralSecurityException | IOException unusable) {
            throw new ReplicationException(
                    ErrorCode.SETTING_INVALID,
                    "the certificate file " + endpoint.certificateFile() + " of " + endpoint
                            + " can't be used; it must be a PEM file with the authorities to trust",
                    unusable);
        }
    }

    private static TrustManager @Nullable [] trust(Endpoint endpoint) throws GeneralSecurityException, IOException {
        if (endpoint.sslMode() == SslMode.REQUIRE) {
            return new TrustManager[] {new AnyCertificate()};
        }
        if (endpoint.certificateFile() == null) {
            return null;
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null);
        try (InputStream file = Files.newInputStream(Path.of(endpoint.certificateFile()))) {
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
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
