package dev.millrace.apply;

import dev.millrace.model.Row;
import dev.millrace.model.TransactionHeader;
import dev.millrace.spi.sink.LoggedChange;
import org.jspecify.annotations.Nullable;

/** A change that knows its place in the log, because the target is a record of it. */
final class LoggedRowChange extends RowChange {
    private final TransactionHeader transaction;
    private final long sequence;
    private final long ordinal;

    /**
     * @param sequence as in {@link LoggedChange}
     * @param ordinal as in {@link LoggedChange}
     */
    LoggedRowChange(
            TargetTable table,
            Kind kind,
            @Nullable Row before,
            @Nullable Row after,
            boolean overlapping,
            TransactionHeader transaction,
            long sequence,
            long ordinal) {
        super(table, kind, before, after, overlapping);
        this.transaction = transaction;
        this.sequence = sequence;
        this.ordinal = ordinal;
    }

    LoggedChange logged() {
        return new LoggedChange(
                transaction,
                table().sourceId(),
                table().wanted(),
                operation(),
                before(),
                afterOrNull(),
                sequence,
                ordinal);
    }

    private LoggedChange.Operation operation() {
        return switch (kind()) {
            case INSERT -> LoggedChange.Operation.INSERT;
            case UPDATE -> LoggedChange.Operation.UPDATE;
            case DELETE -> LoggedChange.Operation.DELETE;
            case TRUNCATE -> LoggedChange.Operation.TRUNCATE;
        };
    }
}
