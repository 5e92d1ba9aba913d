package dev.millrace.spi.source;

import static java.util.Objects.requireNonNull;

/**
 * A part of a table that is read by one query and committed by one transaction.
 *
 * @param ordinal 0, 1, 2 … within the table
 * @param bounds the source's own text for which rows belong to it; read back by the same source after a restart
 * @param estimatedRows for progress only; -1 if unknown
 * @param name the partition's or segment's name, empty if it has none
 */
public record Chunk(int ordinal, String bounds, long estimatedRows, String name) {
    public Chunk {
        requireNonNull(bounds, "bounds is null");
        requireNonNull(name, "name is null");
    }
}
