package dev.millrace.source.sqlserver.position;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.SourcePosition;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the transaction log: behind the transaction whose commit has this number. Its text is the server's own,
 * {@code 00000014:00000061:0001}: virtual log file, block and slot, in hexadecimal digits.
 *
 * @param digits the ten bytes as twenty lower-case hexadecimal digits, so that texts are ordered as places are
 */
public record LogSequenceNumber(String digits) implements SourcePosition {
    /** Before everything. */
    public static final LogSequenceNumber ZERO = new LogSequenceNumber("0".repeat(20));

    private static final BigInteger SLOTS = BigInteger.TEN.pow(5);
    private static final BigInteger BLOCKS = BigInteger.TEN.pow(10);
    private static final String LAST_SLOT = "ffff";
    private static final Pattern PLAIN = Pattern.compile("(?:0x)?([0-9a-f]{1,8}):([0-9a-f]{1,8}):([0-9a-f]{1,4})");
    private static final Pattern BINARY = Pattern.compile("(?:0x)?([0-9a-f]{20})");
    private static final Pattern CHECKPOINT = Pattern.compile("checkpoint:V1#[^#]*#([^#]+)#.*");

    /**
     * Reads back {@link #encode()}, a number as {@code sys.fn_cdc_get_max_lsn()} shows it ({@code 0x} and twenty digits), and the checkpoint
     * strings of DMS, whose third field is the position.
     *
     * @throws ReplicationException {@code START_POSITION_INVALID}
     */
    public static LogSequenceNumber parse(String text) {
        Matcher checkpoint = CHECKPOINT.matcher(text.trim());
        String wanted = (checkpoint.matches() ? checkpoint.group(1) : text.trim()).toLowerCase(Locale.ROOT);
        Matcher plain = PLAIN.matcher(wanted);
        if (plain.matches()) {
            return new LogSequenceNumber(
                    padded(plain.group(1), 8) + padded(plain.group(2), 8) + padded(plain.group(3), 4));
        }
        Matcher binary = BINARY.matcher(wanted);
        if (binary.matches()) {
            return new LogSequenceNumber(binary.group(1));
        }
        throw new ReplicationException(
                ErrorCode.START_POSITION_INVALID,
                "'" + text + "' is no log sequence number of SQL Server; give one like 00000014:00000061:0001, as"
                        + " cdc.lsn_time_mapping.start_lsn and sys.fn_cdc_get_max_lsn() have it");
    }

    /**
     * The end of the block of a number as {@code sys.dm_hadr_database_replica_states} shows it: in decimal digits, five of the slot, ten of the
     * block, the rest of the virtual log file. Its columns that tell the end of a log name a block only.
     */
    public static LogSequenceNumber endOfBlock(String decimal) {
        BigInteger[] blocks = new BigInteger(decimal).divide(SLOTS).divideAndRemainder(BLOCKS);
        return new LogSequenceNumber(padded(blocks[0].toString(16), 8) + padded(blocks[1].toString(16), 8) + LAST_SLOT);
    }

    private static String padded(String digits, int width) {
        return "0".repeat(width - digits.length()) + digits;
    }

    /** The later one of two. */
    public LogSequenceNumber or(LogSequenceNumber other) {
        return covers(other) ? this : other;
    }

    /** The number after this one, as {@code sys.fn_cdc_increment_lsn} gives it. */
    public LogSequenceNumber next() {
        String next = new BigInteger(digits, 16).add(BigInteger.ONE).toString(16);
        return new LogSequenceNumber(padded(next, digits.length()));
    }

    @Override
    public String encode() {
        return digits.substring(0, 8) + ":" + digits.substring(8, 16) + ":" + digits.substring(16);
    }

    @Override
    public boolean covers(SourcePosition other) {
        return digits.compareTo(((LogSequenceNumber) other).digits) >= 0;
    }

    @Override
    public String toString() {
        return encode();
    }
}
