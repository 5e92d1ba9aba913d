package dev.millrace.source.mysql.binlog;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.source.mysql.position.GtidPosition;
import dev.millrace.source.mysql.position.GtidSet;
import dev.millrace.source.mysql.position.GtidState;
import dev.millrace.source.mysql.position.MySqlPosition;
import dev.millrace.source.mysql.wire.EventHeader;
import dev.millrace.source.mysql.wire.Payload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a reader of the log is: file, offset, transactions passed, and the transaction under way. Mutable; not thread-safe. */
final class LogPlace {
    private static final long FOUR_GIB = 1L << 32;
    private static final int ORIGINAL_TIME_FOLLOWS = 0x80;
    private static final int STANDALONE = 1;

    private final String server;
    private final Payload in = new Payload();
    private String file;
    private long offset;
    private @Nullable GtidState gtids;

    private boolean inTransaction;
    private boolean implicitBegin;
    private boolean numbered;
    private long sourceHigh;
    private long sourceLow;
    private String tag = "";
    private long number;
    private long domain;
    private long sequence;
    private long serverId;
    private long commitMicros;
    private long expectedEnd;

    LogPlace(MySqlPosition from) {
        server = from.server();
        file = from.file();
        offset = from.offset();
        gtids = from.gtids();
    }

    /** The place between two transactions where the reader is. */
    MySqlPosition position() {
        return new MySqlPosition(file, offset, server, gtids);
    }

    /** For messages: where the reader is, in the middle of a transaction or not. */
    @Override
    public String toString() {
        return file + ":" + offset + (inTransaction ? " in transaction " + transactionId() : "");
    }

    boolean isInTransaction() {
        return inTransaction;
    }

    /** Whether the server has told by now which file its events are from. */
    boolean hasFile() {
        return !file.isEmpty();
    }

    @Nullable
    GtidState gtids() {
        return gtids;
    }

    /** Goes on to another file. */
    void rotate(byte[] bytes, int body, int end) {
        in.over(bytes, body, end - body);
        offset = in.int8();
        file = in.text(in.remaining());
    }

    /** Follows the offsets that events carry; they have 32 bits, and a file may be larger. */
    void advance(long nextOffset) {
        if (nextOffset == 0) {
            return;
        }
        long next = (offset & -FOUR_GIB) | nextOffset;
        offset = next < offset ? next + FOUR_GIB : next;
    }

    /** A MySQL server announces a transaction. */
    void gtid(byte[] bytes, int start, int body, int end, boolean anonymous) {
        in.over(bytes, body, end - body);
        in.skip(1);
        announce();
        sourceHigh = in.bigEndian8();
        sourceLow = in.bigEndian8();
        tag = "";
        number = in.int8();
        numbered = !anonymous;
        if (in.remaining() < 17 + 7) {
            return;
        }
        in.skip(17);
        readTimes();
        if (in.remaining() > 0) {
            expectedEnd = offset - EventHeader.size(bytes, start) + in.packed();
        }
    }

    private void readTimes() {
        long micros = in.uint6();
        int last = in.uint1();
        commitMicros = micros | ((last & ~ORIGINAL_TIME_FOLLOWS & 0xFFL) << 48);
        if ((last & ORIGINAL_TIME_FOLLOWS) != 0) {
            in.skip(7);
        }
    }

    /** A MySQL server announces a transaction whose GTID has a tag. */
    void taggedGtid(byte[] bytes, int body, int end) {
        TaggedGtid gtid = TaggedGtid.read(bytes, body, end);
        announce();
        sourceHigh = gtid.mostSignificant();
        sourceLow = gtid.leastSignificant();
        tag = gtid.tag();
        number = gtid.number();
        commitMicros = gtid.commitMicros();
        numbered = true;
    }

    /** A MariaDB server announces a transaction, which thereby begins unless it is a single statement. */
    void mariaGtid(byte[] bytes, int start, int body, int end) {
        in.over(bytes, start + 5, end - start - 5);
        serverId = in.uint4();
        in.over(bytes, body, end - body);
        announce();
        sequence = in.int8();
        domain = in.uint4();
        boolean standalone = (in.uint1() & STANDALONE) != 0;
        numbered = true;
        implicitBegin = !standalone;
        inTransaction = implicitBegin;
    }

    private void announce() {
        commitMicros = 0;
        expectedEnd = 0;
        implicitBegin = false;
        inTransaction = false;
    }

    /** A transaction of several statements begins. */
    void begin() {
        inTransaction = true;
    }

    /**
     * The transaction, or the single statement, is over: what was announced has been passed.
     *
     * @throws ReplicationException if transactions have stopped to be numbered
     */
    void end() {
        inTransaction = false;
        implicitBegin = false;
        gtids = passed();
        numbered = false;
    }

    private @Nullable GtidState passed() {
        if (gtids == null) {
            return null;
        }
        if (!numbered) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_SETTING_WRONG,
                    "the transaction at " + file + ":" + offset
                            + " has no GTID, but the task tells its position by GTIDs: gtid_mode was switched off;"
                            + " switch it on again and reload the task's tables");
        }
        return gtids instanceof GtidSet set
                ? set.with(sourceHigh, sourceLow, tag, number)
                : ((GtidPosition) gtids).with(domain, serverId, sequence);
    }

    /** Where the transaction under way will end, as far as it can be told by now. */
    MySqlPosition expected() {
        return new MySqlPosition(file, Math.max(offset, expectedEnd), server, passed());
    }

    /** The source's own name for the transaction under way. */
    String transactionId() {
        if (!numbered) {
            return file + ":" + offset;
        }
        if (gtids instanceof GtidPosition) {
            return domain + "-" + serverId + "-" + Long.toUnsignedString(sequence);
        }
        return new java.util.UUID(sourceHigh, sourceLow) + (tag.isEmpty() ? "" : ":" + tag) + ":" + number;
    }

    /** Whether the transaction under way is in a set of transactions. */
    boolean isIn(GtidState other) {
        return other instanceof GtidSet set && numbered && set.contains(sourceHigh, sourceLow, tag, number);
    }

    /** When the transaction under way was committed; to the second only if the server does not tell better. */
    Instant commitTime(long eventSeconds) {
        return commitMicros > 0
                ? Instant.ofEpochSecond(commitMicros / 1_000_000, commitMicros % 1_000_000 * 1_000)
                : Instant.ofEpochSecond(eventSeconds);
    }
}
