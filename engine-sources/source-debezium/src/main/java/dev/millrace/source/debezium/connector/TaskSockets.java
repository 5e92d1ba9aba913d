package dev.millrace.source.debezium.connector;

import dev.millrace.spi.UnconnectedSockets;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes the sockets of one run of a connector, so that they can be cut when the network swallows what its threads wait for. Drivers take
 * the name of this class as a setting, and that of the run as another. Thread-safe.
 */
public final class TaskSockets extends UnconnectedSockets {
    private static final Map<String, Set<Socket>> OPEN = new ConcurrentHashMap<>();

    private final Set<Socket> sockets;

    /**
     * For the driver.
     *
     * @param run the name of the run
     */
    public TaskSockets(String run) {
        sockets = OPEN.computeIfAbsent(run, name -> ConcurrentHashMap.newKeySet());
    }

    /** Closes every socket that was made for the run, and forgets them. */
    static void cut(String run) {
        Set<Socket> sockets = OPEN.remove(run);
        if (sockets != null) {
            sockets.forEach(TaskSockets::closeQuietly);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // as wanted
        }
    }

    @Override
    public Socket createSocket() {
        Socket socket = new Socket();
        sockets.removeIf(Socket::isClosed);
        sockets.add(socket);
        return socket;
    }
}
