package dev.millrace.source.oracle.log;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * The changes that open transactions have taken back themselves, as one run of Debezium (3.5) is told of them. With large values in its tables
 * ({@code lob.enabled}) it reads open transactions in every round from their beginning, and passes over the changes that it has
 * ({@code BufferedLogMinerStreamingChangeEventSource.enqueueEvent}), but takes back a change of the row again for each undo that it comes by again
 * ({@code removeEventWithRowId}): an earlier one, which was not undone, or it stops. So an undo is told to it once. Belongs to the thread that mines.
 */
final class UndoneChanges {
    private final Map<ByteBuffer, Count> transactions = new HashMap<>();

    private static final class Count {
        private int told;
        private int read;
    }

    /** The reading is at a transaction's beginning, perhaps again. */
    void begin(ByteBuffer transaction) {
        transactions.computeIfAbsent(transaction, begun -> new Count()).read = 0;
    }

    /** Whether the undo that the reading has come to is new. */
    boolean isNew(ByteBuffer transaction) {
        Count count = transactions.computeIfAbsent(transaction, begun -> new Count());
        count.read++;
        if (count.read <= count.told) {
            return false;
        }
        count.told = count.read;
        return true;
    }

    /** The reading is at the transaction's end. */
    void end(ByteBuffer transaction) {
        transactions.remove(transaction);
    }
}
