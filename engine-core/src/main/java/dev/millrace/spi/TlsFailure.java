package dev.millrace.spi;

import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Why an encrypted connection was not made though the server can be reached. Drivers report it like a network that is down; but waiting
 * does not help, and the user has to know what to mend.
 */
public enum TlsFailure {
    /** The server's certificate is not one that the {@link SslMode} accepts. */
    CERTIFICATE_REFUSED(
            "; the server's certificate is not one that SslMode accepts: check that CertificateFile holds the authority that signed it"
                    + " and, for verify-full, that ServerName is a name that the certificate has"),
    /** The server talks in the clear only. */
    NOT_OFFERED("; the server offers no TLS: give it a certificate and switch TLS on, or set SslMode to none");

    private final String remedy;

    TlsFailure(String remedy) {
        this.remedy = remedy;
    }

    /** What to do, to be put behind a message. */
    public String remedy() {
        return remedy;
    }

    /** The reason that a driver's exception has; empty if it is about something else. */
    public static Optional<TlsFailure> of(Throwable thrown) {
        for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (cause instanceof CertificateException
                    || cause instanceof SSLPeerUnverifiedException
                    || (text.contains("hostname") && text.contains("verif"))) {
                return Optional.of(CERTIFICATE_REFUSED);
            }
            // the words of PostgreSQL's and MariaDB's drivers, which have no code for it
            if (text.contains("does not support ssl") || text.contains("ssl not enabled in the server")) {
                return Optional.of(NOT_OFFERED);
            }
        }
        return Optional.empty();
    }
}
