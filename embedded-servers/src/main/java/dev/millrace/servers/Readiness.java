package dev.millrace.servers;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a server over TCP, in the first words of its own protocol, whether it takes connections. */
enum Readiness {
    /** A server that answers the startup packet with an authentication request; while it recovers it answers with an error. */
    POSTGRES {
        @Override
        boolean greets(DataInputStream in, DataOutputStream out) throws IOException {
            byte[] parameters = "user\0postgres\0database\0postgres\0\0".getBytes(StandardCharsets.US_ASCII);
            out.writeInt(parameters.length + 2 * Integer.BYTES);
            out.writeInt(PROTOCOL_3_0);
            out.write(parameters);
            out.flush();
            return in.readByte() == 'R';
        }
    },
    /** A server that greets with a handshake packet rather than an error packet. */
    MYSQL {
        @Override
        boolean greets(DataInputStream in, DataOutputStream out) throws IOException {
            in.readInt();
            return in.readByte() == HANDSHAKE_VERSION_10;
        }
    };

    private static final int PROTOCOL_3_0 = 3 << 16;
    private static final byte HANDSHAKE_VERSION_10 = 10;
    private static final int TIMEOUT_MILLIS = (int) Duration.ofSeconds(5).toMillis();

    /** Whether a server takes connections at this port now. */
    boolean isReached(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(LoopbackPorts.ADDRESS, port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            return greets(new DataInputStream(socket.getInputStream()), new DataOutputStream(socket.getOutputStream()));
        } catch (IOException notYet) {
            return false;
        }
    }

    abstract boolean greets(DataInputStream in, DataOutputStream out) throws IOException;
}
