package dev.millrace.spi.sink;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * A change, or a row of the full load, that the target refused and that the task left out; kept so that nothing is lost (law 3).
 *
 * @param source the table on the source
 * @param table the wanted schema; layout of the rows
 * @param kind what was tried
 * @param before what tells the row, as far as the log carried it; null for an insert and for a loaded row
 * @param after new values, as far as the log carried them; null for a delete
 * @param position encoded place on the source: of its transaction's commit, or of the load's snapshot
 * @param failure the target's words, without any value of the row
 */
public record RefusedChange(
        TableId source,
        TableSchema table,
        Kind kind,
        @Nullable Row before,
        @Nullable Row after,
        String position,
        ReplicationException failure) {

    /** What was tried. */
    public enum Kind {
        LOAD,
        INSERT,
        UPDATE,
        DELETE,
        TRUNCATE
    }

    public RefusedChange {
        requireNonNull(source, "source is null");
        requireNonNull(table, "table is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(position, "position is null");
        requireNonNull(failure, "failure is null");
    }
}
