package dev.millrace.source.sqlserver.snapshot;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableSchema;
import dev.millrace.source.sqlserver.connection.ControlConnection;
import dev.millrace.source.sqlserver.snapshot.ChunkBounds.Partition;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cuts tables into chunks. Keys are compared by the server alone. Thread-safe. */
final class ChunkPlanner {
    private static final String DOING = "planning the chunks of a table";
    /** With fewer numbers in use than one in three, equal steps would give chunks of very different size. */
    private static final long SPARSEST = 3;

    private static final int MOST_CHUNKS = 100_000;

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
                throw invalid("table " + table.id() + " has no partition " + name
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
                steps(table, columns, estimate, targetRows).orElseGet(() -> walk(table, columns, targetRows));
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

    /** Equal steps through a single whole-number key that is dense enough. */
    private Optional<List<List<String>>> steps(
            TableSchema table, List<String> columns, long estimate, long targetRows) {
        boolean whole = SnapshotQueries.isInteger(
                table.column(table.ordinals(columns)[0]).type().kind());
        if (columns.size() > 1 || !whole) {
            return Optional.empty();
        }
        @Nullable
        String[] extremes = control.query(DOING, SnapshotQueries.extremes(table.id(), columns.get(0)))
                .get(0);
        if (extremes[0] == null || extremes[1] == null) {
            return Optional.of(List.of());
        }
        BigInteger least = new BigInteger(extremes[0]);
        BigInteger span = new BigInteger(extremes[1]).subtract(least).add(BigInteger.ONE);
        if (span.compareTo(BigInteger.valueOf(estimate).multiply(BigInteger.valueOf(SPARSEST))) > 0) {
            return Optional.empty();
        }
        BigInteger step = span.multiply(BigInteger.valueOf(targetRows))
                .divide(BigInteger.valueOf(estimate))
                .max(BigInteger.ONE)
                .max(span.divide(BigInteger.valueOf(MOST_CHUNKS)));
        List<List<String>> boundaries = new ArrayList<>();
        for (BigInteger at = step; at.compareTo(span) < 0; at = at.add(step)) {
            boundaries.add(List.of(least.add(at).toString()));
        }
        return Optional.of(boundaries);
    }

    /** Walks along the index: each boundary is the key that stands one chunk behind the one before. */
    private List<List<String>> walk(TableSchema table, List<String> columns, long targetRows) {
        List<List<String>> boundaries = new ArrayList<>();
        List<String> from = List.of();
        while (boundaries.size() < MOST_CHUNKS) {
            List<@Nullable String[]> rows =
                    control.query(DOING, SnapshotQueries.keyBehind(table, columns, from, targetRows));
            if (rows.isEmpty()) {
                break;
            }
            List<String> next = new ArrayList<>();
            for (@Nullable String value : rows.get(0)) {
                next.add(String.valueOf(value));
            }
            if (next.equals(from)) {
                break;
            }
            boundaries.add(next);
            from = next;
        }
        return boundaries;
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
        for (String column : ranges.columns()) {
            if (table.ordinal(column).isEmpty()) {
                throw invalid("table " + table.id() + " has no column " + column + " to cut ranges by");
            }
        }
        for (List<String> boundary : ranges.boundaries()) {
            if (boundary.size() != ranges.columns().size()) {
                throw invalid("a boundary of table " + table.id() + " has " + boundary.size() + " values for "
                        + ranges.columns().size() + " columns");
            }
        }
        boolean byKey = table.identifyingKey()
                .map(key -> key.columns().containsAll(ranges.columns()))
                .orElse(false);
        return cut(ranges.columns(), byKey, ranges.boundaries(), -1);
    }

    private static ReplicationException invalid(String problem) {
        return new ReplicationException(
                ErrorCode.MAPPING_INVALID, problem + "; correct the parallel-load rule of the table mappings");
    }
}
