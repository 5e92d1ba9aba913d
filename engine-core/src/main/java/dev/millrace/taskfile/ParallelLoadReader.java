package dev.millrace.taskfile;

import dev.millrace.spi.source.ChunkPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the {@code parallel-load} of a table-settings rule. */
final class ParallelLoadReader {
    private static final int MAXIMUM_COLUMNS = 10;

    private final Section load;

    ParallelLoadReader(Section load) {
        this.load = load;
    }

    /** The policy; empty if the table is to be cut as the engine likes, or if something is wrong. */
    Optional<ChunkPolicy> read() {
        String type = load.text(load.has("Types") ? "Types" : "type", "none").toLowerCase(Locale.ROOT);
        load.ignored(
                "type",
                "number-of-partitions",
                "collection-count-from-metadata",
                "max-records-skip-per-page",
                "batch-size");
        Optional<ChunkPolicy> policy = switch (type) {
            case "none" -> Optional.empty();
            case "partitions-auto", "subpartitions-auto" -> Optional.of(new ChunkPolicy.AllPartitions());
            case "partitions-list" -> partitions();
            case "ranges" -> ranges();
            default -> {
                load.problem("type", "is '" + type + "'; it must be none, partitions-auto, partitions-list or ranges");
                yield Optional.empty();
            }
        };
        load.finish();
        return policy;
    }

    private Optional<ChunkPolicy> partitions() {
        List<String> names = new ArrayList<>(load.texts("partitions"));
        names.addAll(load.texts("subpartitions"));
        if (names.isEmpty()) {
            load.problem("partitions", "is missing; list the partitions to load, or subpartitions");
            return Optional.empty();
        }
        return Optional.of(new ChunkPolicy.Partitions(names));
    }

    private Optional<ChunkPolicy> ranges() {
        List<String> columns = load.texts("columns");
        List<List<String>> boundaries = load.textLists("boundaries");
        if (columns.isEmpty() || columns.size() > MAXIMUM_COLUMNS) {
            load.problem("columns", "must name 1 to " + MAXIMUM_COLUMNS + " columns");
            return Optional.empty();
        }
        if (boundaries.isEmpty()) {
            load.problem(
                    "boundaries", "is missing; give the upper bounds of the ranges, such as [[\"1000\"], [\"2000\"]]");
            return Optional.empty();
        }
        for (int i = 0; i < boundaries.size(); i++) {
            if (boundaries.get(i).size() != columns.size()) {
                load.problem("boundaries[" + i + "]", "must have one value for each of the columns " + columns);
                return Optional.empty();
            }
        }
        List<String> names = load.texts("segment-names");
        if (!names.isEmpty() && names.size() != boundaries.size() + 1) {
            load.problem(
                    "segment-names",
                    "has " + names.size() + " names for " + (boundaries.size() + 1)
                            + " ranges: one for each boundary, and one for the rows behind the last");
            return Optional.empty();
        }
        return Optional.of(new ChunkPolicy.Ranges(columns, boundaries, names));
    }
}
