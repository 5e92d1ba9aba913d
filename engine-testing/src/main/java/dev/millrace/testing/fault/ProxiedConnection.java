package dev.millrace.testing.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** One client's connection and the one made for it to the server. */
final class ProxiedConnection {

    /** Small, so that throttling and truncation are felt in the middle of large messages. */
    private static final int BLOCK_BYTES = 16 * 1024;

    private static final int DIRECTIONS = 2;

    private final Socket client;
    private final Socket server;
    private final EndListener listener;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicInteger endedDirections = new AtomicInteger();

    ProxiedConnection(Socket client, Socket server, EndListener listener) throws IOException {
        this.client = client;
        this.server = server;
        this.listener = listener;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    /** Forwards one direction until its sender has no more, or the connection breaks. */
    void forward(Socket from, Socket to, Faults faults, AtomicLong forwardedBytes) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] block = new byte[BLOCK_BYTES];
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                faults.holdBack(read);
                int admitted = faults.admit(read);
                out.write(block, 0, admitted);
                forwardedBytes.addAndGet(admitted);
                if (admitted < read) {
                    cut();
                    return;
                }
            }
            to.shutdownOutput();
            if (endedDirections.incrementAndGet() == DIRECTIONS && ended.compareAndSet(false, true)) {
                from.close();
                to.close();
                listener.ended(this, false);
            }
        } catch (IOException broken) {
            end(false);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            end(false);
        }
    }

    /** Resets both ends; false if the connection had ended before. */
    boolean cut() {
        return end(true);
    }

    private boolean end(boolean wasCut) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        // counted first: whoever sees the reset may ask at once
        listener.ended(this, wasCut);
        reset(client);
        reset(server);
        return true;
    }

    /** Closes with a TCP reset, which the other end sees as an error rather than as an end. */
    static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException closedAlready) {
            return;
        }
    }

    /** Told once, when a connection has ended. */
    @FunctionalInterface
    interface EndListener {
        void ended(ProxiedConnection connection, boolean wasCut);
    }
}
