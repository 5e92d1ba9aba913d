package dev.millrace.testing.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP proxy on the loopback interface, between an engine and a server, that does what networks do: it cuts connections, delays,
 * throttles, loses the end of a message, goes silent, or refuses to connect. Without a command it only forwards.
 *
 * <p>Faults hold for connections that exist and for those to come, until {@link #heal()}. All methods may be called by any thread;
 * all threads of the proxy end with {@link #close()}.
 */
public final class FaultProxy implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FaultProxy.class);
    private static final int CONNECT_TIMEOUT_MILLIS =
            (int) Duration.ofSeconds(5).toMillis();

    private final InetSocketAddress target;
    private final ServerSocket listener;
    private final Faults faults = new Faults();
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger cut = new AtomicInteger();
    private final AtomicLong forwardedBytes = new AtomicLong();

    private FaultProxy(InetSocketAddress target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    }

    /** Starts a proxy on a free port that forwards to a server. */
    public static FaultProxy to(String host, int port) {
        try {
            FaultProxy proxy = new FaultProxy(new InetSocketAddress(InetAddress.getByName(host), port));
            proxy.startThread(proxy::acceptAll, "accept");
            return proxy;
        } catch (IOException failure) {
            throw new UncheckedIOException("No fault proxy to " + host + ":" + port, failure);
        }
    }

    /** Where clients connect to. */
    public String host() {
        return listener.getInetAddress().getHostAddress();
    }

    /** Where clients connect to. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Resets every connection that exists, in both directions; what is on the way is lost. Returns how many there were. */
    public int cutAll() {
        int count = 0;
        for (ProxiedConnection connection : connections) {
            if (connection.cut()) {
                count++;
            }
        }
        return count;
    }

    /** Accepts connections and resets them at once, as a dead server behind a load balancer does. */
    public void refuseNewConnections() {
        faults.refuse(true);
    }

    /** Holds back every block of bytes for a time. */
    public void delay(Duration delay) {
        faults.delay(delay);
    }

    /** Forwards no more than so many bytes a second, on each connection and in each direction. */
    public void throttle(long bytesPerSecond) {
        faults.throttle(bytesPerSecond);
    }

    /** Takes nothing from anybody and forwards nothing, while all connections stay open: a peer that has vanished. */
    public void stall() {
        faults.stall(true);
    }

    /** Forwards so many more bytes, over all connections together, then cuts the connection that has exceeded them: mid-message. */
    public void truncateAfter(long bytes) {
        faults.truncateAfter(bytes);
    }

    /** Ends every fault that lasts. Connections that were cut stay cut. */
    public void heal() {
        faults.heal();
    }

    /** How many connections were accepted, refused ones left out. */
    public int acceptedConnections() {
        return accepted.get();
    }

    /** How many connections the proxy has cut, on command or by truncation, while both ends were still open. */
    public int cutConnections() {
        return cut.get();
    }

    /** How many connections are open now. */
    public int openConnections() {
        return connections.size();
    }

    /** How many bytes were forwarded, in both directions. */
    public long forwardedBytes() {
        return forwardedBytes.get();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("The fault proxy's port can't be closed", failure);
        } finally {
            connections.forEach(ProxiedConnection::cut);
            heal();
        }
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                accept(listener.accept());
            } catch (IOException closedOrTargetDown) {
                LOG.debug("The fault proxy on port {} accepts nothing: {}", port(), closedOrTargetDown.toString());
            }
        }
    }

    private void accept(Socket client) throws IOException {
        if (faults.isRefusing()) {
            ProxiedConnection.reset(client);
            return;
        }
        Socket server = new Socket();
        try {
            server.connect(target, CONNECT_TIMEOUT_MILLIS);
        } catch (IOException targetDown) {
            ProxiedConnection.reset(client);
            throw targetDown;
        }
        accepted.incrementAndGet();
        ProxiedConnection connection = new ProxiedConnection(client, server, this::ended);
        connections.add(connection);
        startThread(() -> connection.forward(client, server, faults, forwardedBytes), "to-server");
        startThread(() -> connection.forward(server, client, faults, forwardedBytes), "to-client");
        if (listener.isClosed()) {
            connection.cut();
        }
    }

    private void ended(ProxiedConnection connection, boolean wasCut) {
        connections.remove(connection);
        if (wasCut) {
            cut.incrementAndGet();
        }
    }

    private void startThread(Runnable role, String name) {
        Thread thread = new Thread(role, "fault-proxy-" + port() + "/" + name);
        thread.setDaemon(true);
        thread.start();
    }
}
