package dev.millrace.source.oracle.snapshot;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.TableSchema;
import dev.millrace.source.oracle.server.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** The queries of a snapshot, all as of one number. */
final class SnapshotStatements {
    static final String PARTITIONS =
            "SELECT PARTITION_NAME FROM ALL_TAB_PARTITIONS WHERE TABLE_OWNER = ? AND TABLE_NAME = ?"
                    + " ORDER BY PARTITION_POSITION";
    static final String SUBPARTITIONS =
            "SELECT SUBPARTITION_NAME, PARTITION_NAME FROM ALL_TAB_SUBPARTITIONS WHERE TABLE_OWNER = ? AND TABLE_NAME = ?"
                    + " ORDER BY PARTITION_NAME, SUBPARTITION_POSITION";
    static final String ROWS = "SELECT NUM_ROWS FROM ALL_TABLES WHERE OWNER = ? AND TABLE_NAME = ?";
    private static final String DATE = "'YYYY-MM-DD HH24:MI:SS'";

    private final long scn;

    SnapshotStatements(long scn) {
        this.scn = scn;
    }

    /** A statement and the texts that are bound to it. */
    record Bound(String sql, List<String> values) {}

    /** @param expressions what is asked for of each row */
    Bound rows(TableSchema table, List<String> expressions, ChunkBounds bounds) {
        StringBuilder sql = new StringBuilder("SELECT ")
                .append(String.join(", ", expressions))
                .append(" FROM ")
                .append(Sql.table(table.id()));
        switch (bounds.by()) {
            case PARTITION ->
                sql.append(" PARTITION (").append(Sql.name(bounds.partition())).append(')');
            case SUBPARTITION ->
                sql.append(" SUBPARTITION (")
                        .append(Sql.name(bounds.partition()))
                        .append(')');
            default -> {}
        }
        sql.append(" AS OF SCN ").append(scn);
        List<String> values = new ArrayList<>();
        String condition = condition(table, bounds, values);
        if (!condition.isEmpty()) {
            sql.append(" WHERE ").append(condition);
        }
        return new Bound(sql.toString(), values);
    }

    /** Every n-th place of the table in the order of its key, or of its physical places where no columns are given. */
    String boundaries(TableSchema table, List<String> columns, long rows) {
        List<String> asked = columns.isEmpty()
                ? List.of("ROWID")
                : columns.stream().map(Sql::name).toList();
        StringJoiner shown = new StringJoiner(", ");
        StringJoiner kept = new StringJoiner(", ");
        for (int i = 0; i < asked.size(); i++) {
            kept.add(asked.get(i) + " B" + i);
            boolean isDate = !columns.isEmpty() && isDate(column(table, columns.get(i)));
            shown.add(
                    isDate
                            ? "TO_CHAR(B" + i + ", " + DATE + ")"
                            : columns.isEmpty() ? "ROWIDTOCHAR(B" + i + ")" : "B" + i);
        }
        return "SELECT " + shown + " FROM (SELECT " + kept + ", ROW_NUMBER() OVER (ORDER BY " + String.join(", ", asked)
                + ") N FROM " + Sql.table(table.id()) + " AS OF SCN " + scn + ") WHERE MOD(N, " + rows
                + ") = 1 AND N > 1 ORDER BY N";
    }

    private String condition(TableSchema table, ChunkBounds bounds, List<String> values) {
        List<String> columns = bounds.by() == ChunkBounds.By.ROWID ? List.of("ROWID") : bounds.columns();
        List<String> parts = new ArrayList<>();
        if (!bounds.from().isEmpty()) {
            parts.add(behind(table, columns, bounds.from(), ">", ">=", values));
        }
        if (!bounds.to().isEmpty()) {
            parts.add(behind(table, columns, bounds.to(), "<", "<", values));
        }
        List<String> nullable = bounds.columns().stream()
                .filter(name -> column(table, name).nullable())
                .map(Sql::name)
                .toList();
        if (bounds.withNulls()) {
            String within = String.join(" AND ", parts);
            return within.isEmpty() || nullable.isEmpty()
                    ? within
                    : "((" + within + ") OR " + String.join(" IS NULL OR ", nullable) + " IS NULL)";
        }
        nullable.forEach(name -> parts.add(name + " IS NOT NULL"));
        return String.join(" AND ", parts);
    }

    /** Oracle compares no lists of columns by order, so the first difference is spelled out. */
    private String behind(
            TableSchema table,
            List<String> columns,
            List<String> bound,
            String strict,
            String last,
            List<String> values) {
        StringJoiner cases = new StringJoiner(" OR ", "(", ")");
        for (int length = 0; length < columns.size(); length++) {
            StringJoiner terms = new StringJoiner(" AND ", "(", ")");
            for (int i = 0; i <= length; i++) {
                String operator = i < length ? "=" : length == columns.size() - 1 ? last : strict;
                terms.add(compared(table, columns.get(i), operator));
                values.add(bound.get(i));
            }
            cases.add(terms.toString());
        }
        return cases.toString();
    }

    private static String compared(TableSchema table, String column, String operator) {
        if (column.equals("ROWID") && table.ordinal(column).isEmpty()) {
            return "ROWID " + operator + " CHARTOROWID(?)";
        }
        ColumnSchema known = column(table, column);
        String value = isDate(known) ? "TO_DATE(?, " + DATE + ")" : isNumber(known) ? "TO_NUMBER(?)" : "?";
        return Sql.name(column) + " " + operator + " " + value;
    }

    private static ColumnSchema column(TableSchema table, String name) {
        return table.column(table.ordinals(List.of(name))[0]);
    }

    /** Whether values of the column can be told as text and compared by the server as they are. */
    static boolean canBound(ColumnSchema column) {
        String type = column.nativeType();
        return isNumber(column) || isDate(column) || type.startsWith("VARCHAR2") || type.startsWith("NVARCHAR2");
    }

    static boolean isNumber(ColumnSchema column) {
        return column.nativeType().startsWith("NUMBER");
    }

    private static boolean isDate(ColumnSchema column) {
        return column.nativeType().equals("DATE");
    }
}
