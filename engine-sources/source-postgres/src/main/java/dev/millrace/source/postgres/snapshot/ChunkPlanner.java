package dev.millrace.source.postgres.snapshot;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.DeclaredRanges;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Cuts tables into chunks that hold each row once. Where rows are stored about in the order of their key, chunks are ranges of
 * the key, which stay valid under a later snapshot; elsewhere reading by key would fetch every page many times, and chunks are
 * ranges of pages. Leaves of a partitioned table are cut one by one.
 */
final class ChunkPlanner {
    /** Below this agreement of key order and storage order, pages are read instead of keys. */
    private static final double KEY_ORDER_AGREEMENT = 0.9;

    /** The first version that reads a range of pages without scanning the others. */
    private static final int PAGE_RANGES_SINCE = 140000;

    private static final double GUESSED_ROWS_PER_PAGE = 80;
    private static final int SAMPLED_PAGES = 64;
    private static final int SAMPLED_PAGES_PER_CHUNK = 4;

    private final Connection connection;
    private final int serverVersion;

    ChunkPlanner(Connection connection, int serverVersion) {
        this.connection = connection;
        this.serverVersion = serverVersion;
    }

    /** A table or partition with its size as the server estimates it. */
    private record Leaf(TableId id, boolean hasPages, long pages, double rowsPerPage) {
        static Leaf read(ResultSet row) throws SQLException {
            double rowsPerPage = row.getDouble("rows_per_page");
            return new Leaf(
                    new TableId(row.getString("schema"), row.getString("name")),
                    row.getBoolean("has_pages"),
                    row.getLong("pages"),
                    rowsPerPage < 0 ? GUESSED_ROWS_PER_PAGE : Math.max(rowsPerPage, 0.1));
        }

        long rows() {
            return hasPages ? Math.round(pages * rowsPerPage) : -1;
        }
    }

    List<Chunk> plan(TableSchema table, ChunkPolicy policy) throws SQLException {
        List<Part> parts = new ArrayList<>();
        if (policy instanceof ChunkPolicy.Planned planned) {
            for (Leaf leaf : leaves(table.id())) {
                cut(table, leaf, Math.max(1, planned.targetRows()), parts);
            }
        } else if (policy instanceof ChunkPolicy.AllPartitions && !isPartitioned(table.id())) {
            leaves(table.id()).forEach(leaf -> parts.add(whole(table, leaf)));
        } else if (policy instanceof ChunkPolicy.Ranges ranges) {
            addRanges(table, ranges, parts);
        } else {
            addPartitions(table.id(), policy, parts);
        }
        List<Chunk> chunks = new ArrayList<>();
        for (Part part : parts) {
            chunks.add(new Chunk(chunks.size(), part.bounds().encode(), part.rows(), part.name()));
        }
        return chunks;
    }

    private record Part(ChunkBounds bounds, long rows, String name) {}

    private void cut(TableSchema table, Leaf leaf, long targetRows, List<Part> parts) throws SQLException {
        String name = name(table, leaf);
        int count = (int) Math.min(100_000, (leaf.rows() + targetRows - 1) / targetRows);
        if (!leaf.hasPages() || count <= 1) {
            parts.add(whole(table, leaf));
            return;
        }
        List<ColumnSchema> key = table.identifyingKey().map(KeySchema::columns).orElse(List.of()).stream()
                .map(column -> table.column(table.ordinals(List.of(column))[0]))
                .toList();
        List<List<String>> boundaries = key.isEmpty() ? List.of() : keyBoundaries(leaf, key, count);
        if (!boundaries.isEmpty()) {
            List<String> columns = key.stream().map(ColumnSchema::name).toList();
            addKeys(
                    new ChunkBounds.Keys(leaf.id(), false, true, columns, List.of(), List.of()),
                    boundaries,
                    leaf,
                    name,
                    parts);
        } else if (serverVersion >= PAGE_RANGES_SINCE) {
            addPages(leaf, count, name, parts);
        } else {
            parts.add(whole(table, leaf));
        }
    }

    private static Part whole(TableSchema table, Leaf leaf) {
        return new Part(new ChunkBounds.Whole(leaf.id()), leaf.rows(), name(table, leaf));
    }

    private static String name(TableSchema table, Leaf leaf) {
        return leaf.id().equals(table.id()) ? "" : leaf.id().table();
    }

    private List<List<String>> keyBoundaries(Leaf leaf, List<ColumnSchema> key, int count) throws SQLException {
        long sampled = Math.max(SAMPLED_PAGES, (long) SAMPLED_PAGES_PER_CHUNK * count);
        double percent = Math.min(100.0, 100.0 * sampled / leaf.pages());
        List<List<String>> boundaries = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SnapshotQueries.boundaries(
                        leaf.id(), key, Double.parseDouble(String.format(Locale.ROOT, "%.6f", percent)), count))) {
            while (row.next()) {
                boolean ordered = Math.abs(row.getDouble(1)) >= KEY_ORDER_AGREEMENT;
                if (!ordered && serverVersion >= PAGE_RANGES_SINCE) {
                    return List.of();
                }
                String[] values = new String[key.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = row.getString(i + 2);
                }
                boundaries.add(Arrays.asList(values));
            }
        }
        return boundaries;
    }

    private static void addKeys(
            ChunkBounds.Keys whole, List<List<String>> boundaries, Leaf leaf, String name, List<Part> parts) {
        long rows = leaf.rows() / (boundaries.size() + 1);
        for (int i = 0; i <= boundaries.size(); i++) {
            List<String> from = i == 0 ? List.of() : boundaries.get(i - 1);
            List<String> to = i == boundaries.size() ? List.of() : boundaries.get(i);
            parts.add(new Part(
                    new ChunkBounds.Keys(whole.relation(), whole.tree(), whole.isStable(), whole.columns(), from, to),
                    rows,
                    name));
        }
    }

    private void addPages(Leaf leaf, int count, String name, List<Part> parts) {
        long pages = Math.max(1, leaf.pages() / count);
        for (long from = 0; from < leaf.pages(); from += pages) {
            long to = from + pages >= leaf.pages() ? -1 : from + pages;
            parts.add(
                    new Part(new ChunkBounds.Pages(leaf.id(), from, to), Math.round(pages * leaf.rowsPerPage()), name));
        }
    }

    private void addRanges(TableSchema table, ChunkPolicy.Ranges ranges, List<Part> parts) throws SQLException {
        RangeChecks.require(connection, table, ranges);
        boolean stable = DeclaredRanges.isByKey(table, ranges);
        long rows = leaves(table.id()).stream().mapToLong(Leaf::rows).sum();
        Leaf all = new Leaf(table.id(), true, Math.max(rows, 0), 1);
        addKeys(
                new ChunkBounds.Keys(
                        table.id(), isPartitioned(table.id()), stable, ranges.columns(), List.of(), List.of()),
                ranges.boundaries(),
                all,
                "",
                parts);
    }

    private boolean isPartitioned(TableId table) throws SQLException {
        return !select(SnapshotQueries.PARTITIONS, table, 1).isEmpty();
    }

    private void addPartitions(TableId table, ChunkPolicy policy, List<Part> parts) throws SQLException {
        List<Leaf> partitions = select(SnapshotQueries.PARTITIONS, table, 1);
        List<String> known =
                partitions.stream().map(partition -> partition.id().table()).toList();
        List<String> wanted = policy instanceof ChunkPolicy.Partitions chosen ? chosen.names() : known;
        if (known.isEmpty() || !known.containsAll(wanted)) {
            throw new ReplicationException(
                    ErrorCode.MAPPING_INVALID,
                    "parallel-load of table " + table + " asks for partitions "
                            + (wanted.isEmpty() ? "" : wanted + " ") + "and the table has "
                            + (known.isEmpty() ? "none" : known.stream().collect(Collectors.joining(", "))));
        }
        for (Leaf partition : partitions) {
            if (wanted.contains(partition.id().table())) {
                parts.add(new Part(
                        new ChunkBounds.Tree(partition.id()),
                        partition.rows(),
                        partition.id().table()));
            }
        }
    }

    private List<Leaf> leaves(TableId table) throws SQLException {
        return select(SnapshotQueries.LEAVES, table, 2);
    }

    private List<Leaf> select(String sql, TableId table, int parameters) throws SQLException {
        List<Leaf> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 1; i <= parameters; i++) {
                query.setString(i, SnapshotQueries.name(table));
            }
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.add(Leaf.read(row));
                }
            }
        }
        return found;
    }
}
