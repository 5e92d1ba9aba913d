package dev.millrace.crash;

import dev.millrace.lake.DataLake;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files, whose last column tells of each change the number of its commit. Every chunk of a load from Oracle is read as of one number, so that no row
 * stands both in a loaded file and in one of changes, and rows without a key can be replayed too.
 */
record OracleLake(DataLake lake) implements OracleTarget {
    private static final String FOLDER = "oracle";
    private static final String SCHEMA = FOLDER + "/hr/";

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

    @Override
    public boolean takesKeyless() {
        return true;
    }

    /** Counts files of changes. */
    @Override
    public long progress() {
        return files("employees", true).isEmpty()
                ? -1
                : files("employees", false).size();
    }

    private List<String> files(String table, boolean loaded) {
        String folder = SCHEMA + table + "/";
        return lake.keys(folder).stream()
                .filter(key -> key.startsWith(folder + "LOAD") == loaded)
                .toList();
    }

    @Override
    public List<String> content(String table, List<String> columns) throws SQLException {
        List<List<@Nullable String>> changes = told(table, false, columns.size() + 2);
        assertThat(changes)
                .extracting(change -> Long.parseLong(String.valueOf(change.get(columns.size() + 1))))
                .isNotEmpty()
                .isSorted();
        return table.equals("employees") ? replayedByKey(columns, changes) : replayed(table, columns, changes);
    }

    private List<List<@Nullable String>> told(String table, boolean loaded, int columns) throws SQLException {
        List<List<@Nullable String>> lines = new ArrayList<>();
        for (String file : files(table, loaded)) {
            lines.addAll(lake.rows(file, columns));
        }
        return lines;
    }

    private List<String> replayedByKey(List<String> columns, List<List<@Nullable String>> changes) throws SQLException {
        assertThat(changes).doesNotHaveDuplicates();
        Map<String, String> rows = new HashMap<>();
        for (List<@Nullable String> row : told("employees", true, columns.size() + 1)) {
            assertThat(rows.put(String.valueOf(row.get(0)), shown(columns, row.subList(0, columns.size()))))
                    .as("loaded twice: %s", row)
                    .isNull();
        }
        for (List<@Nullable String> change : changes) {
            List<@Nullable String> row = change.subList(1, 1 + columns.size());
            String known = rows.remove(String.valueOf(row.get(0)));
            assertThat(known == null).as("%s", change).isEqualTo("I".equals(change.get(0)));
            if (!"D".equals(change.get(0))) {
                rows.put(String.valueOf(row.get(0)), shown(columns, row));
            }
        }
        return List.copyOf(rows.values());
    }

    private List<String> replayed(String table, List<String> columns, List<List<@Nullable String>> changes)
            throws SQLException {
        Map<String, Integer> counts = new HashMap<>();
        for (List<@Nullable String> row : told(table, true, columns.size() + 1)) {
            counts.merge(shown(columns, row.subList(0, columns.size())), 1, Integer::sum);
        }
        for (List<@Nullable String> change : changes) {
            String row = shown(columns, change.subList(1, 1 + columns.size()));
            int count = counts.merge(row, "I".equals(change.get(0)) ? 1 : -1, Integer::sum);
            assertThat(count).as("%s", change).isNotNegative();
        }
        List<String> rows = new ArrayList<>();
        counts.forEach((row, count) -> {
            for (int i = 0; i < count; i++) {
                rows.add(row);
            }
        });
        return rows;
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
