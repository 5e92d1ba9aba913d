package dev.millrace.spi.source;

import java.util.List;

/** How a table is cut for a parallel load: a {@code parallel-load} rule of the table mappings, or the engine's own plan. */
public sealed interface ChunkPolicy {
    /**
     * The source plans by key or by physical range.
     *
     * @param targetRows how many rows a chunk should have at most, as far as statistics tell
     */
    record Planned(long targetRows) implements ChunkPolicy {}

    /** One chunk per partition of the table, or per sub-partition where it has such; one for a table that has none. */
    record AllPartitions() implements ChunkPolicy {}

    /**
     * One chunk per named partition; rows of other partitions are not wanted.
     *
     * @param names of partitions and, where the source has them, of sub-partitions, those of a partition that is named among them
     */
    record Partitions(List<String> names) implements ChunkPolicy {
        public Partitions {
            names = List.copyOf(names);
        }
    }

    /**
     * {@code boundaries.size() + 1} chunks, cut by upper bounds of {@code columns}, most significant column first. Rows with NULL
     * in such a column belong to the last chunk.
     *
     * @param names what targets that show chunks call them, one for each; or none
     */
    record Ranges(List<String> columns, List<List<String>> boundaries, List<String> names) implements ChunkPolicy {
        public Ranges {
            columns = List.copyOf(columns);
            boundaries = boundaries.stream().map(List::copyOf).toList();
            names = List.copyOf(names);
            if (!names.isEmpty() && names.size() != boundaries.size() + 1) {
                throw new IllegalArgumentException(names.size() + " names for " + (boundaries.size() + 1) + " ranges");
            }
        }

        /** Ranges without names. */
        public Ranges(List<String> columns, List<List<String>> boundaries) {
            this(columns, boundaries, List.of());
        }
    }
}
