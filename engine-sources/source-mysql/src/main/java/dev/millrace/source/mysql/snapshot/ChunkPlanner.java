package dev.millrace.source.mysql.snapshot;

import dev.millrace.model.KeySchema;
import dev.millrace.model.TableSchema;
import dev.millrace.source.mysql.server.ControlConnection;
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
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Cuts tables into chunks. Keys are compared by the server alone. Thread-safe. */
final class ChunkPlanner {
    private static final String DOING = "planning the chunks of a table";

    private final ControlConnection control;
    private final SnapshotDialect dialect;

    ChunkPlanner(ControlConnection control, SnapshotDialect dialect) {
        this.control = control;
        this.dialect = dialect;
    }

    List<Chunk> plan(TableSchema table, ChunkPolicy policy) {
        if (policy instanceof ChunkPolicy.Planned planned) {
            return planned(table, Math.max(1, planned.targetRows()));
        }
        if (policy instanceof ChunkPolicy.Ranges ranges) {
            return ranges(table, ranges);
        }
        if (policy instanceof ChunkPolicy.Partitions partitions) {
            return partitions(table, partitions.names());
        }
        List<String> names = partitionNames(table);
        return names.isEmpty() ? List.of(chunk(0, ChunkBounds.ALL, -1)) : chunksOf(names);
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
            if (!SnapshotDialect.canBound(table.column(table.ordinals(List.of(name))[0]))) {
                break;
            }
            columns.add(name);
        }
        return columns;
    }

    private long estimate(TableSchema table) {
        List<@Nullable String[]> rows = control.query(DOING, dialect.estimate(table.id()));
        String text = rows.isEmpty() ? null : rows.get(0)[dialect.estimateColumn()];
        return text == null ? 0 : Long.parseLong(text);
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
            String[] row = control.query(DOING, dialect.extremes(table.id(), columns.get(0)))
                    .get(0);
            return row[0] == null || row[1] == null
                    ? Optional.empty()
                    : Optional.of(new Extremes(new BigInteger(row[0]), new BigInteger(row[1])));
        }

        @Override
        public List<String> keyBehind(List<String> from, long rows) {
            List<@Nullable String[]> found = control.query(DOING, dialect.keyBehind(table, columns, from, rows));
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
            chunks.add(chunk(i, new ChunkBounds("", columns, from, to, last, byKey), rowsPerChunk));
            from = to;
        }
        return chunks;
    }

    private static Chunk chunk(int ordinal, ChunkBounds bounds, long estimatedRows) {
        return new Chunk(ordinal, bounds.encode(), estimatedRows, bounds.partition());
    }

    private static List<Chunk> ranges(TableSchema table, ChunkPolicy.Ranges ranges) {
        DeclaredRanges.check(table, ranges);
        return cut(ranges.columns(), DeclaredRanges.isByKey(table, ranges), ranges.boundaries(), -1);
    }

    private List<Chunk> partitions(TableSchema table, List<String> wanted) {
        TreeSet<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        known.addAll(partitionNames(table));
        for (String name : wanted) {
            if (!known.contains(name)) {
                throw DeclaredRanges.invalid(
                        "table " + table.id() + " has no partition " + name + " (it has " + known + ")");
            }
        }
        return chunksOf(wanted);
    }

    private List<String> partitionNames(TableSchema table) {
        return control
                .query(
                        DOING,
                        dialect.partitions(),
                        table.id().schema(),
                        table.id().table())
                .stream()
                .map(row -> String.valueOf(row[0]))
                .toList();
    }

    private static List<Chunk> chunksOf(List<String> partitions) {
        List<Chunk> chunks = new ArrayList<>();
        for (String name : partitions) {
            chunks.add(chunk(chunks.size(), ChunkBounds.ofPartition(name), -1));
        }
        return chunks;
    }
}
