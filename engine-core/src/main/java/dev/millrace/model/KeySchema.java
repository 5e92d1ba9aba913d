package dev.millrace.model;

import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * A primary key or a unique key over whole columns.
 *
 * @param name the constraint's or index's name
 * @param columns column names in key order
 * @param nullsDistinct whether two NULLs count as different, as they do nearly everywhere
 */
public record KeySchema(String name, List<String> columns, boolean nullsDistinct) {
    public KeySchema {
        requireNonNull(name, "name is null");
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("key " + name + " has no columns");
        }
    }

    public KeySchema(String name, List<String> columns) {
        this(name, columns, true);
    }
}
