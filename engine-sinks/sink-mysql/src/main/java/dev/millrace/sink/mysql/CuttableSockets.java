package dev.millrace.sink.mysql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the driver's sockets and knows whose they are, so that a connection can be cut at once. The driver's own {@code abort}
 * asks the server to kill the session and then reads the socket to its end: both wait for as long as the network is silent.
 * The driver makes instances by name, so it must be public; it is not for use by others.
 */
public final class CuttableSockets extends SocketFactory {
    private static final ThreadLocal<@Nullable Socket> LATEST = new ThreadLocal<>();
    private static final Map<Connection, Socket> SOCKETS = Collections.synchronizedMap(new WeakHashMap<>());

    /** For the driver. */
    public CuttableSockets() {}

    /** Connects, as the driver does in the calling thread. */
    interface Connecting {
        @Nullable
        Connection connect() throws SQLException;
    }

    /** Notes which socket the connection has that is made here. */
    static @Nullable Connection noting(Connecting connecting) throws SQLException {
        try {
            Connection connection = connecting.connect();
            Socket socket = LATEST.get();
            if (connection != null && socket != null) {
                SOCKETS.put(connection, socket);
            }
            return connection;
        } finally {
            LATEST.remove();
        }
    }

    /** Closes the connection's socket, whoever reads from it, without a word to the server. */
    static void cut(Connection connection) throws SQLException {
        Socket socket = SOCKETS.remove(connection);
        if (socket == null) {
            connection.close();
            return;
        }
        try {
            socket.close();
        } catch (IOException failure) {
            throw new SQLException("a socket did not close", "08000", failure);
        }
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
