package dev.millrace.testing.workload;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Compares all rows of a table in one database with all rows of a table in another, of the same or another kind: row by row if the
 * first table has a primary key, as multisets if it has none. Values are compared in the {@linkplain NormalForm normal form} that
 * both databases can express. Both tables are held in memory.
 *
 * @param sourceRows how many rows the first table has
 * @param targetRows how many rows the second table has
 * @param differences the first differences, in words; empty if the tables are equal
 */
public record TableComparison(String table, long sourceRows, long targetRows, List<String> differences) {

    private static final int MOST_DIFFERENCES = 10;
    private static final int LONGEST_VALUE = 200;

    public TableComparison {
        differences = List.copyOf(differences);
    }

    /** Compares the table of one name in the schemas (on MySQL: databases) of two connections. */
    public static TableComparison compare(
            Connection source, String sourceSchema, Connection target, String targetSchema, String table)
            throws SQLException {
        List<String> key = primaryKey(source, sourceSchema, table);
        Content expected = Content.read(source, sourceSchema + "." + table, key);
        Content actual = Content.read(target, targetSchema + "." + table, key);
        List<String> differences = new ArrayList<>();
        if (!expected.columns().equals(actual.columns())) {
            differences.add("columns are " + actual.columns() + " instead of " + expected.columns());
        } else if (key.isEmpty()) {
            expected.compareAsMultiset(actual, differences);
        } else {
            expected.compareByKey(actual, differences);
        }
        return new TableComparison(table, expected.rowCount(), actual.rowCount(), differences);
    }

    /** Whether both tables hold the same rows. */
    public boolean isEqual() {
        return differences.isEmpty();
    }

    @Override
    public String toString() {
        String summary = table + ": " + sourceRows + " source rows, " + targetRows + " target rows";
        return isEqual() ? summary + ", equal" : summary + "\n  " + String.join("\n  ", differences);
    }

    private static List<String> primaryKey(Connection connection, String schema, String table) throws SQLException {
        DatabaseMetaData metadata = connection.getMetaData();
        boolean schemasAreCatalogs = !metadata.supportsSchemasInTableDefinitions();
        Map<Integer, String> columns = new TreeMap<>();
        try (ResultSet keys = metadata.getPrimaryKeys(
                schemasAreCatalogs ? schema : null, schemasAreCatalogs ? null : schema, table)) {
            while (keys.next()) {
                columns.put(
                        keys.getInt("KEY_SEQ"), keys.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
            }
        }
        return List.copyOf(columns.values());
    }

    /** All rows of a table in normal form: how often each row occurs, below its key (below itself if there is no key). */
    private record Content(List<String> columns, Map<List<String>, Map<List<String>, Integer>> rows) {

        static Content read(Connection connection, String table, List<String> key) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT * FROM " + table)) {
                Map<String, Integer> indexes = columnIndexes(result.getMetaData());
                NormalForm normalForm = NormalForm.of(result.getMetaData());
                List<String> columns = List.copyOf(indexes.keySet());
                Map<List<String>, Map<List<String>, Integer>> rows = new HashMap<>();
                while (result.next()) {
                    List<String> row = new ArrayList<>(columns.size());
                    for (int index : indexes.values()) {
                        row.add(normalForm.text(result, index));
                    }
                    List<String> identity = key.isEmpty()
                            ? row
                            : key.stream()
                                    .map(name -> row.get(columns.indexOf(name)))
                                    .toList();
                    rows.computeIfAbsent(identity, unseen -> new HashMap<>(1)).merge(row, 1, Integer::sum);
                }
                return new Content(columns, rows);
            }
        }

        private static Map<String, Integer> columnIndexes(ResultSetMetaData metadata) throws SQLException {
            Map<String, Integer> indexes = new TreeMap<>();
            for (int index = 1; index <= metadata.getColumnCount(); index++) {
                indexes.put(metadata.getColumnName(index).toLowerCase(Locale.ROOT), index);
            }
            return indexes;
        }

        long rowCount() {
            return rows.values().stream()
                    .flatMap(variants -> variants.values().stream())
                    .mapToLong(Integer::longValue)
                    .sum();
        }

        void compareByKey(Content actual, List<String> differences) {
            rows.forEach((key, expectedRow) -> {
                Map<List<String>, Integer> actualRow = actual.rows.get(key);
                if (actualRow == null) {
                    add(differences, "missing " + shortened(key));
                } else if (!actualRow.equals(expectedRow)) {
                    add(differences, "wrong " + shortened(key) + describe(expectedRow, actualRow));
                }
            });
            actual.rows.forEach((key, row) -> {
                if (!rows.containsKey(key)) {
                    add(differences, "too much " + shortened(key));
                }
            });
        }

        void compareAsMultiset(Content actual, List<String> differences) {
            rows.keySet().forEach(row -> {
                int expectedCount = count(row);
                int actualCount = actual.count(row);
                if (actualCount != expectedCount) {
                    add(differences, actualCount + " times instead of " + expectedCount + ": " + shortened(row));
                }
            });
            actual.rows.keySet().forEach(row -> {
                if (!rows.containsKey(row)) {
                    add(differences, actual.count(row) + " times instead of 0: " + shortened(row));
                }
            });
        }

        private int count(List<String> row) {
            return rows.getOrDefault(row, Map.of()).getOrDefault(row, 0);
        }

        private String describe(Map<List<String>, Integer> expected, Map<List<String>, Integer> actual) {
            if (expected.size() != 1 || actual.size() != 1) {
                return ": " + actual.size() + " rows instead of " + expected.size();
            }
            List<String> wanted = expected.keySet().iterator().next();
            List<String> found = actual.keySet().iterator().next();
            StringBuilder description = new StringBuilder();
            for (int i = 0; i < columns.size(); i++) {
                if (!wanted.get(i).equals(found.get(i))) {
                    description.append("; ").append(columns.get(i)).append(" is ");
                    description
                            .append(shortened(found.get(i)))
                            .append(" instead of ")
                            .append(shortened(wanted.get(i)));
                }
            }
            return description
                    .append("; ")
                    .append(actual.values())
                    .append(" times")
                    .toString();
        }

        private static void add(List<String> differences, String difference) {
            if (differences.size() < MOST_DIFFERENCES) {
                differences.add(difference);
            }
        }

        private static String shortened(List<String> values) {
            return values.stream().map(Content::shortened).collect(Collectors.joining(", ", "(", ")"));
        }

        private static String shortened(String value) {
            return value.length() <= LONGEST_VALUE
                    ? value
                    : value.substring(0, LONGEST_VALUE) + "… [" + value.length() + " characters]";
        }
    }
}
