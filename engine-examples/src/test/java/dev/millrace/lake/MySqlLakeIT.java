package dev.millrace.lake;

import dev.millrace.examples.cli.Database;
import dev.millrace.examples.cli.MillraceProcess;
import dev.millrace.examples.cli.TaskJson;
import dev.millrace.servers.MySqlServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Tables of MySQL that are written to while they are loaded in several chunks: the files tell each change once. */
class MySqlLakeIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String PLACE = "lake/shop/";
    private static final int LOADED = 300;
    private static final int CHUNKS = 12;

    @TempDir
    private Path folder;

    @Test
    void chunksOfABusyTableShowOnePlaceOfItsLog() throws Exception {
        try (DataLake lake = DataLake.start(folder);
                MySqlServer server = MySqlServer.builder().start()) {
            Database source = Database.create(server, "shop");
            OddRows odd = new OddRows(source);
            odd.create();
            odd.change(LOADED);
            source.execute(
                    "CREATE TABLE keyless (id int, change_number int, note longtext, price numeric(12,3), raw blob,"
                            + " made_at datetime(6))");
            Path task = task(source, lake);
            try (SteadyWriter writer = SteadyWriter.start(odd);
                    MillraceProcess run = MillraceProcess.start(folder, "run", task.toString(), "--output", "json")) {
                for (int number = 0; !changesOfAllTables(lake); number++) {
                    assertThat(run.isAlive()).as(run.output()).isTrue();
                    changeKeyless(source, number);
                }
                int then = writer.transactions();
                Awaitility.await().atMost(PATIENCE).until(() -> writer.transactions() > then);
                run.kill();
                run.awaitEnd();
            }
            MillraceProcess.run(folder, "run", task.toString(), "--output", "json", "--until", "caught-up")
                    .expect(0);

            for (String table : OddRows.TABLES) {
                assertThat(Replay.of(lake, PLACE + table + "/")).isEqualTo(odd.rows(table));
            }
            assertThat(keyless(lake))
                    .containsExactlyInAnyOrderElementsOf(source.rows("SELECT CONCAT_WS(' ', id, note) FROM keyless"));
        }
    }

    private static boolean changesOfAllTables(DataLake lake) {
        return Stream.concat(OddRows.TABLES.stream(), Stream.of("keyless"))
                .noneMatch(table -> changes(lake, table).isEmpty());
    }

    private static List<String> changes(DataLake lake, String table) {
        String place = PLACE + table + "/";
        List<String> files = new ArrayList<>(lake.keys(place));
        files.removeAll(Replay.loads(lake, place));
        return files;
    }

    /** Rows that look alike come and go. */
    private static void changeKeyless(Database source, int number) throws SQLException {
        try (Connection connection = source.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO keyless (id, note) VALUES (" + number % 40 + ", 'a'), (" + number % 7
                    + ", 'b'), (7, 'same')");
            statement.execute("DELETE FROM keyless WHERE id = " + number * 3 % 40 + " LIMIT 2");
            connection.commit();
        }
    }

    /** What is left of rows without a key when their files are read in order: each must be there once before it goes. */
    private static List<String> keyless(DataLake lake) throws SQLException {
        List<String> rows = new ArrayList<>();
        for (String file : Replay.loads(lake, PLACE + "keyless/")) {
            for (List<@Nullable String> row : lake.rows(file, OddRows.COLUMNS)) {
                rows.add(row.get(0) + " " + row.get(2));
            }
        }
        List<String> changes = changes(lake, "keyless");
        assertThat(changes).isNotEmpty();
        for (String file : changes) {
            for (List<@Nullable String> line : lake.rows(file, OddRows.COLUMNS + 1)) {
                String row = line.get(1) + " " + line.get(3);
                if ("I".equals(line.get(0))) {
                    rows.add(row);
                } else {
                    assertThat(line.get(0)).isEqualTo("D");
                    assertThat(rows.remove(row)).as("deleted: %s", row).isTrue();
                }
            }
        }
        return rows;
    }

    private Path task(Database source, DataLake lake) throws Exception {
        return TaskJson.named("busy")
                .source(source.endpoint())
                .target(lake.endpoint("lake", ", \"CdcMaxBatchInterval\": 1"))
                .settings("{\"FullLoadSettings\": {\"MaxFullLoadSubTasks\": 3}}")
                .rules("""
                        {"rule-type": "selection", "rule-id": 1, "rule-name": "1", "rule-action": "include",
                         "object-locator": {"schema-name": "shop", "table-name": "%"}}""")
                .moreRules(ranges(2, "odd", 20))
                .moreRules(ranges(3, "keyless", 3))
                .writeTo(folder);
    }

    /** Ranges of so many ids each. */
    private static String ranges(int rule, String table, int step) {
        String boundaries = IntStream.range(1, CHUNKS)
                .mapToObj(chunk -> "[\"" + chunk * step + "\"]")
                .collect(Collectors.joining(", "));
        return """
                {"rule-type": "table-settings", "rule-id": %d, "rule-name": "%d",
                 "parallel-load": {"type": "ranges", "columns": ["id"], "boundaries": [%s]},
                 "object-locator": {"schema-name": "shop", "table-name": "%s"}}""".formatted(rule, rule, boundaries, table);
    }
}
