package dev.millrace.differential.normal;

import org.jspecify.annotations.Nullable;

/**
 * One change.
 *
 * @param kind what happened
 * @param table the table's name
 * @param before old values as far as the log has them; null if it has none
 * @param after new values; null if there are none
 */
public record NormalEvent(
        Kind kind,
        String table,
        @Nullable NormalRow before,
        @Nullable NormalRow after) {

    /** What happened to a row or to a table. */
    public enum Kind {
        INSERT,
        UPDATE,
        DELETE,
        TRUNCATE
    }
}
