package dev.millrace.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * One thing that a source's log tells, in log order. Row events stand between the {@link TransactionBegin} and the
 * {@link TransactionCommit} of their transaction; transactions come whole, one after the other, in commit order.
 */
public sealed interface ChangeEvent {

    /** A change of a table's rows or of its shape. */
    sealed interface TableEvent extends ChangeEvent {
        /** The table as it was when the change was made; rows of this event have its layout. */
        TableSchema table();
    }

    /**
     * Opens a transaction.
     *
     * @param transactionId the source's own name for it, for messages and exception records
     * @param position a place that a snapshot's position, or the end of a transaction, {@linkplain SourcePosition#covers covers}
     *     exactly if this transaction lies at or before it; the commit's own position if the log tells it this early. Needed at the
     *     begin, because a transaction too large for memory is applied before its end is read.
     * @param commitTime when the source committed it; where the log tells that at the end only, the time of its first record in the log
     */
    record TransactionBegin(String transactionId, SourcePosition position, Instant commitTime) implements ChangeEvent {
        public TransactionBegin {
            requireNonNull(transactionId, "transactionId is null");
            requireNonNull(position, "position is null");
            requireNonNull(commitTime, "commitTime is null");
        }
    }

    /**
     * Closes a transaction. Once the target has durably committed everything up to here, {@code position} may be acknowledged.
     *
     * @param position the place right after this transaction
     * @param commitTime when the source committed it
     */
    record TransactionCommit(SourcePosition position, Instant commitTime) implements ChangeEvent {
        public TransactionCommit {
            requireNonNull(position, "position is null");
            requireNonNull(commitTime, "commitTime is null");
        }
    }

    /**
     * Says, between transactions, that the reader has passed {@code position} and found nothing for this task before it. It
     * keeps an idle task's checkpoint and acknowledgement moving.
     */
    record Heartbeat(SourcePosition position) implements ChangeEvent {
        public Heartbeat {
            requireNonNull(position, "position is null");
        }
    }

    /**
     * A new row.
     *
     * @param after its values; complete unless the source says otherwise
     */
    record RowInsert(TableSchema table, Row after) implements TableEvent {}

    /**
     * A changed row.
     *
     * @param before old values as far as the log has them (at least those of the key); null if the key did not change and
     *     {@code after} identifies the row
     * @param after new values; columns that the log did not carry are absent
     */
    record RowUpdate(TableSchema table, @Nullable Row before, Row after) implements TableEvent {
        /** The row whose key columns tell which row was changed. */
        public Row identity() {
            return before == null ? after : before;
        }
    }

    /**
     * A deleted row.
     *
     * @param before old values as far as the log has them, at least those of the key
     */
    record RowDelete(TableSchema table, Row before) implements TableEvent {}

    /** All rows of the table were removed at once. */
    record TableTruncate(TableSchema table) implements TableEvent {}

    /**
     * The table has another shape from here on.
     *
     * @param before the shape that the engine knew so far
     * @param table the shape of the rows that follow
     */
    record SchemaChange(TableSchema before, TableSchema table) implements TableEvent {}
}
