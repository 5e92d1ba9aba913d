package dev.millrace.crash;

import dev.millrace.servers.DatabaseServer;
import dev.millrace.testing.workload.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Kills the engine's JVM with SIGKILL while it loads into DynamoDB and applies changes there, starts it again, and compares in the end.
 * Counters that the source only ever raises must not be seen to fall meanwhile. A longer run: see {@code docs/endurance.md}.
 */
class ItemCrashIT {
    private static final int FILL_TRANSACTIONS = 150;
    private static final int TRANSACTIONS_PER_SECOND = 8;
    private static final int LATEST_KILL_MILLIS = 1_500;
    private static final int SAMPLE_KILLS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final String KEYLESS = "event";

    @TempDir
    private Path folder;

    private final Map<Long, Long> counters = new HashMap<>();

    static Stream<Engine> sources() {
        String pair = System.getProperty(Scenario.PAIR_PROPERTY, "postgres-dynamodb");
        return Stream.of(Engine.named(pair.split("-")[0]));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void losesNothingAndGoesBackNowhereWhenKilledAnywhere(Engine kind) throws Exception {
        int kills = Integer.getInteger(Scenario.KILLS_PROPERTY, SAMPLE_KILLS);
        long seed = Long.getLong(Scenario.SEED_PROPERTY, new Random().nextInt(1_000_000));
        System.out.println(kind + "-DYNAMODB, " + kills + " kills, seed " + seed);
        Random moments = new Random(seed);
        try (DatabaseServer source = kind.start();
                ItemTarget target = ItemTarget.start(folder.resolve("dynamodb"));
                Workload workload = Workload.on(
                                kind.dialect(), source.jdbcUrl(kind.database()), source.username(), source.password())
                        .seed(seed)
                        .transactionsPerSecond(TRANSACTIONS_PER_SECOND)
                        .build()) {
            workload.createTables();
            workload.fill(FILL_TRANSACTIONS);
            Path taskFile = folder.resolve("task.json");
            Files.writeString(taskFile, task(kind, source, target, workload.schema()));
            workload.start();
            for (int kill = 0; kill < kills; kill++) {
                try (EngineProcess engine = EngineProcess.run(taskFile, folder.resolve("engine.log"))) {
                    awaitMoment(kill, engine, target, moments);
                    engine.kill();
                    look(target);
                    System.out.println("kill " + (kill + 1) + ": hot rows at " + sum());
                }
            }
            workload.stop();
            System.out.println("workload: " + workload.counts());
            catchUp(taskFile, target);
            compare(kind, source, target, workload);
        }
    }

    private void awaitMoment(int kill, EngineProcess engine, ItemTarget target, Random moments)
            throws InterruptedException {
        switch (kill % 3) {
            case 0 -> awaitTrue(engine, () -> !target.items("account").isEmpty());
            case 1 -> {
                awaitTrue(engine, () -> look(target));
                awaitTrue(engine, () -> look(target));
            }
            default -> TimeUnit.MILLISECONDS.sleep(LATEST_KILL_MILLIS);
        }
        TimeUnit.MILLISECONDS.sleep(moments.nextInt(LATEST_KILL_MILLIS));
    }

    /** Whether the counters have grown since the last look; they must not have fallen. */
    private boolean look(ItemTarget target) {
        long before = sum();
        target.numbers("hot", "id", "counter").forEach((id, counter) -> {
            assertThat(counter).as("counter of row %s", id).isGreaterThanOrEqualTo(counters.getOrDefault(id, 0L));
            counters.put(id, counter);
        });
        return sum() > before;
    }

    private long sum() {
        return counters.values().stream().mapToLong(Long::longValue).sum();
    }

    private static void awaitTrue(EngineProcess engine, Callable<Boolean> condition) {
        try {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> !engine.isAlive() || condition.call());
        } catch (ConditionTimeoutException tooLong) {
            throw new AssertionError("The engine hangs; it says:\n" + engine.outputWithThreads(), tooLong);
        }
        assertThat(engine.isAlive())
                .as("The engine has ended; it says:\n%s", engine.outputTail())
                .isTrue();
    }

    private void catchUp(Path taskFile, ItemTarget target) throws Exception {
        try (EngineProcess engine = EngineProcess.run(taskFile, folder.resolve("engine.log"), "--until", "caught-up")) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
                look(target);
                return !engine.isAlive();
            });
            assertThat(engine.awaitExit(PATIENCE))
                    .as("exit code; the engine says:\n%s", engine.outputTail())
                    .isZero();
        }
    }

    private static void compare(Engine kind, DatabaseServer source, ItemTarget target, Workload workload)
            throws Exception {
        List<String> tables = new ArrayList<>(workload.tableNames());
        tables.remove(KEYLESS);
        try (Connection connection =
                DriverManager.getConnection(source.jdbcUrl(kind.database()), source.username(), source.password())) {
            for (String table : tables) {
                List<String> rows = ItemTarget.rows(connection, workload.schema() + "." + table);
                System.out.println(table + ": " + rows.size() + " rows");
                assertThat(target.items(table)).as("items of %s", table).isEqualTo(rows);
            }
        }
    }

    private static String task(Engine kind, DatabaseServer source, ItemTarget target, String schema) {
        return """
                { "ReplicationTaskIdentifier": "crash", "MigrationType": "full-load-and-cdc",
                  "SourceEndpoint": { "EngineName": "%s", "ServerName": "%s", "Port": %d, "DatabaseName": "%s",
                    "Username": "%s", "Password": "%s" },
                  "TargetEndpoint": %s,
                  "TableMappings": { "rules": [
                    { "rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
                      "object-locator": { "schema-name": "%s", "table-name": "%%" } },
                    { "rule-type": "selection", "rule-id": "2", "rule-name": "2", "rule-action": "exclude",
                      "object-locator": { "schema-name": "%s", "table-name": "%s" } } ] },
                  "ReplicationTaskSettings": { "ErrorBehavior": {
                      "RecoverableErrorInterval": 1, "RecoverableErrorThrottling": false,
                      "DataErrorPolicy": "STOP_TASK", "DataTruncationErrorPolicy": "STOP_TASK", "TableErrorPolicy": "STOP_TASK",
                      "ApplyErrorInsertPolicy": "STOP_TASK", "ApplyErrorUpdatePolicy": "STOP_TASK", "ApplyErrorDeletePolicy": "STOP_TASK" } } }
                """.formatted(
                        kind.engineName(),
                        source.host(),
                        source.port(),
                        kind.database(),
                        source.username(),
                        source.password(),
                        target.endpoint(),
                        schema,
                        schema,
                        KEYLESS);
    }
}
