package dev.millrace.crash;

import dev.millrace.lake.DataLake;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** The shop in files, whose last column tells of each change where in SQL Server's log its transaction stands. Files of rows without a key can't be replayed. */
record LakeShop(DataLake lake) implements ShopTarget {
    private static final String FOLDER = "shop";
    private static final String FILES = FOLDER + "/" + EmulatedShop.SCHEMA + "/items/";
    private static final String LOADED_FILES = FILES + "LOAD";
    private static final int LOADED_COLUMNS = 4;

    @Override
    public String endpoint() {
        return lake.endpoint(FOLDER, ", \"CdcMaxBatchInterval\": 1");
    }

    @Override
    public String rules() {
        return """
                , {"rule-type": "transformation", "rule-id": 10, "rule-name": "10", "rule-target": "column",
                 "object-locator": {"schema-name": "%", "table-name": "%"}, "rule-action": "add-column", "value": "place",
                 "expression": "$AR_H_STREAM_POSITION", "data-type": {"type": "string", "length": 50}}""";
    }

    /** A line of an update does not tell the key that the row had. */
    @Override
    public boolean takesMovedKeys() {
        return false;
    }

    @Override
    public int pauseMillis() {
        return 20;
    }

    /** Counts files of changes. */
    @Override
    public int progress() {
        return changeFiles().size() - 1;
    }

    private List<String> changeFiles() {
        return lake.keys(FILES).stream()
                .filter(file -> !file.startsWith(LOADED_FILES))
                .toList();
    }

    /** Replays by key: what was changed while it was loaded may stand in both kinds of files. */
    @Override
    public void assertHolds(String table, List<List<@Nullable String>> rows) throws SQLException {
        TreeMap<String, String> found = new TreeMap<>();
        for (String file : lake.keys(LOADED_FILES)) {
            for (List<@Nullable String> row : lake.rows(file, LOADED_COLUMNS)) {
                assertThat(row.get(LOADED_COLUMNS - 1)).isEmpty();
                found.put(String.valueOf(row.get(0)), values(row));
            }
        }
        List<List<@Nullable String>> changes = new ArrayList<>();
        for (String file : changeFiles()) {
            changes.addAll(lake.rows(file, LOADED_COLUMNS + 1));
        }
        assertThat(changes)
                .doesNotHaveDuplicates()
                .extracting(change -> String.valueOf(change.get(LOADED_COLUMNS)))
                .isNotEmpty()
                .isSorted()
                .allMatch(place -> place.matches("[0-9a-f]{8}:[0-9a-f]{8}:[0-9a-f]{4}"));
        for (List<@Nullable String> change : changes) {
            List<@Nullable String> row = change.subList(1, change.size());
            String key = String.valueOf(row.get(0));
            switch (String.valueOf(change.get(0))) {
                case "I", "U" -> found.put(key, values(row));
                case "D" -> found.remove(key);
                default -> throw new AssertionError("operation " + change.get(0));
            }
        }
        assertThat(found.values())
                .as(table)
                .containsExactlyInAnyOrderElementsOf(
                        rows.stream().map(List::toString).toList());
    }

    private static String values(List<@Nullable String> row) {
        return row.subList(0, LOADED_COLUMNS - 1).toString();
    }

    @Override
    public void close() {
        lake.close();
    }
}
