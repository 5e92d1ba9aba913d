package dev.millrace.crash;

import dev.millrace.emulated.oracle.EmulatedOracle;
import dev.millrace.emulated.oracle.OracleTable;
import dev.millrace.emulated.oracle.OracleTable.Column;
import dev.millrace.emulated.oracle.OracleTransaction;
import dev.millrace.examples.cli.TaskJson;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Kills the engine's JVM with SIGKILL while it loads from an emulated Oracle, which lives on, and while it follows its changes, starts it again, and
 * compares in the end. More kills and other targets: see {@code docs/endurance.md}.
 */
class OracleCrashIT {
    private static final String POSTGRES = "oracle-postgres";
    private static final int LATEST_KILL_MILLIS = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    @TempDir
    private Path folder;

    private final AtomicInteger transactions = new AtomicInteger();
    private volatile boolean stopped;

    static Stream<String> pairs() {
        String pair = System.getProperty(Scenario.PAIR_PROPERTY);
        return pair == null ? Stream.of(POSTGRES, "oracle-s3") : Stream.of(pair);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void losesNothingAndDoublesNothingWhenKilledAnywhere(String pair) throws Exception {
        int kills = Integer.getInteger(Scenario.KILLS_PROPERTY, pair.equals(POSTGRES) ? 2 : 1);
        long seed = Long.getLong(Scenario.SEED_PROPERTY, new Random().nextInt(1_000_000));
        System.out.println(pair + ", " + kills + " kills, seed " + seed);
        Random moments = new Random(seed);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (OracleTarget to = OracleTarget.of(pair, folder);
                EmulatedOracle oracle = EmulatedOracle.start("secret")) {
            createTables(oracle, to.takesKeyless());
            Path task = task(oracle, to);
            List<Future<?>> writers = new ArrayList<>();
            writers.add(threads.submit(() -> writeKeyed(oracle, new Random(seed + 1))));
            if (to.takesKeyless()) {
                writers.add(threads.submit(() -> writeKeyless(oracle, new Random(seed + 2))));
            }
            for (int kill = 0; kill < kills; kill++) {
                try (EngineProcess engine = EngineProcess.run(task, folder.resolve("engine.log"))) {
                    awaitMoment(kill, engine, to);
                    TimeUnit.MILLISECONDS.sleep(moments.nextInt(LATEST_KILL_MILLIS));
                    engine.kill();
                }
                System.out.println("kill " + (kill + 1) + ": progress " + to.progress());
            }
            stopped = true;
            for (Future<?> writer : writers) {
                writer.get();
            }
            try (EngineProcess engine = EngineProcess.run(task, folder.resolve("engine.log"), "--until", "caught-up")) {
                assertThat(engine.awaitExit(PATIENCE))
                        .as("exit code; the engine says:\n%s", engine.outputTail())
                        .isZero();
            }
            int compared = assertEqual(oracle, to, "employees", List.of("id", "name"));
            if (to.takesKeyless()) {
                compared += assertEqual(oracle, to, "audit", List.of("n", "what"));
            }
            System.out.println(transactions + " transactions, " + compared + " rows in the end");
        } finally {
            stopped = true;
            threads.shutdownNow();
        }
    }

    private Path task(EmulatedOracle oracle, OracleTarget to) throws Exception {
        String lower = """
                {"rule-type": "transformation", "rule-id": %d, "rule-name": "%d", "rule-target": "%s",
                 "object-locator": {"schema-name": "HR"%s}, "rule-action": "convert-lowercase"}""";
        return TaskJson.named("killed")
                .source("""
                        {"EngineName": "oracle", "ServerName": "127.0.0.1", "DatabaseName": "ORCL", "Username": "%s",
                         "Password": "secret",
                         "EngineSettings": {"JdbcUrl": "%s", "LogMiningSleepMilliseconds": 20, "ReaderHeartbeatMilliseconds": 50}}""".formatted(EmulatedOracle.USER, oracle.jdbcUrl(oracle.port())))
                .target(to.endpoint())
                .rules("""
                        {"rule-type": "selection", "rule-id": 1, "rule-name": "1", "rule-action": "include",
                         "object-locator": {"schema-name": "HR", "table-name": "%"}}, """
                        + lower.formatted(2, 2, "schema", "")
                        + ", "
                        + lower.formatted(3, 3, "table", ", \"table-name\": \"%\"")
                        + ", "
                        + lower.formatted(4, 4, "column", ", \"table-name\": \"%\", \"column-name\": \"%\"")
                        + to.rules())
                .writeTo(folder);
    }

    private static void createTables(EmulatedOracle oracle, boolean keyless) {
        oracle.createSchema("HR");
        oracle.createTable(
                OracleTable.of(
                                "HR",
                                "EMPLOYEES",
                                Column.of("ID", "NUMBER(9)").notNull(),
                                Column.of("NAME", "VARCHAR2(40 CHAR)"))
                        .withPrimaryKey("ID"),
                true);
        if (keyless) {
            oracle.createTable(
                    OracleTable.of("HR", "AUDIT", Column.of("N", "NUMBER(9)"), Column.of("WHAT", "VARCHAR2(10)")),
                    true);
        }
        try (OracleTransaction transaction = oracle.begin()) {
            List<List<@Nullable String>> rows = new ArrayList<>();
            for (int id = 0; id < OracleTarget.LOADED; id++) {
                rows.add(Arrays.asList("" + id, "name " + id));
            }
            transaction.insert("HR", "EMPLOYEES", rows);
            transaction.commit();
        }
    }

    /** Transactions that stay open while the other session commits, some with a part that is taken back, some taken back as a whole. */
    private @Nullable Void writeKeyed(EmulatedOracle oracle, Random random) throws InterruptedException {
        int next = OracleTarget.LOADED;
        try (OracleTransaction transaction = oracle.begin()) {
            while (!stopped) {
                int first = next;
                for (int i = 0; i < 3; i++) {
                    transaction.insert("HR", "EMPLOYEES", List.of(Arrays.asList("" + next++, "new")));
                    transaction.update(
                            "HR",
                            "EMPLOYEES",
                            Map.of("ID", "" + random.nextInt(OracleTarget.LOADED / 2)),
                            Map.of("NAME", "changed " + next));
                    TimeUnit.MILLISECONDS.sleep(5);
                }
                int savepoint = transaction.savepoint();
                transaction.delete("HR", "EMPLOYEES", Map.of("ID", "" + first));
                if (random.nextBoolean()) {
                    transaction.rollbackTo(savepoint);
                }
                if (random.nextInt(5) == 0) {
                    transaction.rollback();
                } else {
                    transaction.commit();
                    transactions.incrementAndGet();
                }
            }
        }
        return null;
    }

    private @Nullable Void writeKeyless(EmulatedOracle oracle, Random random) throws InterruptedException {
        try (OracleTransaction transaction = oracle.begin()) {
            while (!stopped) {
                String kind = "" + random.nextInt(10);
                transaction.insert("HR", "AUDIT", List.of(Arrays.asList(kind, "twin"), Arrays.asList(kind, "twin")));
                if (random.nextInt(4) == 0) {
                    transaction.delete("HR", "AUDIT", Map.of("N", kind));
                }
                transaction.commit();
                transactions.incrementAndGet();
                TimeUnit.MILLISECONDS.sleep(3);
            }
        }
        return null;
    }

    private static void awaitMoment(int kill, EngineProcess engine, OracleTarget to) throws SQLException {
        long before = kill == 0 ? -1 : Math.max(to.progress(), 0);
        awaitTrue(engine, () -> to.progress() > before);
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

    /** How many rows there are. */
    private static int assertEqual(EmulatedOracle oracle, OracleTarget to, String table, List<String> columns)
            throws SQLException {
        List<String> expected = oracle.rows("HR", table.toUpperCase(Locale.ROOT)).stream()
                .map(row -> to.shown(columns, row))
                .sorted()
                .toList();
        assertThat(to.content(table, columns).stream().sorted().toList()).isEqualTo(expected);
        return expected.size();
    }
}
