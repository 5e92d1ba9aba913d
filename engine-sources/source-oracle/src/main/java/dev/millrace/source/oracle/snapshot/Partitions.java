package dev.millrace.source.oracle.snapshot;

import dev.millrace.model.TableSchema;
import dev.millrace.source.oracle.snapshot.ChunkBounds.By;
import dev.millrace.spi.source.DeclaredRanges;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a table is partitioned.
 *
 * @param partitions their names in order
 * @param subpartitions names of sub-partitions in order, each with its partition's; empty if there are none
 */
record Partitions(List<String> partitions, Map<String, String> subpartitions) {

    /** The smallest parts; none if the table is not partitioned. */
    List<ChunkBounds> all() {
        return subpartitions.isEmpty() ? of(By.PARTITION, partitions) : of(By.SUBPARTITION, subpartitions.keySet());
    }

    private static List<ChunkBounds> of(By by, Iterable<String> names) {
        List<ChunkBounds> bounds = new ArrayList<>();
        names.forEach(name -> bounds.add(ChunkBounds.of(by, name)));
        return bounds;
    }

    /**
     * Those of the names, each row once: a sub-partition whose partition is named as well is part of that, where DMS would load its rows twice.
     *
     * @throws dev.millrace.error.ReplicationException {@code MAPPING_INVALID} if there is none of a name
     */
    List<ChunkBounds> named(TableSchema table, List<String> names) {
        Set<String> whole = new LinkedHashSet<>();
        Set<String> parts = new LinkedHashSet<>();
        for (String name : names) {
            Optional<String> partition = stored(name, partitions);
            Optional<String> part = stored(name, subpartitions.keySet());
            if (partition.isPresent()) {
                whole.add(partition.get());
            } else {
                parts.add(part.orElseThrow(() -> DeclaredRanges.invalid("table " + table.id() + " has no partition "
                        + name + " (it has " + partitions + " and sub-partitions " + subpartitions.keySet() + ")")));
            }
        }
        parts.removeIf(part -> whole.contains(subpartitions.get(part)));
        List<ChunkBounds> bounds = new ArrayList<>(of(By.PARTITION, whole));
        bounds.addAll(of(By.SUBPARTITION, parts));
        return bounds;
    }

    private static Optional<String> stored(String name, Iterable<String> names) {
        for (String each : names) {
            if (each.equalsIgnoreCase(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
