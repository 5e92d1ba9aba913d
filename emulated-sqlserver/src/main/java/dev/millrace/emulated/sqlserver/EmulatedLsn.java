package dev.millrace.emulated.sqlserver;

import java.nio.ByteBuffer;
import java.util.Locale;

/** Log sequence numbers: four bytes of a virtual log file, four of a block, two of a slot. */
final class EmulatedLsn {
    private static final int FILE = 0x27;
    private static final short SLOT = 3;

    /** How a transaction's number begins that has none: entries of the mapping that no change belongs to. */
    static final byte[] NO_TRANSACTION = {0};

    private EmulatedLsn() {}

    static byte[] of(long number) {
        return ByteBuffer.allocate(10)
                .putInt(FILE)
                .putInt(Math.toIntExact(number))
                .putShort(SLOT)
                .array();
    }

    /** As {@code sys.dm_db_log_stats} shows it. */
    static String text(long number) {
        return String.format(Locale.ROOT, "%08x:%08x:%04x", FILE, number, SLOT);
    }

    /** As {@code sys.dm_hadr_database_replica_states} shows its block: a {@code numeric(25,0)}. */
    static String decimal(long number) {
        return String.format(Locale.ROOT, "%d%010d%05d", FILE, number, 0);
    }

    static byte[] incremented(byte[] lsn) {
        byte[] next = lsn.clone();
        for (int i = next.length - 1; i >= 0; i--) {
            if (++next[i] != 0) {
                return next;
            }
        }
        return next;
    }
}
