package dev.millrace.model;

import static java.util.Objects.requireNonNull;

/**
 * A format in which a database prints whole rows and another of its family reads them, so that the rows of a load go through
 * unparsed. One stream holds the rows of one chunk, each with the columns of its table in their order, but for generated ones.
 *
 * @param name a stable name, such as {@code postgres-copy-binary}; equal names mean equal formats
 */
public record BulkFormat(String name) {
    public BulkFormat {
        requireNonNull(name, "name is null");
    }
}
