package dev.millrace.crash;

import dev.millrace.emulated.sqlserver.EmulatedDatabase;
import dev.millrace.emulated.sqlserver.EmulatedSqlServer;
import dev.millrace.examples.cli.TaskJson;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * From an emulated SQL Server into targets of every kind: the engine's JVM is killed with SIGKILL at random moments of load and capture, while the
 * emulation, in this JVM, goes on and is written to; in the end both hold the same rows. A longer run: see {@code docs/endurance.md}.
 */
class EmulatedSqlServerCrashIT {
    private static final String SOURCE = "sqlserver-";
    private static final long SEED = Long.getLong(Scenario.SEED_PROPERTY, System.nanoTime());
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int LATEST_KILL_MILLIS = 2_500;

    @TempDir
    private Path folder;

    static Stream<String> targets() {
        String pair = System.getProperty(Scenario.PAIR_PROPERTY);
        return pair == null
                ? Stream.of("postgres", "mysql", "dynamodb", "s3")
                : Stream.of(pair.substring(SOURCE.length()));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void losesNothingAndDoublesNothingWhenKilledAnywhere(String kind)
            throws IOException, InterruptedException, SQLException {
        int kills = Integer.getInteger(Scenario.KILLS_PROPERTY, kind.equals("postgres") ? 3 : 1);
        System.out.println(SOURCE + kind + ", " + kills + " kills, seed " + SEED);
        Random moments = new Random(SEED);
        try (EmulatedSqlServer server = EmulatedSqlServer.start();
                EmulatedDatabase database = server.createDatabase("shop", "replicator", "secret");
                ShopTarget target = ShopTarget.start(kind, folder)) {
            EmulatedShop shop = new EmulatedShop(database, SEED, target.takesOldRows(), target.pauseMillis());
            shop.create();
            Thread writing = new Thread(shop, "shop");
            writing.start();
            Path task = task(server, target);
            for (int kill = 0; kill < kills; kill++) {
                try (EngineProcess engine = EngineProcess.run(task, folder.resolve("engine.log"))) {
                    awaitMoment(kills - kill, target, engine);
                    TimeUnit.MILLISECONDS.sleep(moments.nextInt(LATEST_KILL_MILLIS));
                    engine.kill();
                }
            }
            shop.stop();
            writing.join();
            try (EngineProcess engine = EngineProcess.run(task, folder.resolve("engine.log"), "--until", "caught-up")) {
                assertThat(engine.awaitExit(PATIENCE)).as(engine.outputTail()).isZero();
            }
            int compared = 0;
            for (String table : target.tables()) {
                List<List<@Nullable String>> rows =
                        database.rows(EmulatedShop.SCHEMA, table, EmulatedShop.columns(table));
                assertThat(rows).isNotEmpty();
                target.assertHolds(table, rows);
                compared += rows.size();
            }
            System.out.println(shop.transactions() + " transactions, " + compared + " rows in the end");
        }
    }

    /** Every other process, the last one too, has got further than the one before, however slow the machine is. */
    private static void awaitMoment(int killsLeft, ShopTarget target, EngineProcess engine) {
        int before = target.progress();
        await().atMost(PATIENCE).until(() -> {
            assertThat(engine.isAlive()).as(engine.outputTail()).isTrue();
            return killsLeft % 2 == 0 || target.progress() > before;
        });
    }

    private Path task(EmulatedSqlServer server, ShopTarget target) throws IOException {
        return TaskJson.named("emulated")
                .source("""
                        {"EngineName": "sqlserver", "ServerName": "127.0.0.1", "Port": %d, "DatabaseName": "shop",
                         "Username": "replicator", "Password": "secret", "SslMode": "none",
                         "EngineSettings": {"JdbcUrl": "jdbc:emulated-sqlserver://127.0.0.1:%d/shop", "ReaderPollMilliseconds": 50}}""".formatted(server.port(), server.port()))
                .target(target.endpoint())
                .rules(target.tables().stream()
                                .map(EmulatedSqlServerCrashIT::included)
                                .collect(Collectors.joining(", "))
                        + target.rules())
                .writeTo(folder);
    }

    private static String included(String table) {
        int id = 1 + EmulatedShop.TABLES.indexOf(table);
        return """
                {"rule-type": "selection", "rule-id": %d, "rule-name": "%d", "rule-action": "include",
                 "object-locator": {"schema-name": "%s", "table-name": "%s"}}""".formatted(id, id, EmulatedShop.SCHEMA, table);
    }
}
