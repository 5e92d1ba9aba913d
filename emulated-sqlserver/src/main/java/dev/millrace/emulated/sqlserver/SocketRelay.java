package dev.millrace.emulated.sqlserver;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.SQLException;
import java.util.List;

/**
 * Passes one connection on, so that it can be cut at once, also when the other end has gone silent: H2 gives no way to its sockets. Thread-safe.
 */
final class SocketRelay implements AutoCloseable {
    private static final int CONNECT_MILLISECONDS = 5_000;

    private final ServerSocket listener;
    private final Socket server;
    private volatile Socket client;

    private SocketRelay(ServerSocket listener, Socket server) {
        this.listener = listener;
        this.server = server;
        this.client = server;
    }

    /** Connects to a server and waits for one client. */
    static SocketRelay to(String host, int port) throws SQLException {
        Socket server = new Socket();
        try {
            server.connect(new InetSocketAddress(host, port), CONNECT_MILLISECONDS);
            SocketRelay relay = new SocketRelay(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()), server);
            relay.start(relay::accept);
            return relay;
        } catch (IOException failure) {
            throw new SQLException(
                    "The TCP/IP connection to the host " + host + ", port " + port + " has failed", "08S01", failure);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try (ServerSocket once = listener) {
            Socket accepted = once.accept();
            client = accepted;
            start(() -> pass(server, accepted));
            pass(accepted, server);
        } catch (IOException closed) {
            close();
        }
    }

    private void pass(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                out.flush();
            }
            close();
        } catch (IOException cut) {
            close();
        }
    }

    private void start(Runnable work) {
        Thread thread = new Thread(work, "emulated-sqlserver-relay");
        thread.setDaemon(true);
        thread.start();
    }

    /** Cuts the connection. */
    @Override
    public void close() {
        for (Closeable part : List.of(listener, server, client)) {
            closeQuietly(part);
        }
    }

    private static void closeQuietly(Closeable part) {
        try {
            part.close();
        } catch (IOException gone) {
            // as wanted
        }
    }
}
