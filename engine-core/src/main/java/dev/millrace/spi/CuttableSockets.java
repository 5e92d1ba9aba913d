package dev.millrace.spi;

import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * Makes a driver's sockets and hands them to the thread that connects, so that a connection can be cut at once, whoever waits for its
 * answer and whatever the network does. The {@code abort} of some drivers first asks the server to kill the session and then reads the
 * socket to its end: both wait for as long as the network is silent.
 *
 * <p>Drivers take the name of this class as a setting and make instances themselves. Thread-safe.
 */
public final class CuttableSockets extends UnconnectedSockets {
    private static final ThreadLocal<@Nullable Socket> LATEST = new ThreadLocal<>();

    /** For the driver. */
    public CuttableSockets() {}

    /**
     * The socket that was last made in the calling thread; null if there was none since the last call. To be called behind every
     * attempt to connect, failed ones too.
     */
    public static @Nullable Socket take() {
        Socket socket = LATEST.get();
        LATEST.remove();
        return socket;
    }

    @Override
    public Socket createSocket() {
        Socket socket = new Socket();
        LATEST.set(socket);
        return socket;
    }
}
