package dev.millrace.source.oracle.snapshot;

import dev.millrace.model.KeySchema;
import dev.millrace.model.TableSchema;
import dev.millrace.source.oracle.server.Query;
import dev.millrace.source.oracle.snapshot.ChunkBounds.By;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.DeclaredRanges;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cuts tables into chunks: by key where there is one, by ROWID where there is none. The bounds are found by one pass over the key's index or over the
 * physical places, as of the snapshot's number. Thread-safe.
 */
final class ChunkPlanner {
    private static final String DOING = "planning the chunks of a table";

    private final Query query;
    private final SnapshotStatements statements;

    ChunkPlanner(Query query, SnapshotStatements statements) {
        this.query = query;
        this.statements = statements;
    }

    List<Chunk> plan(TableSchema table, ChunkPolicy policy) {
        if (policy instanceof ChunkPolicy.Planned planned) {
            return planned(table, Math.max(1, planned.targetRows()));
        }
        if (policy instanceof ChunkPolicy.Ranges ranges) {
            return ranges(table, ranges);
        }
        Partitions parts = new Partitions(partitions(table), subpartitions(table));
        if (policy instanceof ChunkPolicy.Partitions wanted) {
            return chunksOf(parts.named(table, wanted.names()));
        }
        List<ChunkBounds> all = parts.all();
        return all.isEmpty() ? List.of(chunk(0, ChunkBounds.ALL, -1)) : chunksOf(all);
    }

    private List<Chunk> planned(TableSchema table, long targetRows) {
        String counted = query.value(
                DOING, SnapshotStatements.ROWS, table.id().schema(), table.id().table());
        long estimate = counted.isEmpty() ? -1 : Long.parseLong(counted);
        boolean small = targetRows >= Integer.MAX_VALUE || (estimate >= 0 && estimate * 2 <= targetRows);
        if (small) {
            return List.of(chunk(0, ChunkBounds.ALL, estimate));
        }
        List<String> columns = boundable(table);
        List<List<String>> boundaries = new ArrayList<>();
        for (@Nullable
        String[] row : query.rows(DOING, statements.boundaries(table, columns, Math.max(2, targetRows)))) {
            boundaries.add(Arrays.stream(row).map(String::valueOf).toList());
        }
        return cut(columns.isEmpty() ? By.ROWID : By.KEY, columns, boundaries, targetRows);
    }

    /** The columns of the identifying key, if the values of all of them can be bounds. */
    private static List<String> boundable(TableSchema table) {
        List<String> columns = table.identifyingKey().map(KeySchema::columns).orElse(List.of());
        boolean all = columns.stream()
                .allMatch(name -> SnapshotStatements.canBound(table.column(table.ordinals(List.of(name))[0])));
        return all ? columns : List.of();
    }

    private static List<Chunk> cut(By by, List<String> columns, List<List<String>> boundaries, long rowsPerChunk) {
        if (boundaries.isEmpty()) {
            return List.of(chunk(0, ChunkBounds.ALL, rowsPerChunk));
        }
        List<Chunk> chunks = new ArrayList<>();
        List<String> from = List.of();
        for (int i = 0; i <= boundaries.size(); i++) {
            boolean last = i == boundaries.size();
            List<String> to = last ? List.of() : boundaries.get(i);
            chunks.add(chunk(i, new ChunkBounds(by, "", columns, from, to, last), rowsPerChunk));
            from = to;
        }
        return chunks;
    }

    private static Chunk chunk(int ordinal, ChunkBounds bounds, long estimatedRows) {
        return new Chunk(ordinal, bounds.encode(), estimatedRows, bounds.partition());
    }

    private static List<Chunk> ranges(TableSchema table, ChunkPolicy.Ranges ranges) {
        DeclaredRanges.check(table, ranges);
        return cut(
                DeclaredRanges.isByKey(table, ranges) ? By.KEY : By.COLUMNS, ranges.columns(), ranges.boundaries(), -1);
    }

    private List<String> partitions(TableSchema table) {
        return query
                .rows(
                        DOING,
                        SnapshotStatements.PARTITIONS,
                        table.id().schema(),
                        table.id().table())
                .stream()
                .map(row -> String.valueOf(row[0]))
                .toList();
    }

    /** Each with the partition that it is of. */
    private Map<String, String> subpartitions(TableSchema table) {
        Map<String, String> names = new LinkedHashMap<>();
        query.rows(
                        DOING,
                        SnapshotStatements.SUBPARTITIONS,
                        table.id().schema(),
                        table.id().table())
                .forEach(row -> names.put(String.valueOf(row[0]), String.valueOf(row[1])));
        return names;
    }

    private static List<Chunk> chunksOf(List<ChunkBounds> bounds) {
        List<Chunk> chunks = new ArrayList<>();
        for (ChunkBounds each : bounds) {
            chunks.add(chunk(chunks.size(), each, -1));
        }
        return chunks;
    }
}
