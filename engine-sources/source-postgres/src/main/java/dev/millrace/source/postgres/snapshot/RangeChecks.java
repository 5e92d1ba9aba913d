package dev.millrace.source.postgres.snapshot;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.DeclaredRanges;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Refuses declared ranges that would lose rows or read them twice. */
final class RangeChecks {
    private RangeChecks() {}

    static void require(Connection connection, TableSchema table, ChunkPolicy.Ranges ranges) throws SQLException {
        DeclaredRanges.check(table, ranges);
        List<List<String>> boundaries = ranges.boundaries();
        List<ColumnSchema> columns = ranges.columns().stream()
                .map(name -> table.column(table.ordinals(List.of(name))[0]))
                .toList();
        for (int i = 1; i < boundaries.size(); i++) {
            if (!ascending(connection, columns, boundaries.get(i - 1), boundaries.get(i))) {
                throw DeclaredRanges.invalid("boundary " + (i + 1) + " of table " + table.id() + ", "
                        + boundaries.get(i) + ", is not above the one before it, " + boundaries.get(i - 1));
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
}
