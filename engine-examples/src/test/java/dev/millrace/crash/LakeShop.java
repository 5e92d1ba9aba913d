package dev.millrace.crash;

import dev.millrace.lake.DataLake;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** The shop in files that tell of each change where in SQL Server's log its transaction stands. */
record LakeShop(DataLake lake, PlacedFiles files) implements ShopTarget {

    static LakeShop of(DataLake lake) {
        return new LakeShop(lake, new PlacedFiles(lake, "shop", EmulatedShop.SCHEMA, LakeShop::place));
    }

    private static String place(String text) {
        assertThat(text).matches("[0-9a-f]{8}:[0-9a-f]{8}:[0-9a-f]{4}");
        return text;
    }

    @Override
    public String endpoint() {
        return files.endpoint();
    }

    /** Loads each table in four ranges. */
    @Override
    public String rules() {
        return PlacedFiles.rules() + ranges(11, "items", "id", 500) + ranges(12, "marks", "kind", 5);
    }

    private static String ranges(int rule, String table, String column, int step) {
        return """
                , {"rule-type": "table-settings", "rule-id": %d, "rule-name": "%d",
                 "parallel-load": {"type": "ranges", "columns": ["%s"], "boundaries": [["%d"], ["%d"], ["%d"]]},
                 "object-locator": {"schema-name": "%s", "table-name": "%s"}}""".formatted(rule, rule, column, step, 2 * step, 3 * step, EmulatedShop.SCHEMA, table);
    }

    @Override
    public List<String> tables() {
        return EmulatedShop.TABLES;
    }

    /** A line of an update does not tell the row as it was. */
    @Override
    public boolean takesOldRows() {
        return false;
    }

    @Override
    public int pauseMillis() {
        return 20;
    }

    /** Counts files of changes. */
    @Override
    public int progress() {
        return files.progress("items");
    }

    @Override
    public void assertHolds(String table, List<List<@Nullable String>> rows) throws SQLException {
        int columns = EmulatedShop.columns(table).size();
        assertThat(table.equals("items") ? files.replayedByKey(table, columns) : files.replayed(table, columns))
                .as(table)
                .containsExactlyInAnyOrderElementsOf(rows);
    }

    @Override
    public void close() {
        lake.close();
    }
}
