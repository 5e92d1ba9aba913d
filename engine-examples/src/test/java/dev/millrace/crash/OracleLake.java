package dev.millrace.crash;

import dev.millrace.lake.DataLake;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files that tell of each change the number of its commit. */
record OracleLake(DataLake lake, PlacedFiles files) implements OracleTarget {

    static OracleLake of(DataLake lake) {
        return new OracleLake(lake, new PlacedFiles(lake, "oracle", "hr", Long::parseLong));
    }

    @Override
    public String endpoint() {
        return files.endpoint();
    }

    @Override
    public String rules() {
        return PlacedFiles.rules();
    }

    @Override
    public boolean takesKeyless() {
        return true;
    }

    /** Counts files of changes. */
    @Override
    public long progress() {
        return files.progress("employees");
    }

    @Override
    public List<String> content(String table, List<String> columns) throws SQLException {
        return (table.equals("employees")
                        ? files.replayedByKey(table, columns.size())
                        : files.replayed(table, columns.size()))
                .stream().map(row -> shown(columns, row)).toList();
    }

    @Override
    public String shown(List<String> columns, List<@Nullable String> row) {
        return String.join(" ", row.stream().map(String::valueOf).toList());
    }

    @Override
    public void close() {
        lake.close();
    }
}
