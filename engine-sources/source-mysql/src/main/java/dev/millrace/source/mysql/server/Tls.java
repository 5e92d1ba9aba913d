package dev.millrace.source.mysql.server;

import dev.millrace.error.ReplicationException;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.SslMode;
import dev.millrace.spi.TrustedAuthorities;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Wraps sockets in TLS as the endpoint's {@link SslMode} demands. */
public final class Tls {
    private final Endpoint endpoint;
    private final SSLContext context;

    private Tls(Endpoint endpoint, SSLContext context) {
        this.endpoint = endpoint;
        this.context = context;
    }

    /**
     * What the endpoint asks for; null if it asks for no TLS.
     *
     * @throws ReplicationException {@code SETTING_INVALID} if the certificate file can't be used
     */
    public static @Nullable Tls of(Endpoint endpoint) {
        return endpoint.sslMode() == SslMode.NONE ? null : new Tls(endpoint, TrustedAuthorities.context(endpoint));
    }

    /** The socket that talks TLS over {@code plain}; the handshake is still to come, and checks what the mode says. */
    public SSLSocket wrap(Socket plain) throws IOException {
        SSLSocket socket = (SSLSocket)
                context.getSocketFactory().createSocket(plain, endpoint.serverName(), plain.getPort(), true);
        if (endpoint.sslMode() == SslMode.VERIFY_FULL) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        return socket;
    }
}
