package dev.millrace.source.sqlserver.snapshot;

import dev.millrace.model.KeySchema;
import dev.millrace.model.TableSchema;
import dev.millrace.source.sqlserver.connection.ControlConnection;
import dev.millrace.source.sqlserver.snapshot.ChunkBounds.Partition;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.DeclaredRanges;
import dev.millrace.spi.source.KeyBoundaries;
import dev.millrace.spi.source.KeyBoundaries.Extremes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cuts tables into chunks. Keys are compared by the server alone. Thread-safe. */
final class ChunkPlanner {
    private static final String DOING = "planning the chunks of a table";

    private final ControlConnection control;

    ChunkPlanner(ControlConnection control) {
        this.control = control;
    }

    List<Chunk> plan(TableSchema table, ChunkPolicy policy) {
        if (policy instanceof ChunkPolicy.Planned planned) {
            return planned(table, Math.max(1, planned.targetRows()));
        }
        if (policy instanceof ChunkPolicy.Ranges ranges) {
            return ranges(table, ranges);
        }
        List<ChunkBounds> partitions = partitions(table);
        if (policy instanceof ChunkPolicy.Partitions wanted) {
            return chunksOf(named(table, wanted.names(), partitions));
        }
        return partitions.isEmpty() ? List.of(chunk(0, ChunkBounds.ALL, -1)) : chunksOf(partitions);
    }

    private List<ChunkBounds> partitions(TableSchema table) {
        List<String> key = table.identifyingKey().map(KeySchema::columns).orElse(List.of());
        List<ChunkBounds> partitions = new ArrayList<>();
        for (@Nullable
        String[] row : control.query(
                DOING,
                SnapshotQueries.partitions(),
                table.id().schema(),
                table.id().table())) {
            String column = String.valueOf(row[1]);
            partitions.add(ChunkBounds.of(
                    new Partition(String.valueOf(row[0]), column, String.valueOf(row[2])), key.contains(column)));
        }
        return partitions;
    }

    private static List<ChunkBounds> named(TableSchema table, List<String> names, List<ChunkBounds> partitions) {
        List<String> known = partitions.stream().map(ChunkBounds::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw DeclaredRanges.invalid("table " + table.id() + " has no partition " + name
                        + (known.isEmpty()
                                ? ": it is not partitioned"
                                : " (partitions of SQL Server have numbers, here from 1 to " + known.size() + ")"));
            }
        }
        return partitions.stream()
                .filter(partition -> names.contains(partition.name()))
                .toList();
    }

    private static List<Chunk> chunksOf(List<ChunkBounds> bounds) {
        List<Chunk> chunks = new ArrayList<>();
        for (ChunkBounds each : bounds) {
            chunks.add(chunk(chunks.size(), each, -1));
        }
        return chunks;
    }

    private List<Chunk> planned(TableSchema table, long targetRows) {
        List<String> columns = boundable(table);
        long estimate = estimate(table);
        if (columns.isEmpty() || estimate <= targetRows) {
            return List.of(chunk(0, ChunkBounds.ALL, estimate));
        }
        List<List<String>> boundaries =
                KeyBoundaries.of(table, columns, estimate, targetRows, new KeyIndex(table, columns));
        return cut(columns, true, boundaries, targetRows);
    }

    /** The leading columns of the identifying key whose values can be bounds. */
    private static List<String> boundable(TableSchema table) {
        List<String> columns = new ArrayList<>();
        for (String name : table.identifyingKey().map(KeySchema::columns).orElse(List.of())) {
            if (!SnapshotQueries.canBound(table.column(table.ordinals(List.of(name))[0]))) {
                break;
            }
            columns.add(name);
        }
        return columns;
    }

    private long estimate(TableSchema table) {
        String rows = control.value(
                DOING,
                SnapshotQueries.estimate(),
                table.id().schema(),
                table.id().table());
        return rows.isEmpty() ? 0 : Long.parseLong(rows);
    }

    private final class KeyIndex implements KeyBoundaries.Index {
        private final TableSchema table;
        private final List<String> columns;

        private KeyIndex(TableSchema table, List<String> columns) {
            this.table = table;
            this.columns = columns;
        }

        @Override
        public Optional<Extremes> extremes() {
            @Nullable
            String[] row = control.query(DOING, SnapshotQueries.extremes(table.id(), columns.get(0)))
                    .get(0);
            return row[0] == null || row[1] == null
                    ? Optional.empty()
                    : Optional.of(new Extremes(new BigInteger(row[0]), new BigInteger(row[1])));
        }

        @Override
        public List<String> keyBehind(List<String> from, long rows) {
            List<@Nullable String[]> found =
                    control.query(DOING, SnapshotQueries.keyBehind(table, columns, from, rows));
            return found.isEmpty()
                    ? List.of()
                    : Arrays.stream(found.get(0)).map(String::valueOf).toList();
        }
    }

    private static List<Chunk> cut(
            List<String> columns, boolean byKey, List<List<String>> boundaries, long rowsPerChunk) {
        List<Chunk> chunks = new ArrayList<>();
        List<String> from = List.of();
        for (int i = 0; i <= boundaries.size(); i++) {
            boolean last = i == boundaries.size();
            List<String> to = last ? List.of() : boundaries.get(i);
            chunks.add(chunk(i, new ChunkBounds(columns, from, to, last, byKey), rowsPerChunk));
            from = to;
        }
        return chunks;
    }

    private static Chunk chunk(int ordinal, ChunkBounds bounds, long estimatedRows) {
        return new Chunk(ordinal, bounds.encode(), estimatedRows, bounds.name());
    }

    private static List<Chunk> ranges(TableSchema table, ChunkPolicy.Ranges ranges) {
        DeclaredRanges.check(table, ranges);
        return cut(ranges.columns(), DeclaredRanges.isByKey(table, ranges), ranges.boundaries(), -1);
    }
}
