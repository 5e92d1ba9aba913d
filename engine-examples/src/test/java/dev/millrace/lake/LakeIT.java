package dev.millrace.lake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.examples.cli.Database;
import dev.millrace.examples.cli.MillraceProcess;
import dev.millrace.examples.cli.TaskJson;
import dev.millrace.servers.DatabaseServer;
import dev.millrace.servers.MySqlServer;
import dev.millrace.servers.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Full load and changes into files, with the engine killed in between; DuckDB reads the files, and replaying them in order gives what the source
 * holds.
 */
class LakeIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int LOADED = 60;
    private static final int ROUNDS = 8;
    private static final int KILLED_AFTER = 3;

    @TempDir
    private Path folder;

    @Test
    void postgresIntoFiles() throws Exception {
        replaysTo(() -> PostgresServer.builder().start(), "public");
    }

    @Test
    void mysqlIntoFiles() throws Exception {
        replaysTo(() -> MySqlServer.builder().start(), "shop");
    }

    private void replaysTo(Supplier<DatabaseServer> starter, String schema) throws Exception {
        try (DataLake lake = DataLake.start(folder);
                DatabaseServer server = starter.get()) {
            Database source = Database.create(server, "shop");
            OddRows odd = new OddRows(source);
            odd.create();
            odd.change(LOADED);
            Path task = TaskJson.named("lake")
                    .source(source.endpoint())
                    .target(lake.endpoint("raw", ", \"CdcMaxBatchInterval\": 1"))
                    .rules("""
                            {"rule-type": "selection", "rule-id": 1, "rule-name": "1", "rule-action": "include",
                             "object-locator": {"schema-name": "%s", "table-name": "%%"}}""".formatted(schema))
                    .writeTo(folder);
            for (int life = 0; life < 2; life++) {
                try (MillraceProcess run = MillraceProcess.start(folder, "run", task.toString(), "--output", "json")) {
                    changeWhileItRuns(run, odd, lake, "raw/" + schema + "/odd/");
                    run.kill();
                    run.awaitEnd();
                }
            }
            odd.change(LOADED);

            JsonNode status = MillraceProcess.run(
                            folder, "run", task.toString(), "--output", "json", "--until", "caught-up")
                    .expect(0)
                    .status();

            assertThat(status.path("Status").asText()).isEqualTo("stopped");
            for (String table : OddRows.TABLES) {
                assertThat(replayed(lake, "raw/" + schema + "/" + table + "/")).isEqualTo(odd.rows(table));
            }
        }
    }

    /** The engine is killed while some changes are in files that show, and some are not. */
    private static void changeWhileItRuns(MillraceProcess run, OddRows odd, DataLake lake, String place)
            throws SQLException, InterruptedException {
        await(run, () -> lake.keys(place).stream().anyMatch(key -> key.contains("/LOAD")));
        int before = lake.keys(place).size();
        for (int round = 0; round < ROUNDS; round++) {
            odd.change(LOADED);
            TimeUnit.MILLISECONDS.sleep(300);
            if (lake.keys(place).size() > before + KILLED_AFTER) {
                return;
            }
        }
        await(run, () -> lake.keys(place).size() > before);
        odd.change(LOADED);
    }

    private static void await(MillraceProcess run, Supplier<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).until(() -> {
            assertThat(run.isAlive()).as(run.output()).isTrue();
            return condition.get();
        });
    }

    /** The table as its files tell it, in the order of their names; no change is told twice. */
    private static Map<String, List<@Nullable String>> replayed(DataLake lake, String place)
            throws SQLException, IOException {
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
        assertThat(told).doesNotHaveDuplicates().hasSizeGreaterThan(LOADED);
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
