package dev.millrace.lake;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** Reads all files of a table of {@link OddRows}, and does what they say in the order of their names. */
final class Replay {
    private Replay() {}

    /** The table as its files tell it, in the order of their names; no change is told twice. */
    static Map<String, List<@Nullable String>> of(DataLake lake, String place) throws SQLException {
        List<String> loads = lake.keys(place + "LOAD");
        List<String> changes = new ArrayList<>(lake.keys(place));
        changes.removeAll(loads);
        Map<String, List<@Nullable String>> rows = new TreeMap<>();
        for (String file : loads) {
            for (List<@Nullable String> row : lake.rows(file, OddRows.COLUMNS)) {
                assertThat(rows.put(String.valueOf(row.get(0)), row))
                        .as("loaded twice")
                        .isNull();
            }
        }
        List<List<@Nullable String>> told = new ArrayList<>();
        for (String file : changes) {
            told.addAll(lake.rows(file, OddRows.COLUMNS + 1));
        }
        assertThat(told).doesNotHaveDuplicates().isNotEmpty();
        for (List<@Nullable String> line : told) {
            List<@Nullable String> row = new ArrayList<>(line.subList(1, line.size()));
            String key = String.valueOf(row.get(0));
            switch (String.valueOf(line.get(0))) {
                case "I" -> assertThat(rows.put(key, row)).as("inserted before").isNull();
                case "U" -> assertThat(rows.put(key, row)).as("updated").isNotNull();
                case "D" -> assertThat(rows.remove(key)).as("deleted").isNotNull();
                default -> throw new AssertionError("operation " + line.get(0));
            }
        }
        return rows;
    }
}
