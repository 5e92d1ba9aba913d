package dev.millrace.source.mysql.snapshot;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.mysql.server.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The statements of the full load. */
final class SnapshotDialect {
    static final String ISOLATE = "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ";
    static final String BEGIN = "START TRANSACTION WITH CONSISTENT SNAPSHOT";

    private final boolean mariaDb;

    SnapshotDialect(boolean mariaDb) {
        this.mariaDb = mariaDb;
    }

    /** Reads the rows of a chunk; generated columns are left out. */
    String rows(TableSchema table, ChunkBounds bounds) {
        String columns = table.columns().stream()
                .filter(column -> column.fill() != Fill.GENERATED)
                .map(SnapshotDialect::expression)
                .collect(Collectors.joining(", "));
        String where = where(table, bounds);
        return "SELECT " + (columns.isEmpty() ? "1" : columns) + " FROM " + Sql.table(table.id())
                + (bounds.partition().isEmpty() ? "" : " PARTITION (" + Sql.identifier(bounds.partition()) + ")")
                + index(table, bounds.columns())
                + (where.isEmpty() ? "" : " WHERE " + where);
    }

    /** A query shows single precision with six digits only; as a double it is exact. */
    private static String expression(ColumnSchema column) {
        String name = Sql.identifier(column.name());
        Kind kind = column.type().kind();
        return kind == Kind.REAL4 || kind == Kind.REAL8 ? name + " * 1e0" : name;
    }

    /** Keeps the optimiser from reading the whole table when a range looks large to it. */
    private static String index(TableSchema table, List<String> columns) {
        return table.identifyingKey()
                .filter(key -> !columns.isEmpty()
                        && key.columns().size() >= columns.size()
                        && key.columns().subList(0, columns.size()).equals(columns))
                .map(key -> " FORCE INDEX (" + Sql.identifier(key.name()) + ")")
                .orElse("");
    }

    private static String where(TableSchema table, ChunkBounds bounds) {
        if (bounds.columns().isEmpty()) {
            return "";
        }
        List<String> terms = new ArrayList<>();
        if (!bounds.from().isEmpty()) {
            terms.add(compare(table, bounds.columns(), bounds.from(), true));
        }
        if (!bounds.to().isEmpty()) {
            terms.add(compare(table, bounds.columns(), bounds.to(), false));
        }
        List<String> nullable = bounds.columns().stream()
                .filter(name -> table.column(table.ordinals(List.of(name))[0]).nullable())
                .map(Sql::identifier)
                .toList();
        if (bounds.withNulls()) {
            if (nullable.isEmpty() || terms.isEmpty()) {
                return String.join(" AND ", terms);
            }
            nullable.forEach(name -> terms.add(name + " IS NOT NULL"));
            return "(" + String.join(" AND ", terms) + ") OR "
                    + nullable.stream().map(name -> name + " IS NULL").collect(Collectors.joining(" OR "));
        }
        nullable.forEach(name -> terms.add(name + " IS NOT NULL"));
        return String.join(" AND ", terms);
    }

    /**
     * Compares a row of columns with a row of values. Servers use no index for such a comparison written as one, so it is spelled
     * out, with the first column's part in front for the range optimiser.
     */
    private static String compare(TableSchema table, List<String> columns, List<String> values, boolean atLeast) {
        String beyond = atLeast ? " > " : " < ";
        StringBuilder alternatives = new StringBuilder();
        StringBuilder equal = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            String column = Sql.identifier(columns.get(i));
            String literal = literal(table, columns.get(i), values.get(i));
            boolean last = i == columns.size() - 1;
            alternatives.append(i == 0 ? "" : " OR ");
            String operator = last && atLeast ? " >= " : beyond;
            alternatives
                    .append(equal.isEmpty() ? "" : "(")
                    .append(equal)
                    .append(column)
                    .append(operator)
                    .append(literal);
            alternatives.append(equal.isEmpty() ? "" : ")");
            equal.append(column).append(" = ").append(literal).append(" AND ");
        }
        if (columns.size() == 1) {
            return alternatives.toString();
        }
        String first = Sql.identifier(columns.get(0))
                + (atLeast ? " >= " : " <= ")
                + literal(table, columns.get(0), values.get(0));
        return first + " AND (" + alternatives + ")";
    }

    private static String literal(TableSchema table, String column, String value) {
        Kind kind = table.column(table.ordinals(List.of(column))[0]).type().kind();
        return switch (kind) {
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4, UINT8, NUMERIC, YEAR ->
                value.matches("-?\\d+(\\.\\d+)?") ? value : Sql.text(value);
            case BYTES -> value.matches("([0-9A-F]{2})*") ? "X'" + value + "'" : Sql.text(value);
            default -> Sql.text(value);
        };
    }

    /** Whether a key column's values can be told as literals that compare as the index does. */
    static boolean canBound(ColumnSchema column) {
        return switch (column.type().kind()) {
            case INT1,
                    INT2,
                    INT4,
                    INT8,
                    UINT1,
                    UINT2,
                    UINT4,
                    UINT8,
                    NUMERIC,
                    YEAR,
                    STRING,
                    BYTES,
                    DATE,
                    DATETIME,
                    TIMESTAMP_TZ,
                    TIME,
                    UUID -> true;
            default -> false;
        };
    }

    /** The key that stands so many rows behind the lower bound. */
    String keyBehind(TableSchema table, List<String> columns, List<String> from, long rows) {
        String names = columns.stream().map(name -> keyExpression(table, name)).collect(Collectors.joining(", "));
        String order = columns.stream().map(Sql::identifier).collect(Collectors.joining(", "));
        String where = from.isEmpty() ? "" : " WHERE " + compare(table, columns, from, true);
        return "SELECT " + names + " FROM " + Sql.table(table.id()) + index(table, columns) + where + " ORDER BY "
                + order + " LIMIT " + rows + ", 1";
    }

    private static String keyExpression(TableSchema table, String column) {
        String name = Sql.identifier(column);
        Kind kind = table.column(table.ordinals(List.of(column))[0]).type().kind();
        return switch (kind) {
            case BYTES -> "HEX(" + name + ")";
            case DATE, DATETIME, TIMESTAMP_TZ, TIME, YEAR -> "CAST(" + name + " AS CHAR)";
            default -> name;
        };
    }

    String extremes(TableId table, String column) {
        String name = Sql.identifier(column);
        return "SELECT MIN(" + name + "), MAX(" + name + ") FROM " + Sql.table(table);
    }

    /** How many rows the optimiser believes the table to have; the number is in {@link #estimateColumn()}. */
    String estimate(TableId table) {
        return (mariaDb ? "EXPLAIN SELECT * FROM " : "EXPLAIN FORMAT=TRADITIONAL SELECT * FROM ") + Sql.table(table);
    }

    int estimateColumn() {
        return mariaDb ? 8 : 9;
    }

    String partitions() {
        return "SELECT DISTINCT PARTITION_NAME FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?"
                + " AND PARTITION_NAME IS NOT NULL ORDER BY PARTITION_NAME";
    }
}
