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
        List<String> loads = loads(lake, place);
        List<String> changes = new ArrayList<>(lake.keys(place));
        changes.removeAll(loads);
        List<List<@Nullable String>> told = new ArrayList<>();
        for (String file : changes) {
            told.addAll(lake.rows(file, OddRows.COLUMNS + 1));
        }
        return of(lake, place, told);
    }

    /** The files of loaded rows. */
    static List<String> loads(DataLake lake, String place) {
        return lake.keys(place).stream()
                .filter(key -> key.substring(place.length()).matches("(SEGMENT\\d+_)?LOAD.*"))
                .toList();
    }

    /** What all files of changes tell that tables share, in the order of their names: operation, table, schema, and the row. */
    static List<List<@Nullable String>> transactions(DataLake lake, String place) throws SQLException {
        List<List<@Nullable String>> told = new ArrayList<>();
        for (String file : lake.keys(place)) {
            assertThat(file).matches(".*/CDC_TXN-\\d{17}\\.csv");
            told.addAll(lake.rows(file, OddRows.COLUMNS + 3));
        }
        return told;
    }

    /** Those of one table: operation and row. */
    static List<List<@Nullable String>> ofTable(List<List<@Nullable String>> transactions, String table) {
        List<List<@Nullable String>> changes = new ArrayList<>();
        for (List<@Nullable String> change : transactions) {
            if (table.equals(change.get(1))) {
                List<@Nullable String> row = new ArrayList<>(change);
                row.subList(1, 3).clear();
                changes.add(row);
            }
        }
        return changes;
    }

    /** The table as its loaded files and these changes tell it; no change is told twice. */
    static Map<String, List<@Nullable String>> of(DataLake lake, String place, List<List<@Nullable String>> told)
            throws SQLException {
        Map<String, List<@Nullable String>> rows = new TreeMap<>();
        for (String file : loads(lake, place)) {
            for (List<@Nullable String> row : lake.rows(file, OddRows.COLUMNS)) {
                assertThat(rows.put(String.valueOf(row.get(0)), row))
                        .as("loaded twice")
                        .isNull();
            }
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
