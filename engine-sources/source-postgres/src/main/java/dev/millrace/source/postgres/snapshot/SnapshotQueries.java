package dev.millrace.source.postgres.snapshot;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.postgres.connection.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Statements that cut and read tables. */
final class SnapshotQueries {
    private static final String SIZES = """
            SELECT n.nspname AS schema, c.relname AS name, c.relkind IN ('r', 'm') AS has_pages,
                   CASE WHEN c.relpages > 0 AND c.reltuples >= 0 THEN c.reltuples / c.relpages ELSE -1 END AS rows_per_page,
                   CASE WHEN c.relkind IN ('r', 'm')
                        THEN pg_relation_size(c.oid) / current_setting('block_size')::int8 ELSE 0 END AS pages
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            """;

    /** The table itself, or the leaves below a partitioned one. */
    static final String LEAVES = SIZES + """
            WHERE c.oid = ?::regclass AND c.relkind <> 'p'
               OR c.oid IN (SELECT relid FROM pg_partition_tree(?::regclass) WHERE isleaf)
            ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C\"""";

    /** The partitions right below a partitioned table. */
    static final String PARTITIONS = SIZES + """
            WHERE c.oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = ?::regclass) AND c.relispartition
            ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C\"""";

    /**
     * Counts tables whose storage is not the one that the snapshot knows: the row of {@code pg_class} is the snapshot's, the
     * function's answer is the present.
     */
    static final String REWRITTEN = """
            SELECT count(*) FROM pg_class c
            WHERE (c.oid = ?::regclass OR c.oid IN (SELECT relid FROM pg_partition_tree(?::regclass)))
              AND c.relfilenode <> 0 AND c.relfilenode <> pg_relation_filenode(c.oid)""";

    private SnapshotQueries() {}

    /** The columns that carry values, in order, by the rows of one chunk. */
    static String copy(TableSchema table, ChunkBounds bounds, CopyFormat format) {
        String columns = table.columns().stream()
                .filter(column -> column.fill() != Fill.GENERATED)
                .map(column -> Sql.name(column.name()))
                .collect(Collectors.joining(", "));
        String where = where(table, bounds);
        return "COPY (SELECT " + columns + " FROM " + from(bounds) + (where.isEmpty() ? "" : " WHERE " + where)
                + ") TO STDOUT" + format.option();
    }

    private static String from(ChunkBounds bounds) {
        boolean tree = bounds instanceof ChunkBounds.Tree || (bounds instanceof ChunkBounds.Keys keys && keys.tree());
        return (tree ? "" : "ONLY ") + name(bounds.relation());
    }

    private static String where(TableSchema table, ChunkBounds bounds) {
        if (bounds instanceof ChunkBounds.Pages pages) {
            String lower = "ctid >= '(" + pages.from() + ",0)'";
            return pages.to() < 0 ? lower : lower + " AND ctid < '(" + pages.to() + ",0)'";
        }
        return bounds instanceof ChunkBounds.Keys keys ? where(table, keys) : "";
    }

    private static String where(TableSchema table, ChunkBounds.Keys keys) {
        String row = row(keys.columns().stream().map(Sql::name).toList());
        List<String> nullable = keys.columns().stream()
                .filter(name -> isNullable(table, name))
                .map(Sql::name)
                .toList();
        String lower = keys.from().isEmpty() ? "" : row + " >= " + row(literals(keys.from()));
        if (keys.to().isEmpty()) {
            String nulls =
                    nullable.stream().map(name -> " OR " + name + " IS NULL").collect(Collectors.joining());
            return lower.isEmpty() ? "" : lower + nulls;
        }
        String present =
                nullable.stream().map(name -> " AND " + name + " IS NOT NULL").collect(Collectors.joining());
        return (lower.isEmpty() ? "" : lower + " AND ") + row + " < " + row(literals(keys.to())) + present;
    }

    private static boolean isNullable(TableSchema table, String column) {
        OptionalInt ordinal = table.ordinal(column);
        return ordinal.isEmpty() || table.column(ordinal.getAsInt()).nullable();
    }

    private static List<String> literals(List<String> values) {
        return values.stream().map(Sql::literal).toList();
    }

    private static String row(List<String> parts) {
        return parts.size() == 1 ? parts.get(0) : "ROW(" + String.join(", ", parts) + ")";
    }

    /**
     * Key values that cut a table into parts of equal size, from a sample of its pages, and how well the order of keys agrees
     * with the order of storage.
     */
    static String boundaries(TableId relation, List<ColumnSchema> key, double samplePercent, int parts) {
        List<String> names = key.stream().map(column -> Sql.name(column.name())).toList();
        String columns = String.join(", ", names);
        String texts = names.stream().map(name -> name + "::text").collect(Collectors.joining(", "));
        return """
                WITH sample AS MATERIALIZED (
                    SELECT %1$s, row_number() OVER (ORDER BY %1$s) AS by_key, row_number() OVER (ORDER BY ctid) AS by_place,
                           count(*) OVER () AS size
                    FROM ONLY %2$s TABLESAMPLE SYSTEM (%3$s) REPEATABLE (0))
                SELECT (SELECT corr(by_key, by_place) FROM sample), %4$s
                FROM sample
                WHERE by_key > 1 AND (by_key - 1) %% greatest(size / %5$d, 1) = 0
                ORDER BY by_key
                LIMIT %6$d""".formatted(columns, name(relation), samplePercent, texts, parts, parts - 1);
    }

    /** Whether one boundary lies below the next, in the order of the columns' own types. */
    static String ascending(List<ColumnSchema> columns, List<String> lower, List<String> upper) {
        return "SELECT " + row(typed(columns, lower)) + " < " + row(typed(columns, upper));
    }

    private static List<String> typed(List<ColumnSchema> columns, List<String> values) {
        List<String> typed = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            typed.add(Sql.literal(values.get(i)) + "::" + columns.get(i).nativeType());
        }
        return typed;
    }

    static String name(TableId id) {
        return Sql.name(id.schema(), id.table());
    }
}
