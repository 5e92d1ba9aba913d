package dev.millrace.apply;

import dev.millrace.model.ChangeEvent;
import dev.millrace.model.TableId;
import dev.millrace.model.TransactionHeader;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * Tells where in the log a change stands, in the words of a record of the log. It counts every change that is read, whatever becomes of
 * it, so that a replay counts alike. Belongs to the apply thread.
 */
final class LogCursor {
    private final TablesAhead written;
    private final Map<TableId, Long> ordinals = new HashMap<>();
    private @Nullable TransactionHeader transaction;
    private @Nullable TableId table;
    private long ordinal;

    LogCursor(TablesAhead written) {
        this.written = written;
    }

    void begin(ChangeEvent.TransactionBegin begin) {
        transaction = new TransactionHeader(begin.transactionId(), begin.position(), begin.commitTime());
        ordinals.clear();
        table = null;
    }

    /** Goes on to the next change, which is of that table of the source. */
    void next(TableId source) {
        if (!source.equals(table)) {
            if (table != null) {
                ordinals.put(table, ordinal);
            }
            table = source;
            ordinal = ordinals.getOrDefault(source, 0L);
        }
        ordinal++;
    }

    TransactionHeader transaction() {
        return requireNonNull(transaction, "no transaction");
    }

    /** Which of its table's changes in the transaction the change is, from 1. */
    long ordinal() {
        return ordinal;
    }

    /** Whether the record holds the change already. */
    boolean isWritten() {
        return written.contains(
                requireNonNull(table, "no change"), transaction().position(), ordinal);
    }
}
