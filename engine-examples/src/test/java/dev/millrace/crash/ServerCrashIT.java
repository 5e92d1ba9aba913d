package dev.millrace.crash;

import dev.millrace.servers.DatabaseServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kills the databases themselves with SIGKILL while the engine runs, the target under load and then the source, and starts them
 * again: the engine goes on by itself, and source and target are equal in the end.
 */
class ServerCrashIT {

    private static final int FILL_TRANSACTIONS = 200;
    private static final int LONGEST_OUTAGE_MILLIS = 3_000;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

    @TempDir
    private Path folder;

    static Stream<Scenario> scenarios() {
        return Scenario.chosen(
                Scenario.of(Engine.POSTGRES, Engine.POSTGRES, 1), Scenario.of(Engine.MYSQL, Engine.MYSQL, 1));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void goesOnWhenADatabaseComesBack(Scenario scenario) throws SQLException, IOException, InterruptedException {
        Random moments = new Random(scenario.seed());
        try (Testbed testbed = Testbed.start(scenario, folder, FILL_TRANSACTIONS);
                EngineProcess engine = testbed.startEngine(
                        testbed.source().port(), testbed.target().port())) {
            for (int kill = 0; kill < scenario.kills(); kill++) {
                testbed.startWorkload();
                testbed.awaitProgress(engine);
                crash(testbed.target(), moments);
                testbed.awaitProgress(engine);
                testbed.workload().stop();
                crash(testbed.source(), moments);
            }
            testbed.startWorkload();
            testbed.awaitProgress(engine);
            assertThat(engine.terminate(STOP_TIMEOUT)).as(engine.outputTail()).isZero();
            testbed.stopAndCompare();
        }
    }

    private static void crash(DatabaseServer server, Random moments) throws InterruptedException {
        server.kill();
        TimeUnit.MILLISECONDS.sleep(moments.nextInt(LONGEST_OUTAGE_MILLIS));
        server.start();
    }
}
