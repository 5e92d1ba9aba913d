package dev.millrace.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.servers.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The run command on real servers, in processes of its own. */
class RunIT {
    private static final String ORDERS = "SELECT * FROM orders ORDER BY id";
    private static PostgresServer source;
    private static PostgresServer target;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServers() {
        source = PostgresServer.builder().start();
        target = PostgresServer.builder().start();
    }

    @AfterAll
    static void closeServers() {
        source.close();
        target.close();
    }

    @Test
    void loadsAndCatchesUpThenResumes() throws Exception {
        Database from = sourceWithOrders("resumed");
        Database to = Database.create(target, "resumed");
        Path task = task("resumed", from, to).writeTo(folder);

        JsonNode first = run(task, "--until", "caught-up").expect(0).status();

        assertThat(first.path("ReplicationTaskIdentifier").asText()).isEqualTo("resumed");
        assertThat(first.path("Status").asText()).isEqualTo("stopped");
        assertThat(first.path("ReplicationTaskStats").path("TablesLoaded").asInt())
                .isEqualTo(1);
        JsonNode table = first.path("TableStatistics").path(0);
        assertThat(table.path("SchemaName").asText()).isEqualTo("public");
        assertThat(table.path("TableName").asText()).isEqualTo("orders");
        assertThat(table.path("FullLoadRows").asInt()).isEqualTo(1000);
        assertThat(table.path("TableState").asText()).isEqualTo("Table completed");
        assertThat(to.rows(ORDERS)).isEqualTo(from.rows(ORDERS));

        from.execute(
                "INSERT INTO orders VALUES (5000, 'new', NULL)",
                "UPDATE orders SET note = 'changed' WHERE id <= 10",
                "DELETE FROM orders WHERE id = 11");
        JsonNode second =
                run(task, "--resume", "--until", "caught-up").expect(0).status();

        assertThat(to.rows(ORDERS)).isEqualTo(from.rows(ORDERS));
        JsonNode changed = second.path("TableStatistics").path(0);
        assertThat(changed.path("AppliedInserts").asInt()).isEqualTo(1);
        assertThat(changed.path("AppliedUpdates").asInt()).isEqualTo(10);
        assertThat(changed.path("AppliedDeletes").asInt()).isEqualTo(1);
        assertThat(second.path("RecoveryCheckpoint").asText()).isNotEmpty();
    }

    @Test
    void stopsWhenLoaded() throws Exception {
        Database from = sourceWithOrders("loaded");
        Database to = Database.create(target, "loaded");

        JsonNode status = run(task("loaded", from, to).writeTo(folder), "--until", "loaded")
                .expect(0)
                .status();

        assertThat(status.path("StopReason").asText()).isEqualTo("STOPPED_AFTER_FULL_LOAD");
        assertThat(to.rows(ORDERS)).isEqualTo(from.rows(ORDERS));
    }

    @Test
    void fullLoadEndsByItself() throws Exception {
        Database from = sourceWithOrders("onlyload");
        Database to = Database.create(target, "onlyload");

        MillraceProcess run = MillraceProcess.run(
                folder,
                "run",
                task("onlyload", from, to).type("full-load").writeTo(folder).toString());

        assertThat(run.expect(0).stdout())
                .containsPattern("Z loaded public\\.orders: 1,000 rows\n")
                .containsPattern(
                        "Z FULL_LOAD_ONLY_FINISHED after .* 1 tables, 1,000 rows loaded, 0 changes applied\n$");
        assertThat(run.stderr()).isEmpty();
        assertThat(to.rows(ORDERS)).isEqualTo(from.rows(ORDERS));
    }

    @Test
    void reloadBeginsAgain() throws Exception {
        Database from = sourceWithOrders("reloaded");
        Database to = Database.create(target, "reloaded");
        Path task = task("reloaded", from, to)
                .settings("{\"FullLoadSettings\": {\"TargetTablePrepMode\": \"TRUNCATE_BEFORE_LOAD\"}}")
                .writeTo(folder);
        run(task, "--until", "caught-up").expect(0);
        to.execute("DELETE FROM orders WHERE id > 100", "UPDATE orders SET note = 'by hand'");

        JsonNode status =
                run(task, "--reload", "--until", "caught-up").expect(0).status();

        assertThat(status.path("TableStatistics").path(0).path("FullLoadRows").asInt())
                .isEqualTo(1000);
        assertThat(to.rows(ORDERS)).isEqualTo(from.rows(ORDERS));
    }

    @Test
    void sigtermStopsInOrderAndNothingIsLost() throws Exception {
        Database from = sourceWithOrders("stopped");
        Database to = Database.create(target, "stopped");
        Path task = task("stopped", from, to).writeTo(folder);
        try (MillraceProcess run = MillraceProcess.start(folder, "run", task.toString(), "--output", "json")) {
            from.execute("INSERT INTO orders VALUES (6000, 'while it runs', NULL)");
            await(run, to, "SELECT id FROM orders WHERE id = 6000");

            run.terminate();

            assertThat(run.awaitEnd()).as(run.output()).isZero();
            assertThat(run.status().path("Status").asText()).isEqualTo("stopped");
            assertThat(run.status().path("StopReason").asText()).isEqualTo("NORMAL");
        }
        assertThat(from.rows("SELECT active FROM pg_replication_slots WHERE database = 'stopped'"))
                .containsExactly("f");
        from.execute("INSERT INTO orders VALUES (6001, 'after it stopped', NULL)");
        run(task, "--until", "caught-up").expect(0);
        assertThat(to.rows(ORDERS)).isEqualTo(from.rows(ORDERS));
    }

    @Test
    void killedAndStartedAgainItGoesOn() throws Exception {
        Database from = sourceWithOrders("killed");
        Database to = Database.create(target, "killed");
        Path task = task("killed", from, to).writeTo(folder);
        try (MillraceProcess run = MillraceProcess.start(folder, "run", task.toString())) {
            from.execute("INSERT INTO orders VALUES (7000, 'before', NULL)");
            await(run, to, "SELECT id FROM orders WHERE id = 7000");
            run.kill();
            run.awaitEnd();
        }
        from.execute("UPDATE orders SET note = 'after' WHERE id = 7000", "DELETE FROM orders WHERE id = 1");

        run(task, "--resume", "--until", "caught-up").expect(0);

        assertThat(to.rows(ORDERS)).isEqualTo(from.rows(ORDERS));
    }

    @Test
    void foreignKeysWithActionsArriveInOrder() throws Exception {
        Database from = Database.create(source, "cascades");
        Database to = Database.create(target, "cascades");
        from.execute(
                "CREATE TABLE parents (id int PRIMARY KEY, name text)",
                "CREATE TABLE children (id int PRIMARY KEY, parent int REFERENCES parents ON DELETE CASCADE ON UPDATE CASCADE)",
                "INSERT INTO parents SELECT n, 'p' FROM generate_series(1, 20) n",
                "INSERT INTO children SELECT n, 1 + n % 20 FROM generate_series(1, 100) n");
        Path task = task("cascades", from, to).writeTo(folder);
        run(task, "--until", "caught-up").expect(0);
        from.execute("DELETE FROM parents WHERE id <= 5", "UPDATE parents SET id = id + 1000 WHERE id > 15");

        run(task, "--resume", "--until", "caught-up").expect(0);

        String all = "SELECT * FROM children ORDER BY id";
        assertThat(to.rows(all)).isEqualTo(from.rows(all));
    }

    @Test
    void unknownKeysAreToldAndTheTaskRuns() throws Exception {
        Database from = sourceWithOrders("unknown");
        Database to = Database.create(target, "unknown");
        Path task = task("unknown", from, to)
                .type("full-load")
                .settings("{\"FullLoadSettings\": {\"CommitRat\": 5}, \"TargetMetadata\": {\"LobMaxSize\": 64}}")
                .writeTo(folder);

        MillraceProcess run = MillraceProcess.run(folder, "run", task.toString());

        assertThat(run.expect(0).stdout())
                .contains(
                        "note: $.ReplicationTaskSettings.FullLoadSettings.CommitRat is not a known key and has no effect")
                .contains(
                        "note: $.ReplicationTaskSettings.TargetMetadata.LobMaxSize = 64 is not honoured: large objects are"
                                + " moved whole; \"LimitedLobs\": \"truncate\" in EngineSettings cuts them as DMS does");
    }

    private MillraceProcess run(Path task, String... options) throws IOException, InterruptedException {
        String[] arguments = new String[options.length + 4];
        arguments[0] = "run";
        arguments[1] = task.toString();
        arguments[2] = "--output";
        arguments[3] = "json";
        System.arraycopy(options, 0, arguments, 4, options.length);
        return MillraceProcess.run(folder, arguments);
    }

    private static void await(MillraceProcess run, Database to, String query) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .ignoreExceptionsInstanceOf(SQLException.class)
                .until(() -> {
                    assertThat(run.isAlive()).as(run.output()).isTrue();
                    return !to.rows(query).isEmpty();
                });
    }

    private static TaskJson task(String name, Database from, Database to) {
        return TaskJson.named(name).source(from.endpoint()).target(to.endpoint());
    }

    private static Database sourceWithOrders(String name) throws SQLException {
        Database database = Database.create(source, name);
        database.execute(
                "CREATE TABLE orders (id int PRIMARY KEY, note text, price numeric(10,2))",
                "INSERT INTO orders SELECT n, 'note ' || n, n / 7.0 FROM generate_series(1, 1000) n");
        return database;
    }
}
