package dev.millrace.crash;

import dev.millrace.emulated.sqlserver.EmulatedDatabase;
import dev.millrace.emulated.sqlserver.EmulatedSqlServer;
import dev.millrace.servers.DatabaseServer;
import dev.millrace.servers.PostgresServer;
import dev.millrace.testing.contract.SqlSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * From an emulated SQL Server into a real PostgreSQL: the engine's JVM is killed with SIGKILL at random moments of load and capture, while the
 * emulation, in this JVM, goes on and is written to; in the end both hold the same rows.
 */
class EmulatedSqlServerCrashIT {
    private static final int KILLS = Integer.getInteger("millrace.crash.kills", 3);
    private static final long SEED = Long.getLong("millrace.crash.seed", System.nanoTime());
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int LATEST_KILL_MILLIS = 2_500;

    @TempDir
    private Path folder;

    @Test
    void losesNothingAndDoublesNothingWhenKilledAnywhere() throws IOException, InterruptedException {
        System.out.println("millrace.crash.seed=" + SEED);
        Random moments = new Random(SEED);
        try (EmulatedSqlServer server = EmulatedSqlServer.start();
                EmulatedDatabase database = server.createDatabase("shop", "replicator", "secret");
                DatabaseServer target = PostgresServer.builder().start()) {
            EmulatedShop shop = new EmulatedShop(database, SEED);
            shop.create();
            Thread writing = new Thread(shop, "shop");
            writing.start();
            Path task = Files.writeString(folder.resolve("task.json"), task(server, target));
            for (int kill = 0; kill < KILLS; kill++) {
                try (EngineProcess engine = EngineProcess.run(task, folder.resolve("engine.log"))) {
                    awaitMoment(kill, target, engine);
                    TimeUnit.MILLISECONDS.sleep(moments.nextInt(LATEST_KILL_MILLIS));
                    engine.kill();
                }
            }
            shop.stop();
            writing.join();
            try (EngineProcess engine = EngineProcess.run(task, folder.resolve("engine.log"), "--until", "caught-up")) {
                assertThat(engine.awaitExit(PATIENCE)).as(engine.outputTail()).isZero();
            }
            assertEqual(database, target);
        }
    }

    /** Every other process has got further than the one before, however slow the machine is. */
    private static void awaitMoment(int kill, DatabaseServer target, EngineProcess engine) {
        long before = latest(target);
        await().atMost(PATIENCE).until(() -> {
            assertThat(engine.isAlive()).as(engine.outputTail()).isTrue();
            return kill % 2 == 0 || latest(target) > before;
        });
    }

    /** The highest number of an item on the target, which rises while changes are applied; -1 before there are any. */
    private static long latest(DatabaseServer target) {
        try (SqlSession session = session(target)) {
            boolean there =
                    session.query("SELECT to_regclass('sales.items')").get(0).get(0) != null;
            String id = there
                    ? session.query("SELECT max(id) FROM sales.items").get(0).get(0)
                    : null;
            return id == null ? -1 : Long.parseLong(id);
        }
    }

    private static SqlSession session(DatabaseServer target) {
        try {
            return new SqlSession(
                    DriverManager.getConnection(target.jdbcUrl("postgres"), target.username(), target.password()));
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void assertEqual(EmulatedDatabase database, DatabaseServer target) {
        try (SqlSession session = session(target)) {
            for (String table : EmulatedShop.TABLES) {
                List<String> columns = EmulatedShop.columns(table);
                List<String> expected = database.rows(EmulatedShop.SCHEMA, table, columns).stream()
                        .map(List::toString)
                        .sorted()
                        .toList();
                List<String> found = session
                        .query("SELECT " + SqlSession.quoted(columns) + " FROM sales." + SqlSession.quoted(table))
                        .stream()
                        .map(List::toString)
                        .sorted()
                        .toList();
                assertThat(found).as(table).isEqualTo(expected);
                assertThat(expected).isNotEmpty();
            }
        }
    }

    private static String task(EmulatedSqlServer server, DatabaseServer target) {
        return """
                { "ReplicationTaskIdentifier": "emulated",
                  "MigrationType": "full-load-and-cdc",
                  "SourceEndpoint": { "EngineName": "sqlserver", "ServerName": "127.0.0.1", "Port": %d, "DatabaseName": "shop",
                      "Username": "replicator", "Password": "secret", "SslMode": "none",
                      "EngineSettings": { "JdbcUrl": "jdbc:emulated-sqlserver://127.0.0.1:%d/shop", "ReaderPollMilliseconds": 50 } },
                  "TargetEndpoint": { "EngineName": "postgres", "ServerName": "%s", "Port": %d, "DatabaseName": "postgres",
                      "Username": "%s", "Password": "%s", "SslMode": "none" },
                  "TableMappings": { "rules": [ { "rule-type": "selection", "rule-id": "1", "rule-name": "1",
                      "rule-action": "include", "object-locator": { "schema-name": "sales", "table-name": "%%" } } ] } }
                """.formatted(
                server.port(), server.port(), target.host(), target.port(), target.username(), target.password());
    }
}
