package dev.millrace.testing.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Sends back whatever it receives. */
final class EchoServer implements AutoCloseable {

    private final ServerSocket listener;

    EchoServer() throws IOException {
        listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        start(this::acceptAll);
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void acceptAll() {
        try {
            while (!listener.isClosed()) {
                Socket client = listener.accept();
                start(() -> echo(client));
            }
        } catch (IOException closed) {
            return;
        }
    }

    private static void echo(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException cut) {
            return;
        }
    }

    private static void start(Runnable role) {
        Thread thread = new Thread(role, "echo-server");
        thread.setDaemon(true);
        thread.start();
    }
}
