package dev.millrace.oracle;

import dev.millrace.emulated.oracle.OracleTable.Column;
import dev.millrace.emulated.oracle.OracleTransaction;
import dev.millrace.examples.cli.TaskJson;
import dev.millrace.examples.embedding.RunTaskFile;
import dev.millrace.lake.DataLake;
import dev.millrace.task.TaskState;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * From an emulated Oracle into Parquet files, as DMS's walkthrough to a data lake asks for it: SH.SALES, which has no key, is loaded in parallel ranges
 * of two years.
 */
class OracleToLakeIT {
    private static final String FILES = "oracle/SH/";
    private static final int FIRST_YEAR = 1997;
    private static final int LAST_YEAR = 2026;

    @Test
    void loadsInRangesFollowsAndGoesOn(@TempDir Path folder) throws Exception {
        try (DataLake lake = DataLake.start(folder);
                SampleSchema source = new SampleSchema("SH")) {
            createTables(source);
            fill(source);
            Path task = TaskJson.named("lake")
                    .source(source.endpoint())
                    .target(lake.endpoint("oracle", ", \"DataFormat\": \"parquet\", \"CdcMaxBatchInterval\": 1"))
                    .rules(rules())
                    .writeTo(folder);
            try (OracleTransaction open = source.begin()) {
                sell(source, open, 2, "2026-03-01 10:00:00");
                assertThat(RunTaskFile.run(task).state()).isEqualTo(TaskState.STOPPED);
                assertThat(years(lake)).isEqualTo(yearsOfSegments());
                change(source);
                open.commit();
            }
            assertThat(RunTaskFile.run(task).state()).isEqualTo(TaskState.STOPPED);
            assertThat(replayedWithoutKey(lake, "SALES/")).containsExactlyInAnyOrderElementsOf(source.rows("SALES"));
            assertThat(replayed(lake, "PRODUCTS/")).containsExactlyInAnyOrderElementsOf(source.rows("PRODUCTS"));
        }
    }

    private static void createTables(SampleSchema source) {
        source.create(
                source.table(
                                "PRODUCTS",
                                Column.of("PROD_ID", "NUMBER(6)").notNull(),
                                Column.of("PROD_NAME", "VARCHAR2(50 CHAR)").notNull(),
                                Column.of("PROD_LIST_PRICE", "NUMBER(8,2)"))
                        .withPrimaryKey("PROD_ID"),
                source.table(
                        "SALES",
                        Column.of("PROD_ID", "NUMBER(6)").notNull(),
                        Column.of("TIME_ID", "DATE").notNull(),
                        Column.of("AMOUNT_SOLD", "NUMBER(10,2)")));
    }

    /** Sales of each year, at its very beginning, in its middle and at its end, the one in the middle twice. */
    private static void fill(SampleSchema source) {
        try (OracleTransaction transaction = source.begin()) {
            for (int product = 1; product <= 5; product++) {
                source.insert(transaction, "PRODUCTS", "" + product, "Product " + product, product + ".75");
            }
            for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
                for (String time :
                        List.of("-01-01 00:00:00", "-06-15 12:30:00", "-06-15 12:30:00", "-12-31 23:59:59")) {
                    sell(source, transaction, 1, year + time);
                }
            }
            transaction.commit();
        }
    }

    private static void sell(SampleSchema source, OracleTransaction transaction, int product, String time) {
        source.insert(transaction, "SALES", "" + product, time, product + ".25");
    }

    private static void change(SampleSchema source) {
        try (OracleTransaction transaction = source.begin()) {
            sell(source, transaction, 3, "2026-04-01 10:00:00");
            sell(source, transaction, 3, "2026-04-01 10:00:00");
            transaction.delete("SH", "SALES", Map.of("TIME_ID", "2000-06-15 12:30:00"));
            transaction.commit();
            transaction.update("SH", "PRODUCTS", Map.of("PROD_ID", "2"), Map.of("PROD_NAME", "renamed"));
            transaction.delete("SH", "PRODUCTS", Map.of("PROD_ID", "5"));
            source.insert(transaction, "PRODUCTS", "6", "new", null);
            transaction.commit();
        }
    }

    private static String rules() {
        String boundaries = IntStream.rangeClosed(0, 14)
                .mapToObj(i -> "[\"" + (1998 + 2 * i) + "-01-01 00:00:00\"]")
                .collect(Collectors.joining(", "));
        return """
                {"rule-type": "selection", "rule-id": "653647496", "rule-name": "653647496",
                 "object-locator": {"schema-name": "SH", "table-name": "SALES"}, "rule-action": "include", "filters": []},
                {"rule-type": "selection", "rule-id": "653647498", "rule-name": "653647498",
                 "object-locator": {"schema-name": "SH", "table-name": "PRODUCTS"}, "rule-action": "include", "filters": []},
                {"rule-type": "table-settings", "rule-id": "653647497", "rule-name": "653647497",
                 "object-locator": {"schema-name": "SH", "table-name": "SALES"},
                 "parallel-load": {"type": "ranges", "columns": ["TIME_ID"], "boundaries": [%s]}}""".formatted(boundaries);
    }

    /** The years that the loaded files of each range hold. */
    private static Map<Integer, TreeSet<Integer>> years(DataLake lake) throws SQLException {
        Map<Integer, TreeSet<Integer>> years = new TreeMap<>();
        for (String key : lake.keys(FILES + "SALES/")) {
            String name = key.substring((FILES + "SALES/").length());
            assertThat(name).matches("SEGMENT\\d+_LOAD\\d{8}\\.parquet");
            int segment = Integer.parseInt(name.substring("SEGMENT".length(), name.indexOf('_')));
            for (List<@Nullable String> row : lake.parquet(key)) {
                years.computeIfAbsent(segment, none -> new TreeSet<>())
                        .add(Integer.parseInt(String.valueOf(row.get(1)).substring(0, 4)));
            }
        }
        return years;
    }

    private static Map<Integer, TreeSet<Integer>> yearsOfSegments() {
        Map<Integer, TreeSet<Integer>> years = new TreeMap<>();
        for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
            years.computeIfAbsent((year - 1998) / 2 + (year < 1998 ? 1 : 2), none -> new TreeSet<>())
                    .add(year);
        }
        return years;
    }

    /** What the loaded files hold, and then what those of changes add to it and take from it, row by row. */
    private static List<List<@Nullable String>> replayedWithoutKey(DataLake lake, String table) throws SQLException {
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (List<@Nullable String> change : told(lake, table)) {
            List<@Nullable String> row = change.subList(1, change.size());
            if ("D".equals(change.get(0))) {
                assertThat(rows.remove(row)).as("deleted %s", row).isTrue();
            } else {
                assertThat(change.get(0)).isEqualTo("I");
                rows.add(row);
            }
        }
        return rows;
    }

    private static List<List<@Nullable String>> replayed(DataLake lake, String table) throws SQLException {
        Map<String, List<@Nullable String>> rows = new TreeMap<>();
        for (List<@Nullable String> change : told(lake, table)) {
            String key = String.valueOf(change.get(1));
            boolean known = rows.remove(key) != null;
            assertThat(known).as("%s", change).isEqualTo(!"I".equals(change.get(0)));
            if (!"D".equals(change.get(0))) {
                rows.put(key, change.subList(1, change.size()));
            }
        }
        return List.copyOf(rows.values());
    }

    /** Every line of a table's files, those of the load first and as if they were inserts. */
    private static List<List<@Nullable String>> told(DataLake lake, String table) throws SQLException {
        List<List<@Nullable String>> loaded = new ArrayList<>();
        List<List<@Nullable String>> changes = new ArrayList<>();
        for (String key : lake.keys(FILES + table)) {
            for (List<@Nullable String> line : lake.parquet(key)) {
                if (key.contains("LOAD")) {
                    List<@Nullable String> insert = new ArrayList<>(List.of("I"));
                    insert.addAll(line);
                    loaded.add(insert);
                } else {
                    changes.add(line);
                }
            }
        }
        assertThat(changes).isNotEmpty();
        loaded.addAll(changes);
        return loaded;
    }
}
