package dev.millrace.source.mysql.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the driver's sockets and hands them to the thread that connects, which can then close them at once. The driver's own
 * {@code abort} asks the server to kill the session and then reads the socket to its end: both wait for as long as the network is
 * silent. The driver makes instances by name, so it must be public; it is not for use by others.
 */
public final class DriverSockets extends SocketFactory {
    private static final ThreadLocal<@Nullable Socket> LATEST = new ThreadLocal<>();

    /** For the driver. */
    public DriverSockets() {}

    /** The socket that was last made for a connection of the calling thread; null if it was taken before. */
    static @Nullable Socket take() {
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

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw unconnectedOnly();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        throw unconnectedOnly();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw unconnectedOnly();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        throw unconnectedOnly();
    }

    private static SocketException unconnectedOnly() {
        return new SocketException("the driver connects its sockets itself");
    }
}
