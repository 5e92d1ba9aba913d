package dev.millrace.sink.postgres;

import dev.millrace.model.TableId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The statements that move rows of tables with a key. The table is called {@code t}, a set's rows {@code s}; see {@link RowSource}. */
final class ApplySql {
    private ApplySql() {}

    /** A column that gets the new value at that place of the row source. */
    record Assignment(String column, int place) {}

    static String copy(TableId table, List<String> columns) {
        return "COPY " + PostgresDialect.quoted(table) + " (" + PostgresDialect.quoted(columns) + ") FROM STDIN";
    }

    static String copyBinary(TableId table, List<String> columns) {
        return copy(table, columns) + " (FORMAT binary)";
    }

    static String insert(TableId table, List<String> columns, RowSource rows, boolean overriding) {
        return "INSERT INTO " + PostgresDialect.quoted(table) + " (" + PostgresDialect.quoted(columns) + ") "
                + (overriding ? "OVERRIDING SYSTEM VALUE " : "") + "SELECT " + String.join(", ", rows.values())
                + " FROM " + rows.from();
    }

    static String upsert(
            TableId table,
            List<String> columns,
            RowSource rows,
            List<String> key,
            List<Assignment> set,
            boolean overriding) {
        String action = set.isEmpty()
                ? "DO NOTHING"
                : "DO UPDATE SET "
                        + set.stream()
                                .map(column -> PostgresDialect.quoted(column.column()))
                                .map(column -> column + " = EXCLUDED." + column)
                                .collect(Collectors.joining(", "));
        return insert(table, columns, rows, overriding) + " ON CONFLICT (" + PostgresDialect.quoted(key) + ") "
                + action;
    }

    /** For a table without a unique index over the key: what is there was updated before. */
    static String insertMissing(
            TableId table, List<String> columns, RowSource rows, List<String> key, boolean overriding) {
        return insert(table, columns, rows, overriding) + " WHERE NOT EXISTS (SELECT FROM "
                + PostgresDialect.quoted(table) + " AS t WHERE " + sameKey(rows, key) + ")";
    }

    /** Sets nothing new, but still counts, if there is nothing to set. */
    static String update(TableId table, RowSource rows, List<Assignment> set, List<String> key) {
        String first = PostgresDialect.quoted(key.get(0));
        String assignments = set.isEmpty()
                ? first + " = t." + first
                : set.stream()
                        .map(column -> PostgresDialect.quoted(column.column()) + " = " + rows.value(column.place()))
                        .collect(Collectors.joining(", "));
        return "UPDATE " + PostgresDialect.quoted(table) + " AS t SET " + assignments + " FROM " + rows.from()
                + " WHERE " + sameKey(rows, key);
    }

    /** Counts rows whose value differs from the table's in a column that can't be set. */
    static String countChanged(TableId table, RowSource rows, List<Assignment> unsettable, List<String> key) {
        return "SELECT count(*) FROM " + PostgresDialect.quoted(table) + " AS t JOIN " + rows.from() + " ON "
                + sameKey(rows, key)
                + unsettable.stream()
                        .map(column -> "t." + PostgresDialect.quoted(column.column()) + " IS DISTINCT FROM "
                                + rows.value(column.place()))
                        .collect(Collectors.joining(" OR ", " WHERE ", ""));
    }

    static String delete(TableId table, RowSource rows, List<String> key) {
        Optional<String> keyArray = rows.keyArray();
        if (keyArray.isPresent()) {
            return deleteAll(table) + " AS t WHERE t." + PostgresDialect.quoted(key.get(0)) + " = ANY ("
                    + keyArray.get() + ")";
        }
        return deleteAll(table) + " AS t USING " + rows.from() + " WHERE " + sameKey(rows, key);
    }

    static String deleteAll(TableId table) {
        return "DELETE FROM " + PostgresDialect.quoted(table);
    }

    private static String sameKey(RowSource rows, List<String> key) {
        return IntStream.range(0, key.size())
                .mapToObj(place -> "t." + PostgresDialect.quoted(key.get(place)) + " = " + rows.key(place))
                .collect(Collectors.joining(" AND "));
    }
}
