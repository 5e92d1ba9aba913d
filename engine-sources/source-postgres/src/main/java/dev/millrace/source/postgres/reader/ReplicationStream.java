package dev.millrace.source.postgres.reader;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.source.postgres.connection.PostgresConnections;
import dev.millrace.source.postgres.connection.Sql;
import dev.millrace.source.postgres.decoding.EventBuffer;
import dev.millrace.source.postgres.decoding.PgOutputDecoder;
import dev.millrace.source.postgres.position.LogSequenceNumber;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.copy.CopyDual;

/**
 * The server's WAL sender ("Streaming Replication Protocol" in PostgreSQL's manual), spoken over pgjdbc's two-way copy so that each
 * message stays in the one array it was received in. Never tells the server of more than the engine has acknowledged.
 */
final class ReplicationStream implements LogChannel {
    private static final int BATCH_EVENTS = 8192;
    private static final long BATCH_BYTES = 2 << 20;
    private static final int DATA_HEADER = 25;
    private static final int STATUS_SIZE = 34;
    private static final long EPOCH_MICROS = 946_684_800_000_000L;
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(60);
    private static final Duration PING_INTERVAL = Duration.ofSeconds(10);

    private final Connection connection;
    private final CopyDual copy;
    private final PgOutputDecoder decoder;
    private long received;
    private boolean replyWanted;
    private long acknowledged;
    private long silentSince;
    private long reportedAt;

    private ReplicationStream(Connection connection, CopyDual copy, PgOutputDecoder decoder) {
        this.connection = connection;
        this.copy = copy;
        this.decoder = decoder;
        this.silentSince = System.nanoTime();
        this.reportedAt = silentSince;
    }

    /** @param from where the server starts to send; what it decodes before is not sent */
    static ReplicationStream open(
            PostgresConnections connections, String slot, String publication, long from, PgOutputDecoder decoder)
            throws SQLException {
        Connection connection = connections.openReplication("reader");
        try {
            CopyDual copy =
                    PostgresConnections.driver(connection).getCopyAPI().copyDual(command(slot, publication, from));
            return new ReplicationStream(connection, copy, decoder);
        } catch (SQLException | RuntimeException failure) {
            PostgresConnections.abort(connection);
            throw failure;
        }
    }

    static String command(String slot, String publication, long from) {
        return "START_REPLICATION SLOT " + Sql.name(slot) + " LOGICAL " + LogSequenceNumber.text(from)
                + " (proto_version '1', publication_names " + Sql.literal(Sql.name(publication)) + ")";
    }

    @Override
    public boolean read(EventBuffer into, boolean upToCommit) throws SQLException {
        boolean any = false;
        while (into.size() < BATCH_EVENTS && into.byteSize() < BATCH_BYTES) {
            byte[] message = copy.readFromCopy(false);
            if (message == null) {
                requireLife(any);
                break;
            }
            any = true;
            receive(message, into);
            if (upToCommit && !decoder.inTransaction()) {
                break;
            }
        }
        if (any) {
            silentSince = System.nanoTime();
        }
        if (replyWanted) {
            send(acknowledged, false);
        }
        return any;
    }

    private void receive(byte[] message, EventBuffer into) {
        switch (message[0]) {
            case 'w' -> decoder.decode(message, DATA_HEADER, message.length - DATA_HEADER, into);
            case 'k' -> {
                long serverReached = ByteBuffer.wrap(message).getLong(1);
                if (!decoder.inTransaction() && Long.compareUnsigned(serverReached, received) > 0) {
                    received = serverReached;
                }
                replyWanted |= message[message.length - 1] != 0;
            }
            default ->
                throw new ReplicationException(
                        ErrorCode.SOURCE_LOG_UNREADABLE,
                        "the WAL sender sent a message of unknown kind '" + (char) message[0] + "'");
        }
    }

    private void requireLife(boolean any) throws SQLException {
        if (any) {
            return;
        }
        long now = System.nanoTime();
        if (!copy.isActive()) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_CONNECTION_LOST, "the WAL sender ended the stream; it is opened again");
        }
        if (now - silentSince > SILENCE_LIMIT.toNanos()) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_CONNECTION_LOST,
                    "the WAL sender has been silent for " + SILENCE_LIMIT.toSeconds() + " s; it is connected to again");
        }
        if (now - silentSince > PING_INTERVAL.toNanos() && now - reportedAt > PING_INTERVAL.toNanos()) {
            send(acknowledged, true);
        }
    }

    @Override
    public long reached() {
        return Long.compareUnsigned(received, decoder.reached()) > 0 ? received : decoder.reached();
    }

    @Override
    public boolean isExhausted() {
        return false;
    }

    @Override
    public void report(long newlyAcknowledged, boolean atOnce) throws SQLException {
        acknowledged = newlyAcknowledged;
        send(newlyAcknowledged, false);
    }

    /** A position of 0 means that nothing is known, and moves nothing on the server. */
    private void send(long flushed, boolean wantReply) throws SQLException {
        replyWanted = false;
        reportedAt = System.nanoTime();
        ByteBuffer status = ByteBuffer.allocate(STATUS_SIZE)
                .put((byte) 'r')
                .putLong(reached())
                .putLong(flushed)
                .putLong(flushed)
                .putLong(System.currentTimeMillis() * 1000 - EPOCH_MICROS)
                .put((byte) (wantReply ? 1 : 0));
        copy.writeToCopy(status.array(), 0, STATUS_SIZE);
        copy.flushCopy();
    }

    @Override
    public void abort() {
        PostgresConnections.abort(connection);
    }

    /** Asking the server to end the stream would mean to read on to the end of a transaction, however large; so it is cut. */
    @Override
    public void close() {
        abort();
    }
}
