package dev.millrace.differential.normal;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The values of a row as text, by column. A column that the log did not carry is not there; NULL is {@link #NULL}.
 *
 * @param values by column name
 */
public record NormalRow(Map<String, String> values) {
    /** Stands for NULL; no server prints it. */
    public static final String NULL = "\u0000NULL";

    public NormalRow {
        values = new TreeMap<>(values);
    }

    /** Without every column but this one. */
    public NormalRow only(String column) {
        Map<String, String> kept = new TreeMap<>(values);
        kept.keySet().retainAll(Set.of(column));
        return new NormalRow(kept);
    }

    /** A column that is not there did not change, so it has the value of the old row, if that is known. */
    public NormalRow completedBy(@Nullable NormalRow old) {
        if (old == null) {
            return this;
        }
        Map<String, String> completed = new TreeMap<>(old.values);
        completed.putAll(values);
        return new NormalRow(completed);
    }
}
