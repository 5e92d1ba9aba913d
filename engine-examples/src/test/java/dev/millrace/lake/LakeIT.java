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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.util.Objects.requireNonNull;
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

    private static @Nullable DataLake lake;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start(@TempDir Path place) throws IOException {
        lake = DataLake.start(place);
    }

    @AfterAll
    static void stop() {
        lake().close();
    }

    @Test
    void postgresIntoCsv() throws Exception {
        replaysTo(() -> PostgresServer.builder().start(), "public", "csv");
    }

    @Test
    void postgresIntoParquet() throws Exception {
        replaysTo(() -> PostgresServer.builder().start(), "public", "parquet");
    }

    @Test
    void mysqlIntoCsv() throws Exception {
        replaysTo(() -> MySqlServer.builder().start(), "shop", "csv");
    }

    @Test
    void mysqlIntoParquet() throws Exception {
        replaysTo(() -> MySqlServer.builder().start(), "shop", "parquet");
    }

    /** All tables share files then, in which no commit of the source stands before an earlier one. */
    @Test
    void postgresAsItsTransactions() throws Exception {
        String root = "transactions";
        try (DatabaseServer server = PostgresServer.builder().start()) {
            OddRows odd = takenOverTwice(
                    server,
                    root,
                    "public",
                    root + "/changes/",
                    ", \"PreserveTransactions\": true, \"CdcPath\": \"/changes\"");

            List<List<@Nullable String>> changes = Replay.transactions(lake(), root + "/changes/");
            assertThat(changes)
                    .filteredOn(change -> !"D".equals(change.get(0)))
                    .extracting(change -> Integer.parseInt(String.valueOf(change.get(4))))
                    .isSorted();
            for (String table : OddRows.TABLES) {
                assertThat(Replay.of(lake(), root + "/public/" + table + "/", Replay.ofTable(changes, table)))
                        .isEqualTo(odd.rows(table));
            }
        }
    }

    private void replaysTo(Supplier<DatabaseServer> starter, String schema, String format) throws Exception {
        String root = schema + "-" + format;
        try (DatabaseServer server = starter.get()) {
            OddRows odd = takenOverTwice(
                    server, root, schema, root + "/" + schema + "/odd/", ", \"DataFormat\": \"" + format + "\"");
            for (String table : OddRows.TABLES) {
                assertThat(Replay.of(lake(), root + "/" + schema + "/" + table + "/"))
                        .isEqualTo(odd.rows(table));
            }
        }
    }

    /** Loads and captures in three lives of the engine, of which two are killed. */
    private OddRows takenOverTwice(DatabaseServer server, String root, String schema, String changes, String settings)
            throws Exception {
        Database source = Database.create(server, "shop");
        OddRows odd = new OddRows(source);
        odd.create();
        odd.change(LOADED);
        Path task = TaskJson.named("lake")
                .source(source.endpoint())
                .target(lake().endpoint(root, ", \"CdcMaxBatchInterval\": 1" + settings))
                .rules("""
                        {"rule-type": "selection", "rule-id": 1, "rule-name": "1", "rule-action": "include",
                         "object-locator": {"schema-name": "%s", "table-name": "%%"}}""".formatted(schema))
                .writeTo(folder);
        for (int life = 0; life < 2; life++) {
            try (MillraceProcess run = MillraceProcess.start(folder, "run", task.toString(), "--output", "json")) {
                await(
                        run,
                        () -> OddRows.TABLES.stream()
                                .noneMatch(table -> Replay.loads(lake(), root + "/" + schema + "/" + table + "/")
                                        .isEmpty()));
                changeWhileItRuns(run, odd, lake(), changes);
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
        return odd;
    }

    /** The engine is killed while some changes are in files that show, and some are not. */
    private static void changeWhileItRuns(MillraceProcess run, OddRows odd, DataLake lake, String place)
            throws SQLException, InterruptedException {
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

    private static DataLake lake() {
        return requireNonNull(lake);
    }

    private static void await(MillraceProcess run, Supplier<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).until(() -> {
            assertThat(run.isAlive()).as(run.output()).isTrue();
            return condition.get();
        });
    }
}
