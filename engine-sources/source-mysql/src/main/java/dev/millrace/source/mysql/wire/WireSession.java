package dev.millrace.source.mysql.wire;

import com.github.shyiko.mysql.binlog.network.Authenticator;
import com.github.shyiko.mysql.binlog.network.ServerException;
import com.github.shyiko.mysql.binlog.network.protocol.ErrorPacket;
import com.github.shyiko.mysql.binlog.network.protocol.GreetingPacket;
import com.github.shyiko.mysql.binlog.network.protocol.PacketChannel;
import com.github.shyiko.mysql.binlog.network.protocol.command.QueryCommand;
import com.github.shyiko.mysql.binlog.network.protocol.command.SSLRequestCommand;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.source.mysql.server.ConnectionSettings;
import dev.millrace.source.mysql.server.ServerErrors;
import dev.millrace.source.mysql.server.Tls;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.TlsFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection that speaks the protocol directly: result rows and log events come as the bytes that the server sent. Logging in
 * is left to the binlog connector. Belongs to one thread, except for {@link #close}, which any thread may call to end a wait.
 *
 * <p>Every session runs in UTC, receives UTF-8, and gives a slow reader hours before the server gives up on it.
 */
public final class WireSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WireSession.class);
    private static final int CAPABILITY_TLS = 1 << 11;
    private static final String NOT_AUTHENTICATED = "28000";
    private static final List<String> PREPARE = List.of(
            "SET NAMES utf8mb4",
            "SET SESSION time_zone = '+00:00', sql_mode = '', net_write_timeout = 21600, wait_timeout = 86400");

    private final Endpoint endpoint;
    private final Socket socket;
    private final PacketInput input;
    private final OutputStream output;
    private final long threadId;
    private final Payload payload = new Payload();

    private WireSession(Endpoint endpoint, Socket socket, long threadId) throws IOException {
        this.endpoint = endpoint;
        this.socket = socket;
        this.input = new PacketInput(socket.getInputStream());
        this.output = socket.getOutputStream();
        this.threadId = threadId;
    }

    /**
     * Connects, logs in and prepares the session.
     *
     * @throws ReplicationException {@code SOURCE_UNREACHABLE}, {@code SOURCE_AUTHENTICATION_FAILED}
     */
    public static WireSession open(ConnectionSettings settings) {
        Endpoint endpoint = settings.endpoint();
        String doing = "connecting to " + endpoint;
        Socket plain = new Socket();
        try {
            int timeout = (int) settings.connectTimeout().toMillis();
            plain.connect(new InetSocketAddress(endpoint.serverName(), settings.port()), timeout);
            plain.setSoTimeout(timeout);
            plain.setTcpNoDelay(true);
            plain.setKeepAlive(true);
            WireSession session = logIn(settings, plain);
            session.prepare(settings);
            return session;
        } catch (ServerException refused) {
            closeQuietly(plain);
            throw ServerErrors.classify(
                    doing, refused.getErrorCode(), sqlState(refused), String.valueOf(refused.getMessage()), refused);
        } catch (IOException failure) {
            closeQuietly(plain);
            throw unreachable(doing, failure);
        } catch (RuntimeException failure) {
            closeQuietly(plain);
            throw failure;
        }
    }

    private static ReplicationException unreachable(String doing, IOException failure) {
        if (TlsFailure.of(failure).isPresent()) {
            return new ReplicationException(
                    ErrorCode.SOURCE_AUTHENTICATION_FAILED,
                    doing + " failed: " + failure.getMessage() + TlsFailure.CERTIFICATE_REFUSED.remedy(),
                    failure);
        }
        String reason = failure instanceof UnknownHostException
                ? "nobody knows the host " + failure.getMessage()
                : String.valueOf(failure.getMessage());
        return new ReplicationException(
                ErrorCode.SOURCE_UNREACHABLE,
                doing + " failed: " + reason
                        + "; check that the server runs, that host and port are right and that no firewall is between",
                failure);
    }

    private static String sqlState(ServerException refused) {
        if (refused.getErrorCode() == 0) {
            return NOT_AUTHENTICATED;
        }
        return refused.getSqlState() == null ? "" : refused.getSqlState();
    }

    private static WireSession logIn(ConnectionSettings settings, Socket plain) throws IOException {
        Endpoint endpoint = settings.endpoint();
        PacketChannel channel = new PacketChannel(plain);
        byte[] first = channel.read();
        if ((first[0] & 0xFF) == 0xFF) {
            throw refusal("connecting to " + endpoint, first, 0, first.length);
        }
        GreetingPacket greeting = new GreetingPacket(first);
        Socket socket = plain;
        Tls tls = Tls.of(endpoint);
        if (tls != null) {
            socket = startTls(channel, greeting, tls, endpoint);
        }
        new Authenticator(greeting, channel, null, endpoint.username(), settings.password()).authenticate();
        return new WireSession(endpoint, socket, greeting.getThreadId());
    }

    private static Socket startTls(PacketChannel channel, GreetingPacket greeting, Tls tls, Endpoint endpoint)
            throws IOException {
        if ((greeting.getServerCapabilities() & CAPABILITY_TLS) == 0) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_SETTING_WRONG,
                    endpoint + " offers no TLS, but SslMode is " + endpoint.sslMode()
                            + "; give the server a certificate (ssl_cert, ssl_key), or set SslMode to none");
        }
        SSLRequestCommand request = new SSLRequestCommand();
        request.setCollation(greeting.getServerCollation());
        channel.write(request);
        List<SSLSocket> wrapped = new ArrayList<>();
        channel.upgradeToSSL(
                plain -> {
                    try {
                        wrapped.add(tls.wrap(plain));
                    } catch (IOException failure) {
                        throw new java.net.SocketException(failure.getMessage());
                    }
                    return wrapped.get(0);
                },
                null);
        return wrapped.get(0);
    }

    private void prepare(ConnectionSettings settings) throws IOException {
        for (String statement : settings.afterConnect()) {
            execute(statement);
        }
        for (String statement : PREPARE) {
            execute(statement);
        }
        socket.setSoTimeout(0);
    }

    /** The server's number for this connection, as {@code KILL} wants it. */
    public long threadId() {
        return threadId;
    }

    /** The longest silence of the server that is not yet taken for a dead connection; zero means any. */
    public void silenceLimit(Duration limit) {
        try {
            socket.setSoTimeout((int) limit.toMillis());
        } catch (IOException failure) {
            throw lost("setting a timeout", failure);
        }
    }

    /** Runs a statement that returns no rows, or whose rows nobody wants. */
    public void execute(String statement) {
        query(statement);
    }

    /** All rows of a query, each column as text or null. */
    public List<@Nullable String[]> query(String statement) {
        List<@Nullable String[]> rows = new ArrayList<>();
        RowStream stream = stream(statement);
        while (stream.next()) {
            @Nullable String[] row = new String[stream.columnCount()];
            Payload values = stream.values();
            for (int i = 0; i < row.length; i++) {
                long length = values.packed();
                row[i] = length == Payload.NULL ? null : values.text((int) length);
            }
            rows.add(row);
        }
        return rows;
    }

    /** The first column of the first row; the empty string if there is no row or it is NULL. */
    public String value(String statement) {
        List<@Nullable String[]> rows = query(statement);
        String value = rows.isEmpty() ? null : rows.get(0)[0];
        return value == null ? "" : value;
    }

    /** Starts a query; its rows must be read to the end before the session is used for anything else. */
    public RowStream stream(String statement) {
        String doing = "running a query on " + endpoint;
        try {
            send(new QueryCommand(statement).toByteArray());
            input.next();
            Payload head = current();
            if (head.uint1() == 0xFF) {
                throw refusal(doing, input.array(), input.offset(), input.length());
            }
            int columns = (int) current().packed();
            if (columns > 0) {
                for (int i = 0; i <= columns; i++) {
                    input.next();
                }
            }
            return new RowStream(columns);
        } catch (IOException failure) {
            throw lost(doing, failure);
        }
    }

    /** Sends a command after which the server streams log events without end. */
    public EventStream dump(byte[] command, boolean checksummed, String threadName) {
        try {
            send(command);
            return EventStream.start(this, new EventPump(input, checksummed), threadName);
        } catch (IOException failure) {
            throw lost("asking for the binary log of " + endpoint, failure);
        }
    }

    private void send(byte[] command) throws IOException {
        byte[] packet = new byte[command.length + 4];
        packet[0] = (byte) command.length;
        packet[1] = (byte) (command.length >>> 8);
        packet[2] = (byte) (command.length >>> 16);
        System.arraycopy(command, 0, packet, 4, command.length);
        output.write(packet);
        output.flush();
    }

    private Payload current() {
        return payload.over(input.array(), input.offset(), input.length());
    }

    ReplicationException lost(String doing, IOException failure) {
        return new ReplicationException(
                ErrorCode.SOURCE_CONNECTION_LOST,
                doing + " failed: the connection to " + endpoint + " broke (" + failure.getMessage() + ")",
                failure);
    }

    static ReplicationException refusal(String doing, byte[] packet, int offset, int length) throws IOException {
        ErrorPacket error = new ErrorPacket(Arrays.copyOfRange(packet, offset + 1, offset + length));
        String state = error.getSqlState() == null ? "" : error.getSqlState();
        return ServerErrors.classify(doing, error.getErrorCode(), state, error.getErrorMessage(), null);
    }

    /** Cuts the line; whoever reads from it is woken. The server notices when it sends next. */
    @Override
    public void close() {
        closeQuietly(socket);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            LOG.debug("a socket could not be closed in order", failure);
        }
    }

    /** The rows of one query, as they arrive. */
    public final class RowStream {
        private final int columns;
        private boolean ended;

        private RowStream(int columns) {
            this.columns = columns;
            this.ended = columns == 0;
        }

        public int columnCount() {
            return columns;
        }

        /** Goes on to the next row; false at the end. */
        public boolean next() {
            if (ended) {
                return false;
            }
            try {
                input.next();
                int first = input.array()[input.offset()] & 0xFF;
                if (first == 0xFF) {
                    ended = true;
                    throw refusal("reading rows from " + endpoint, input.array(), input.offset(), input.length());
                }
                ended = isEnd(first);
                return !ended;
            } catch (IOException failure) {
                ended = true;
                throw lost("reading rows", failure);
            }
        }

        /** Passes over what is left, to its end or to the error that ends it; the session can be used again then. */
        public void skip() {
            try {
                while (!ended) {
                    input.next();
                    int first = input.array()[input.offset()] & 0xFF;
                    ended = first == 0xFF || isEnd(first);
                }
            } catch (IOException failure) {
                ended = true;
                throw lost("passing over rows", failure);
            }
        }

        private boolean isEnd(int first) {
            return first == 0xFE && input.length() < 9;
        }

        /** The current row: for each column its packed length, or the mark of NULL, and its bytes. */
        public Payload values() {
            return current();
        }
    }
}
