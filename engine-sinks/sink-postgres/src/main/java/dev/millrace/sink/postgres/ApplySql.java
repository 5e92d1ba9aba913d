package dev.millrace.sink.postgres;

import dev.millrace.model.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The statements that move rows. Staging tables have the old key in {@code k0, k1, …} and new values in {@code c0, c1, …}, typed as the
 * columns of the table they are for, which is called {@code t} beside the staging table {@code s}.
 */
final class ApplySql {
    private ApplySql() {}

    static String copy(TableId table, List<String> columns) {
        return "COPY " + PostgresDialect.quoted(table) + " (" + PostgresDialect.quoted(columns) + ") FROM STDIN";
    }

    static String copyStage(String stage) {
        return "COPY pg_temp." + stage + " FROM STDIN";
    }

    static String insert(TableId table, List<String> columns, boolean overriding) {
        return insertHead(table, columns, overriding) + "VALUES (" + placeholders(columns.size()) + ")";
    }

    static String upsert(TableId table, List<String> columns, List<String> key, List<String> set, boolean overriding) {
        return insert(table, columns, overriding) + onConflict(key, set);
    }

    /** Parameters: new values, then the old key. */
    static String update(TableId table, List<String> set, List<String> key) {
        String assignments = set.isEmpty()
                ? PostgresDialect.quoted(key.get(0)) + " = " + PostgresDialect.quoted(key.get(0))
                : set.stream()
                        .map(column -> PostgresDialect.quoted(column) + " = ?")
                        .collect(Collectors.joining(", "));
        return "UPDATE " + PostgresDialect.quoted(table) + " SET " + assignments + where(key);
    }

    static String delete(TableId table, List<String> key) {
        return "DELETE FROM " + PostgresDialect.quoted(table) + where(key);
    }

    /** Parameter: an array of keys. */
    static String deleteAny(TableId table, String key, String type) {
        return "DELETE FROM " + PostgresDialect.quoted(table) + " WHERE " + PostgresDialect.quoted(key) + " = ANY (?::"
                + type + "[])";
    }

    static String deleteAll(TableId table) {
        return "DELETE FROM " + PostgresDialect.quoted(table);
    }

    static String createStage(String stage, TableId table, List<String> key, List<String> values) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            columns.add("t." + PostgresDialect.quoted(key.get(i)) + " AS k" + i);
        }
        for (int i = 0; i < values.size(); i++) {
            columns.add("t." + PostgresDialect.quoted(values.get(i)) + " AS c" + i);
        }
        return "CREATE TEMPORARY TABLE " + stage + " ON COMMIT DELETE ROWS AS SELECT " + String.join(", ", columns)
                + " FROM " + PostgresDialect.quoted(table) + " AS t WITH NO DATA";
    }

    static String truncateStage(String stage) {
        return "TRUNCATE pg_temp." + stage;
    }

    static String dropStage(String stage) {
        return "DROP TABLE IF EXISTS pg_temp." + stage;
    }

    /** Places in {@code set} tell which {@code c} column holds the new value. */
    static String updateFromStage(String stage, TableId table, List<Assignment> set, List<String> key) {
        return "UPDATE " + PostgresDialect.quoted(table) + " AS t SET " + assignments(set, key) + " FROM pg_temp."
                + stage + " AS s WHERE " + sameKey(key);
    }

    /** Counts staged rows whose value differs from the table's in a column that can't be set. */
    static String countChanged(String stage, TableId table, List<Assignment> unsettable, List<String> key) {
        return "SELECT count(*) FROM " + PostgresDialect.quoted(table) + " AS t JOIN pg_temp." + stage + " AS s ON "
                + sameKey(key) + " WHERE "
                + unsettable.stream()
                        .map(column -> "t." + PostgresDialect.quoted(column.column()) + " IS DISTINCT FROM s.c"
                                + column.place())
                        .collect(Collectors.joining(" OR "));
    }

    static String deleteFromStage(String stage, TableId table, List<String> key) {
        return "DELETE FROM " + PostgresDialect.quoted(table) + " AS t USING pg_temp." + stage + " AS s WHERE "
                + sameKey(key);
    }

    static String upsertFromStage(
            String stage, TableId table, List<String> columns, List<String> key, List<String> set, boolean overriding) {
        return insertHead(table, columns, overriding) + "SELECT " + staged(columns.size()) + " FROM pg_temp." + stage
                + " AS s" + onConflict(key, set);
    }

    /** For a table without a unique index over the key: what is there was updated before. */
    static String insertMissingFromStage(
            String stage, TableId table, List<String> columns, List<String> key, boolean overriding) {
        return insertHead(table, columns, overriding) + "SELECT " + staged(columns.size()) + " FROM pg_temp." + stage
                + " AS s WHERE NOT EXISTS (SELECT FROM " + PostgresDialect.quoted(table) + " AS t WHERE "
                + sameKey(key) + ")";
    }

    /**
     * Deletes one row per staged image in a table without a key.
     *
     * @param image the columns that tell a row
     * @param joined those among them that have an equality and no staged NULL, to find rows fast
     */
    static String deleteImages(String stage, TableId table, List<String> image, List<Integer> joined) {
        return matchImages(stage, table, image, joined) + "\nDELETE FROM " + PostgresDialect.quoted(table)
                + " AS t USING m JOIN w USING (r, n) WHERE t.tableoid = m.o AND t.ctid = m.c";
    }

    /** Updates one row per staged image in a table without a key; see {@link #deleteImages}. */
    static String updateImages(
            String stage, TableId table, List<Assignment> set, List<String> image, List<Integer> joined) {
        String assignments = set.isEmpty()
                ? PostgresDialect.quoted(image.get(0)) + " = t." + PostgresDialect.quoted(image.get(0))
                : set.stream()
                        .map(column -> PostgresDialect.quoted(column.column()) + " = w.c" + column.place())
                        .collect(Collectors.joining(", "));
        return matchImages(stage, table, image, joined) + "\nUPDATE " + PostgresDialect.quoted(table) + " AS t SET "
                + assignments + " FROM m JOIN w USING (r, n) WHERE t.tableoid = m.o AND t.ctid = m.c";
    }

    /**
     * {@code w} numbers staged images that are alike, {@code m} the rows of the table that look the same. Whole rows are compared as
     * text, which tells NULL from empty and works for types without equality.
     */
    private static String matchImages(String stage, TableId table, List<String> image, List<Integer> joined) {
        String tableText = "ROW("
                + image.stream()
                        .map(column -> "t." + PostgresDialect.quoted(column))
                        .collect(Collectors.joining(", "))
                + ")::text";
        String stageText = "ROW("
                + IntStream.range(0, image.size()).mapToObj(i -> "s.k" + i).collect(Collectors.joining(", "))
                + ")::text";
        String conditions = joined.stream()
                .map(i -> "t." + PostgresDialect.quoted(image.get(i)) + " = s.k" + i + " AND ")
                .collect(Collectors.joining());
        return "WITH w AS MATERIALIZED (SELECT s.*, " + stageText + " AS r, row_number() OVER (PARTITION BY "
                + stageText + ") AS n FROM pg_temp." + stage + " AS s),\n"
                + "f AS (SELECT DISTINCT t.tableoid AS o, t.ctid AS c, " + tableText + " AS r FROM "
                + PostgresDialect.quoted(table) + " AS t JOIN pg_temp." + stage + " AS s ON " + conditions
                + tableText + " = " + stageText + "),\n"
                + "m AS MATERIALIZED (SELECT o, c, r, row_number() OVER (PARTITION BY r) AS n FROM f)";
    }

    /** A column that gets the staged value {@code c<place>}. */
    record Assignment(String column, int place) {}

    private static String assignments(List<Assignment> set, List<String> key) {
        return set.isEmpty()
                ? PostgresDialect.quoted(key.get(0)) + " = t." + PostgresDialect.quoted(key.get(0))
                : set.stream()
                        .map(column -> PostgresDialect.quoted(column.column()) + " = s.c" + column.place())
                        .collect(Collectors.joining(", "));
    }

    private static String insertHead(TableId table, List<String> columns, boolean overriding) {
        return "INSERT INTO " + PostgresDialect.quoted(table) + " (" + PostgresDialect.quoted(columns) + ") "
                + (overriding ? "OVERRIDING SYSTEM VALUE " : "");
    }

    private static String onConflict(List<String> key, List<String> set) {
        String action = set.isEmpty()
                ? "DO NOTHING"
                : "DO UPDATE SET "
                        + set.stream()
                                .map(PostgresDialect::quoted)
                                .map(column -> column + " = EXCLUDED." + column)
                                .collect(Collectors.joining(", "));
        return " ON CONFLICT (" + PostgresDialect.quoted(key) + ") " + action;
    }

    private static String where(List<String> key) {
        return key.stream()
                .map(column -> PostgresDialect.quoted(column) + " = ?")
                .collect(Collectors.joining(" AND ", " WHERE ", ""));
    }

    private static String sameKey(List<String> key) {
        return IntStream.range(0, key.size())
                .mapToObj(i -> "t." + PostgresDialect.quoted(key.get(i)) + " = s.k" + i)
                .collect(Collectors.joining(" AND "));
    }

    private static String staged(int count) {
        return IntStream.range(0, count).mapToObj(i -> "s.c" + i).collect(Collectors.joining(", "));
    }

    private static String placeholders(int count) {
        return IntStream.range(0, count).mapToObj(i -> "?").collect(Collectors.joining(", "));
    }
}
