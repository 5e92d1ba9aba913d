package dev.millrace.source.sqlserver.connection;

import dev.millrace.spi.TrustedAuthorities;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/** Trusts the authorities of a PEM file and no others; the driver makes it by its name. Thread-safe. */
public final class FileTrust implements X509TrustManager {
    private final X509TrustManager authorities;

    /** @param file of PEM certificates */
    public FileTrust(String file) throws GeneralSecurityException, IOException {
        authorities = TrustedAuthorities.inFile(Path.of(file));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        authorities.checkClientTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        authorities.checkServerTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }
}
