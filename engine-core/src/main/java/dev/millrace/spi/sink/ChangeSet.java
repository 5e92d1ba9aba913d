package dev.millrace.spi.sink;

import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * Changes of one kind to one table that a sink may execute in any order among themselves, with one statement or many.
 *
 * <p>If the table has an identifying key, no key occurs twice in a set (counting old and new keys of updates), and all rows of a
 * set have the same columns present.
 *
 * @param table the wanted schema; layout of all rows
 * @param kind what to do
 * @param identities which rows to update or delete: values of the identifying key, or of every column that the log carried if
 *     the table has none; empty for {@code INSERT}, {@code UPSERT} and {@code TRUNCATE}
 * @param rows new values, one per identity for an {@code UPDATE}; empty for {@code DELETE} and {@code TRUNCATE}
 * @param sequences for each row (of a {@code DELETE}: identity; of a {@code TRUNCATE}: for it) the number of the last change that went into it;
 *     none unless the style is {@link Sink.ApplyStyle#REPEATABLE}, and none of a change that is replayed on demand
 */
public record ChangeSet(TableSchema table, Kind kind, List<Row> identities, List<Row> rows, Sequences sequences) {

    /** What a set does. */
    public enum Kind {
        /** The rows are not in the target. */
        INSERT,
        /** The rows may be in the target, with these or with other values; afterwards they are, with these. */
        UPSERT,
        /** The rows are in the target; their present columns get new values. */
        UPDATE,
        /** The rows are in the target. In a table without a key, one row per identity goes, even if several are equal. */
        DELETE,
        /** All rows go. */
        TRUNCATE
    }

    /** A set whose changes are not numbered. */
    public ChangeSet(TableSchema table, Kind kind, List<Row> identities, List<Row> rows) {
        this(table, kind, identities, rows, Sequences.NONE);
    }

    public ChangeSet {
        requireNonNull(table, "table is null");
        requireNonNull(kind, "kind is null");
    }

    /** How many rows the set means to change; for {@code TRUNCATE} 0. */
    public int size() {
        return Math.max(rows.size(), identities.size());
    }
}
