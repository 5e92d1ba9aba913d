package dev.millrace.spi;

import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.function.Function;
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

    /** The reason that an exception has by the types of its causes; empty if it is about something else. */
    public static Optional<TlsFailure> of(Throwable thrown) {
        return of(thrown, message -> Optional.empty());
    }

    /**
     * As {@link #of(Throwable)}, for a driver that tells some of it in words only.
     *
     * @param words what a message of the driver says, of the exception itself or of one of its causes
     */
    public static Optional<TlsFailure> of(Throwable thrown, Function<String, Optional<TlsFailure>> words) {
        for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException) {
                return Optional.of(CERTIFICATE_REFUSED);
            }
            Optional<TlsFailure> told = words.apply(String.valueOf(cause.getMessage()));
            if (told.isPresent()) {
                return told;
            }
        }
        return Optional.empty();
    }
}
