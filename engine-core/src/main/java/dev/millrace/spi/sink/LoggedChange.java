package dev.millrace.spi.sink;

import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.model.TransactionHeader;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * A change as the log tells it.
 *
 * @param transaction the transaction that made it
 * @param source the table on the source
 * @param table the wanted schema; layout of the rows. Another object means another shape
 * @param operation what was done
 * @param before old values as far as the log carried them; null for an insert, a truncation, and an update of which the log carried none
 * @param after new values as far as the log carried them; null for a delete and a truncation
 * @param sequence how many row events the task had read with this one since it began; a replay from the checkpoint counts alike
 * @param ordinal how many changes of its source table the transaction had with this one, whether or not the earlier ones were appended;
 *     a replay counts alike
 */
public record LoggedChange(
        TransactionHeader transaction,
        TableId source,
        TableSchema table,
        Operation operation,
        @Nullable Row before,
        @Nullable Row after,
        long sequence,
        long ordinal) {

    /** What was done. */
    public enum Operation {
        INSERT,
        UPDATE,
        DELETE,
        TRUNCATE
    }

    public LoggedChange {
        requireNonNull(transaction, "transaction is null");
        requireNonNull(source, "source is null");
        requireNonNull(table, "table is null");
        requireNonNull(operation, "operation is null");
    }
}
