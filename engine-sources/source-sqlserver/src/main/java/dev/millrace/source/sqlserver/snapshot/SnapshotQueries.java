package dev.millrace.source.sqlserver.snapshot;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.sqlserver.catalog.ColumnTypes;
import dev.millrace.source.sqlserver.connection.Sql;
import dev.millrace.source.sqlserver.value.ColumnExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The statements of the full load. */
final class SnapshotQueries {
    static final String ISOLATE = "SET TRANSACTION ISOLATION LEVEL SNAPSHOT";
    static final String WAIT_SHORTLY = "SET LOCK_TIMEOUT 1000";

    private SnapshotQueries() {}

    /** Reads the rows of a chunk; computed columns are left out. */
    static String rows(TableSchema table, ChunkBounds bounds) {
        String columns = table.columns().stream()
                .filter(column -> column.fill() != Fill.GENERATED)
                .map(column -> ColumnExpression.of(column.name(), ColumnTypes.name(column.nativeType())))
                .collect(Collectors.joining(", "));
        String where = where(table, bounds);
        return "SELECT " + (columns.isEmpty() ? "1" : columns) + " FROM " + Sql.table(table.id())
                + (where.isEmpty() ? "" : " WHERE " + where);
    }

    /** Locks a table against writers until the transaction ends. */
    static String lock(TableId table) {
        return "SELECT COUNT(*) FROM (SELECT TOP (1) 1 AS present FROM " + Sql.table(table)
                + " WITH (TABLOCK, HOLDLOCK)) AS locked";
    }

    /** Reads next to nothing, so that a transaction begins. */
    static String begin(TableId table) {
        return "SELECT COUNT(*) FROM (SELECT TOP (1) 1 AS present FROM " + Sql.table(table) + ") AS begun";
    }

    private static String where(TableSchema table, ChunkBounds bounds) {
        ChunkBounds.Partition partition = bounds.partition();
        if (partition != null) {
            return "$PARTITION." + Sql.identifier(partition.function()) + "(" + Sql.identifier(partition.column())
                    + ") = " + Integer.parseInt(partition.number());
        }
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
                .filter(name -> column(table, name).nullable())
                .map(Sql::identifier)
                .toList();
        if (bounds.withNulls() && (nullable.isEmpty() || terms.isEmpty())) {
            return String.join(" AND ", terms);
        }
        nullable.forEach(name -> terms.add(name + " IS NOT NULL"));
        String inside = String.join(" AND ", terms);
        return bounds.withNulls()
                ? "(" + inside + ") OR "
                        + nullable.stream().map(name -> name + " IS NULL").collect(Collectors.joining(" OR "))
                : inside;
    }

    /** Compares a row of columns with a row of values, which Transact-SQL can't; the first column's part stands in front for the index. */
    private static String compare(TableSchema table, List<String> columns, List<String> values, boolean atLeast) {
        List<String> alternatives = new ArrayList<>();
        StringBuilder equal = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            String column = Sql.identifier(columns.get(i));
            String literal = literal(column(table, columns.get(i)), values.get(i));
            boolean last = i == columns.size() - 1;
            String operator = atLeast ? (last ? " >= " : " > ") : " < ";
            alternatives.add("(" + equal + column + operator + literal + ")");
            equal.append(column).append(" = ").append(literal).append(" AND ");
        }
        String any = String.join(" OR ", alternatives);
        if (columns.size() == 1) {
            return any;
        }
        String first = Sql.identifier(columns.get(0))
                + (atLeast ? " >= " : " <= ")
                + literal(column(table, columns.get(0)), values.get(0));
        return first + " AND (" + any + ")";
    }

    private static ColumnSchema column(TableSchema table, String name) {
        return table.column(table.ordinals(List.of(name))[0]);
    }

    /** Compared with a text of any characters, a column of narrow ones would be converted itself, and its index be of no use. */
    private static String literal(ColumnSchema column, String value) {
        return switch (column.type().kind()) {
            case UINT1, INT2, INT4, INT8, NUMERIC -> value.matches("-?\\d+(\\.\\d+)?") ? value : Sql.text(value);
            default -> {
                boolean narrow = ColumnTypes.name(column.nativeType()).endsWith("char")
                        && !column.nativeType().startsWith("n")
                        && value.chars().allMatch(character -> character < 128);
                yield narrow ? Sql.text(value).substring(1) : Sql.text(value);
            }
        };
    }

    /** Whether a key column's values can be told as literals that compare as the index does. */
    static boolean canBound(ColumnSchema column) {
        return switch (column.type().kind()) {
            case UINT1, INT2, INT4, INT8, NUMERIC, STRING, DATE, DATETIME, TIME, UUID ->
                ColumnTypes.isTold(column.nativeType()) && !ColumnTypes.isConverted(column.nativeType());
            default -> false;
        };
    }

    /** The key that stands so many rows behind the lower bound. */
    static String keyBehind(TableSchema table, List<String> columns, List<String> from, long rows) {
        String names = Sql.identifiers(columns);
        String where = from.isEmpty() ? "" : " WHERE " + compare(table, columns, from, true);
        return "SELECT " + names + " FROM " + Sql.table(table.id()) + where + " ORDER BY " + names + " OFFSET " + rows
                + " ROWS FETCH NEXT 1 ROWS ONLY";
    }

    static String extremes(TableId table, String column) {
        String name = Sql.identifier(column);
        return "SELECT MIN(" + name + "), MAX(" + name + ") FROM " + Sql.table(table);
    }

    /** How many rows the server believes the table to have. */
    static String estimate() {
        return "SELECT SUM(p.[rows]) FROM sys.partitions AS p JOIN sys.tables AS t ON t.object_id = p.object_id"
                + " JOIN sys.schemas AS s ON s.schema_id = t.schema_id"
                + " WHERE s.name = ? AND t.name = ? AND p.index_id IN (0, 1)";
    }

    /** Function, column and number of each partition, in order; nothing if the table has none. */
    static String partitions() {
        return "SELECT pf.name, c.name, p.partition_number FROM sys.tables AS t"
                + " JOIN sys.schemas AS s ON s.schema_id = t.schema_id"
                + " JOIN sys.indexes AS i ON i.object_id = t.object_id AND i.index_id IN (0, 1)"
                + " JOIN sys.partition_schemes AS ps ON ps.data_space_id = i.data_space_id"
                + " JOIN sys.partition_functions AS pf ON pf.function_id = ps.function_id"
                + " JOIN sys.index_columns AS ic ON ic.object_id = i.object_id AND ic.index_id = i.index_id"
                + " AND ic.partition_ordinal = 1"
                + " JOIN sys.columns AS c ON c.object_id = ic.object_id AND c.column_id = ic.column_id"
                + " JOIN sys.partitions AS p ON p.object_id = i.object_id AND p.index_id = i.index_id"
                + " WHERE s.name = ? AND t.name = ? ORDER BY p.partition_number";
    }
}
