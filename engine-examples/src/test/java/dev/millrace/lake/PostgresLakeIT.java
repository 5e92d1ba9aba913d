package dev.millrace.lake;

import dev.millrace.examples.cli.Database;
import dev.millrace.examples.cli.MillraceProcess;
import dev.millrace.examples.cli.TaskJson;
import dev.millrace.servers.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** What tasks ask for that bring tables of PostgreSQL into a lake. */
class PostgresLakeIT {
    private static final String ALL = """
            {"rule-type": "selection", "rule-id": 1, "rule-name": "1", "rule-action": "include",
             "object-locator": {"schema-name": "public", "table-name": "%"}}""";

    private static final String DATA = "insurance/public/";

    private static @Nullable DataLake startedLake;
    private static @Nullable PostgresServer startedServer;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start(@TempDir Path place) throws IOException {
        startedLake = DataLake.start(place);
        startedServer = PostgresServer.builder().start();
    }

    @AfterAll
    static void stop() {
        requireNonNull(startedServer).close();
        lake().close();
    }

    @Test
    void aColumnTellsThePlaceOfEachChangeInTheLog() throws Exception {
        Database source = Database.create(requireNonNull(startedServer), "places");
        source.execute(
                "CREATE TABLE items (id int PRIMARY KEY, name text)",
                "ALTER TABLE items REPLICA IDENTITY FULL",
                "INSERT INTO items VALUES (1, 'one'), (2, 'two')");
        Path task = TaskJson.named("places")
                .source(source.endpoint())
                .target(lake().endpoint("places", ""))
                .rules(ALL)
                .moreRules(added(2, "transact_id", "$AR_H_STREAM_POSITION"))
                .moreRules(added(3, "change_seq", "$AR_H_CHANGE_SEQ"))
                .moreRules(added(4, "operation", "$AR_H_OPERATION"))
                .writeTo(folder);
        run(task);
        List<String> places = new ArrayList<>(List.of(place(source)));
        for (String change : List.of(
                "BEGIN; UPDATE items SET name = 'eins' WHERE id = 1; INSERT INTO items VALUES (3, 'three'); COMMIT",
                "DELETE FROM items WHERE id = 2")) {
            source.execute(change);
            places.add(place(source));
        }
        run(task);

        String files = "places/public/items/";
        assertThat(lake().rows(files + "LOAD00000001.csv", 5))
                .containsExactly(List.of("1", "one", "", "", "INSERT"), List.of("2", "two", "", "", "INSERT"));
        List<List<@Nullable String>> changes = lake().rows(files + changeFile(files), 6);
        assertThat(changes)
                .extracting(row -> row.get(0) + " " + row.get(1) + " " + row.get(2) + " " + row.get(5))
                .containsExactly("U 1 eins UPDATE", "I 3 three INSERT", "D 2 two DELETE");
        String first = String.valueOf(changes.get(0).get(3));
        String second = String.valueOf(changes.get(2).get(3));
        assertThat(changes.get(1).get(3)).isEqualTo(first);
        assertThat(source.rows("SELECT pg_lsn '%s' <= '%s' AND pg_lsn '%s' <= '%s' AND pg_lsn '%s' <= '%s'"
                        .formatted(places.get(0), first, first, places.get(1), places.get(1), second)))
                .containsExactly("t");
        assertThat(changes)
                .extracting(row -> String.valueOf(row.get(4)))
                .isSorted()
                .allMatch(sequence -> sequence.matches("20\\d{33}"))
                .extracting(sequence -> sequence.substring(16))
                .containsExactly("0000000000000000001", "0000000000000000002", "0000000000000000003");
    }

    @Test
    void rangesAndPartitionsOfALoadHaveFolders() throws Exception {
        Database source = Database.create(requireNonNull(startedServer), "insurance");
        source.execute(
                "CREATE TABLE claim (id int PRIMARY KEY, requested timestamp)",
                "CREATE TABLE vote (id int PRIMARY KEY, requested timestamp)",
                "CREATE TABLE policy (id int, region text) PARTITION BY LIST (region)",
                "CREATE TABLE policy_north PARTITION OF policy FOR VALUES IN ('north')",
                "CREATE TABLE policy_rest PARTITION OF policy DEFAULT",
                "INSERT INTO policy VALUES (1, 'north'), (2, 'south')");
        for (String table : List.of("claim", "vote")) {
            source.execute("INSERT INTO " + table + " VALUES (1, '2012-05-05'), (2, '2013-01-01'), (3, '2013-12-31'),"
                    + " (4, '2014-01-01'), (5, NULL)");
        }
        String years = "\"type\": \"ranges\", \"columns\": [\"requested\"], \"boundaries\":"
                + " [[\"2013-01-01 00:00:00\"], [\"2014-01-01 00:00:00\"]]";
        Path task = TaskJson.named("insurance")
                .type("full-load")
                .source(source.endpoint())
                .target(lake().endpoint("insurance", ""))
                .rules(ALL)
                .moreRules(parallel(2, "claim", years + ", \"segment-names\": [\"before\", \"year_2013\", \"since\"]"))
                .moreRules(parallel(3, "vote", years))
                .moreRules(parallel(4, "policy", "\"type\": \"partitions-auto\""))
                .writeTo(folder);

        run(task);

        assertThat(ids("claim/")).isEqualTo(Map.of("before/", "1", "year_2013/", "2 3", "since/", "4 5"));
        assertThat(lake().keys(DATA + "claim/"))
                .extracting(key -> key.substring(key.lastIndexOf('/') + 1))
                .containsExactlyInAnyOrder("LOAD00000001.csv", "LOAD00000002.csv", "LOAD00000003.csv");
        assertThat(ids("vote/"))
                .isEqualTo(Map.of(
                        "SEGMENT1_LOAD00000001.csv", "1",
                        "SEGMENT2_LOAD00000001.csv", "2 3",
                        "SEGMENT3_LOAD00000001.csv", "4 5"));
        assertThat(ids("policy/")).isEqualTo(Map.of("policy_north/", "1", "policy_rest/", "2"));
    }

    /** The keys of rows in each folder of a table, or in each file that lies in none. */
    private static Map<String, String> ids(String table) throws SQLException {
        Map<String, String> ids = new HashMap<>();
        for (String key : lake().keys(DATA + table)) {
            String name = key.substring((DATA + table).length());
            String rows = lake().rows(key, 2).stream()
                    .map(row -> String.valueOf(row.get(0)))
                    .sorted()
                    .collect(Collectors.joining(" "));
            int inner = name.indexOf('/') + 1;
            ids.merge(inner == 0 ? name : name.substring(0, inner), rows, (one, other) -> one + " " + other);
        }
        return ids;
    }

    private static String parallel(int id, String table, String load) {
        return """
                {"rule-type": "table-settings", "rule-id": "%d", "rule-name": "%d", "parallel-load": {%s},
                 "object-locator": {"schema-name": "public", "table-name": "%s"}}""".formatted(id, id, load, table);
    }

    private static String place(Database source) throws SQLException {
        return source.rows("SELECT pg_current_wal_lsn()").get(0);
    }

    private static String changeFile(String place) {
        return lake().keys(place).stream()
                .map(key -> key.substring(place.length()))
                .filter(name -> name.matches("\\d{8}-\\d{9}\\.csv"))
                .reduce((one, other) -> {
                    throw new AssertionError("two files: " + one + " and " + other);
                })
                .orElseThrow();
    }

    private static String added(int id, String column, String expression) {
        return """
                {"rule-type": "transformation", "rule-id": %d, "rule-name": "%d", "rule-target": "column",
                 "object-locator": {"schema-name": "%%", "table-name": "%%"}, "rule-action": "add-column", "value": "%s",
                 "expression": "%s", "data-type": {"type": "string", "length": 50}}""".formatted(id, id, column, expression);
    }

    private void run(Path task) throws Exception {
        MillraceProcess.run(folder, "run", task.toString(), "--output", "json", "--until", "caught-up")
                .expect(0);
    }

    private static DataLake lake() {
        return requireNonNull(startedLake);
    }
}
