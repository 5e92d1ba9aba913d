package dev.millrace.examples.cli;

import dev.millrace.servers.PostgresServer;
import dev.millrace.testing.fault.FaultProxy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Law 8 by the command line: SIGTERM ends a run within ten seconds and with exit code 0, though a network swallows everything. */
class StopIT {
    private static final Duration LAW = Duration.ofSeconds(10);
    private static final int ROWS = 50_000;

    private static PostgresServer server;
    private static int runs;

    @TempDir
    private Path folder;

    private Database from = new Database(server, "postgres");
    private Database to = new Database(server, "postgres");

    @BeforeAll
    static void startServer() {
        server = PostgresServer.builder().start();
    }

    @AfterAll
    static void closeServer() {
        server.close();
    }

    @BeforeEach
    void makeDatabases() throws Exception {
        runs++;
        from = Database.create(server, "stop_from_" + runs);
        to = Database.create(server, "stop_to_" + runs);
        from.execute(
                "CREATE TABLE goods (id int PRIMARY KEY, note text)",
                "INSERT INTO goods SELECT n, repeat('x', 200) FROM generate_series(1, " + ROWS + ") n");
    }

    @Test
    void inTheMiddleOfALoadWhoseSourceIsSilent() throws Exception {
        try (FaultProxy proxy = FaultProxy.to("127.0.0.1", server.port())) {
            proxy.throttle(400_000);
            TaskJson json = TaskJson.between(from, to).source(from.endpoint("postgres", "postgres", proxy.port()));
            try (MillraceProcess run =
                    MillraceProcess.start(folder, "run", json.writeTo(folder).toString(), "--output", "json")) {
                soon().until(() -> {
                    assertThat(run.isAlive()).as(run.output()).isTrue();
                    return to.rows("SELECT id FROM goods").isEmpty();
                });
                proxy.stall();

                assertStops(run);
            }
        }
        goesOn();
    }

    @Test
    void inTheMiddleOfChangesWhoseTargetIsSilent() throws Exception {
        try (FaultProxy proxy = FaultProxy.to("127.0.0.1", server.port())) {
            TaskJson json = TaskJson.between(from, to).target(to.endpoint("postgres", "postgres", proxy.port()));
            try (MillraceProcess run =
                    MillraceProcess.start(folder, "run", json.writeTo(folder).toString(), "--output", "json")) {
                from.execute("INSERT INTO goods VALUES (-1, 'a change')");
                soon().until(() -> {
                    assertThat(run.isAlive()).as(run.output()).isTrue();
                    return !to.rows("SELECT id FROM goods WHERE id = -1").isEmpty();
                });
                proxy.stall();
                from.execute("UPDATE goods SET note = 'changed'");

                assertStops(run);
            }
        }
        goesOn();
    }

    private static void assertStops(MillraceProcess run) throws Exception {
        Instant begun = Instant.now();
        run.terminate();
        assertThat(run.awaitEnd()).as(run.output()).isZero();
        assertThat(Duration.between(begun, Instant.now())).isLessThan(LAW);
        assertThat(run.status().path("Status").asText()).isEqualTo("stopped");
    }

    private void goesOn() throws Exception {
        CliTask task = CliTask.between(folder, from, to);
        task.succeeds("--resume");
        task.assertEqual("goods");
    }

    private static ConditionFactory soon() {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(SQLException.class);
    }
}
