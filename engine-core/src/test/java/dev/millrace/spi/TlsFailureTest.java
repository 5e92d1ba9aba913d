package dev.millrace.spi;

import java.io.IOException;
import java.security.cert.CertificateExpiredException;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;

import static dev.millrace.spi.TlsFailure.CERTIFICATE_REFUSED;
import static dev.millrace.spi.TlsFailure.NOT_OFFERED;
import static org.assertj.core.api.Assertions.assertThat;

class TlsFailureTest {
    @Test
    void typesOfCausesTell() {
        assertThat(TlsFailure.of(new IOException("x", new CertificateExpiredException())))
                .contains(CERTIFICATE_REFUSED);
        assertThat(TlsFailure.of(new SSLPeerUnverifiedException("y"))).contains(CERTIFICATE_REFUSED);
        assertThat(TlsFailure.of(new IOException("hostname verification failed, no TLS")))
                .isEmpty();
    }

    @Test
    void wordsOfADriverTellTheRest() {
        Exception failure = new IOException((String) null, new IOException("in the clear only"));
        assertThat(TlsFailure.of(
                        failure,
                        message -> message.equals("in the clear only") ? Optional.of(NOT_OFFERED) : Optional.empty()))
                .contains(NOT_OFFERED);
        assertThat(TlsFailure.of(failure)).isEmpty();
    }
}
