package dev.millrace.source.postgres.snapshot;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.ChunkPolicy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Refuses declared ranges that would lose rows or read them twice. */
final class RangeChecks {
    private RangeChecks() {}

    static void require(Connection connection, TableSchema table, ChunkPolicy.Ranges ranges) throws SQLException {
        for (String column : ranges.columns()) {
            if (table.ordinal(column).isEmpty()) {
                List<String> names =
                        table.columns().stream().map(ColumnSchema::name).toList();
                throw invalid(table, "column " + column + " is not among the table's columns " + names);
            }
        }
        List<List<String>> boundaries = ranges.boundaries();
        for (List<String> boundary : boundaries) {
            if (boundary.size() != ranges.columns().size()) {
                throw invalid(
                        table,
                        "a boundary has " + boundary.size() + " values for "
                                + ranges.columns().size() + " columns");
            }
        }
        List<ColumnSchema> columns = ranges.columns().stream()
                .map(name -> table.column(table.ordinals(List.of(name))[0]))
                .toList();
        for (int i = 1; i < boundaries.size(); i++) {
            if (!ascending(connection, columns, boundaries.get(i - 1), boundaries.get(i))) {
                throw invalid(table, "boundary " + (i + 1) + " is not above the one before it");
            }
        }
    }

    private static boolean ascending(
            Connection connection, List<ColumnSchema> columns, List<String> lower, List<String> upper)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SnapshotQueries.ascending(columns, lower, upper))) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static ReplicationException invalid(TableSchema table, String problem) {
        return new ReplicationException(
                ErrorCode.MAPPING_INVALID,
                "parallel-load ranges of table " + table.id() + ": " + problem + "; correct the table-settings rule");
    }
}
