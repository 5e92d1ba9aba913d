package dev.millrace.source.postgres.position;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.SourcePosition;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.util.Objects.requireNonNull;

/**
 * A byte position in the write-ahead log, always between two of its records. Encoded as {@code 4AF/B00000D0}, and where the
 * server is known as {@code 4AF/B00000D0@SYSTEM.TIMELINE}, so that another server or a lost history is noticed at the next start.
 *
 * @param value the position as an unsigned number
 * @param server whose log it is
 */
public record LogSequenceNumber(long value, ServerIdentity server) implements SourcePosition {
    private static final Pattern PLAIN = Pattern.compile("([0-9A-Fa-f]{1,8})/([0-9A-Fa-f]{1,8})(?:@(\\d+)\\.(\\d+))?");
    private static final Pattern CHECKPOINT = Pattern.compile("checkpoint:V1#[^#]*#([0-9A-Fa-f]+/[0-9A-Fa-f]+)#.*");

    public LogSequenceNumber {
        requireNonNull(server, "server is null");
    }

    /**
     * Reads back {@link #encode()}, PostgreSQL's own form, and the checkpoint strings of DMS, whose third field is the position.
     *
     * @throws ReplicationException {@code START_POSITION_INVALID}
     */
    public static LogSequenceNumber parse(String text) {
        String wanted = text.trim();
        Matcher checkpoint = CHECKPOINT.matcher(wanted);
        Matcher plain = PLAIN.matcher(checkpoint.matches() ? checkpoint.group(1) : wanted);
        if (!plain.matches()) {
            throw new ReplicationException(
                    ErrorCode.START_POSITION_INVALID,
                    "'" + text + "' is no position in a PostgreSQL log; give one like 4AF/B00000D0, as"
                            + " pg_current_wal_lsn() and pg_replication_slots.confirmed_flush_lsn show it");
        }
        long value = Long.parseLong(plain.group(1), 16) << 32 | Long.parseLong(plain.group(2), 16);
        return new LogSequenceNumber(value, server(plain));
    }

    private static ServerIdentity server(Matcher plain) {
        return plain.group(3) == null
                ? ServerIdentity.UNKNOWN
                : new ServerIdentity(Long.parseUnsignedLong(plain.group(3)), Integer.parseInt(plain.group(4)));
    }

    /** The form that PostgreSQL prints and reads: {@code 4AF/B00000D0}. */
    public String text() {
        return text(value);
    }

    /** PostgreSQL's form of a position. */
    public static String text(long value) {
        return String.format(Locale.ROOT, "%X/%X", value >>> 32, value & 0xFFFFFFFFL);
    }

    @Override
    public String encode() {
        return server.isKnown()
                ? text() + "@" + Long.toUnsignedString(server.systemIdentifier()) + "." + server.timeline()
                : text();
    }

    @Override
    public String display() {
        return text();
    }

    /** Compares places only: whether both are in one history is checked when a reader is opened. */
    @Override
    public boolean covers(SourcePosition other) {
        return Long.compareUnsigned(value, ((LogSequenceNumber) other).value) >= 0;
    }

    @Override
    public String toString() {
        return encode();
    }
}
