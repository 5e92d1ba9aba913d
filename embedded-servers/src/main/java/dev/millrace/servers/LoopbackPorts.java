package dev.millrace.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;

/**
 * Free TCP ports of the loopback interface, below the range that Linux gives to outgoing connections: a client that keeps
 * reconnecting while its server is down could otherwise be given the server's own port, and the server could not come back.
 */
final class LoopbackPorts {

    static final InetAddress ADDRESS = address();

    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 200;
    private static final int STARTS = 5;
    private static final Set<Integer> TAKEN = ConcurrentHashMap.newKeySet();

    private LoopbackPorts() {}

    private static InetAddress address() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Starts a server on a free port, and on another one if somebody takes the first in between. */
    static <S> S startOn(IntFunction<S> start) {
        for (int attempt = 1; ; attempt++) {
            try {
                return start.apply(take());
            } catch (EmbeddedServerException failure) {
                if (attempt == STARTS || !String.valueOf(failure.getMessage()).contains("already in use")) {
                    throw failure;
                }
            }
        }
    }

    /** A port that nobody listens on and that this method has not returned before in this JVM. */
    private static int take() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (TAKEN.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new EmbeddedServerException("No free TCP port between " + LOWEST + " and " + HIGHEST);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, ADDRESS)) {
            return socket.isBound();
        } catch (IOException inUse) {
            return false;
        }
    }
}
