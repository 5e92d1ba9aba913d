package dev.millrace.crash;

import dev.millrace.lake.DataLake;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files of CSV, whose last column tells of each change where in the source's log it stands. All chunks of a table show one place of that log, so that
 * no change is told both by a loaded file and by one of changes: replaying is strict, and rows without a key can be replayed too.
 *
 * @param schema the folder of the tables, behind that of the task
 * @param place what places are ordered by; fails for what is none
 */
record PlacedFiles(DataLake lake, String folder, String schema, Function<String, Comparable<?>> place) {
    private static final int OPERATION = 1;
    private static final int PLACE = 1;

    /** What a task file says about the files. */
    String endpoint() {
        return lake.endpoint(folder, ", \"CdcMaxBatchInterval\": 1");
    }

    /** Further rules of the task, each with a comma in front. */
    static String rules() {
        return """
                , {"rule-type": "transformation", "rule-id": 10, "rule-name": "10", "rule-target": "column",
                 "object-locator": {"schema-name": "%", "table-name": "%"}, "rule-action": "add-column", "value": "place",
                 "expression": "$AR_H_STREAM_POSITION", "data-type": {"type": "string", "length": 50}}""";
    }

    /** Counts files of a table's changes; -1 before anything is there. */
    int progress(String table) {
        return files(table, true).isEmpty() ? -1 : files(table, false).size();
    }

    private List<String> files(String table, boolean loaded) {
        String place = folder + "/" + schema + "/" + table + "/";
        return lake.keys(place).stream()
                .filter(key -> key.contains("LOAD") == loaded)
                .toList();
    }

    /** The rows that are left when the files of a table are read in order, each with so many columns, of which the first is the key. */
    List<List<@Nullable String>> replayedByKey(String table, int columns) throws SQLException {
        Map<@Nullable String, List<@Nullable String>> rows = new HashMap<>();
        for (List<@Nullable String> row : loaded(table, columns)) {
            assertThat(rows.put(row.get(0), row)).as("loaded twice: %s", row).isNull();
        }
        List<List<@Nullable String>> changes = changes(table, columns);
        assertThat(changes).doesNotHaveDuplicates();
        for (List<@Nullable String> change : changes) {
            List<@Nullable String> row = change.subList(OPERATION, OPERATION + columns);
            boolean known = rows.remove(row.get(0)) != null;
            assertThat(known).as("%s", change).isEqualTo(!"I".equals(change.get(0)));
            if (!"D".equals(change.get(0))) {
                rows.put(row.get(0), row);
            }
        }
        return List.copyOf(rows.values());
    }

    /** As {@link #replayedByKey}, of a table without a key: of equal rows each stands for itself. */
    List<List<@Nullable String>> replayed(String table, int columns) throws SQLException {
        Map<List<@Nullable String>, Integer> counts = new HashMap<>();
        loaded(table, columns).forEach(row -> counts.merge(row, 1, Integer::sum));
        for (List<@Nullable String> change : changes(table, columns)) {
            List<@Nullable String> row = change.subList(OPERATION, OPERATION + columns);
            int count = counts.merge(row, "I".equals(change.get(0)) ? 1 : -1, Integer::sum);
            assertThat(count).as("%s", change).isNotNegative();
        }
        List<List<@Nullable String>> rows = new ArrayList<>();
        counts.forEach((row, count) -> {
            for (int i = 0; i < count; i++) {
                rows.add(row);
            }
        });
        return rows;
    }

    private List<List<@Nullable String>> loaded(String table, int columns) throws SQLException {
        List<List<@Nullable String>> rows = lines(table, true, columns + PLACE);
        assertThat(rows).allSatisfy(row -> assertThat(row.get(columns)).isEmpty());
        return rows.stream().map(row -> row.subList(0, columns)).toList();
    }

    private List<List<@Nullable String>> changes(String table, int columns) throws SQLException {
        List<List<@Nullable String>> changes = lines(table, false, OPERATION + columns + PLACE);
        assertThat(changes)
                .extracting(change -> place.apply(String.valueOf(change.get(OPERATION + columns))))
                .isNotEmpty()
                .isSorted();
        return changes;
    }

    private List<List<@Nullable String>> lines(String table, boolean loaded, int columns) throws SQLException {
        List<List<@Nullable String>> lines = new ArrayList<>();
        for (String file : files(table, loaded)) {
            lines.addAll(lake.rows(file, columns));
        }
        return lines;
    }
}
