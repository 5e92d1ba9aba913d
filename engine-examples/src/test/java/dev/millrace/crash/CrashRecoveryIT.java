package dev.millrace.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills the engine's JVM with SIGKILL, at random moments of the full load and of change capture under a live load, starts it again,
 * and compares source and target in the end. A longer run: see {@code docs/endurance.md}.
 */
class CrashRecoveryIT {

    private static final int FILL_TRANSACTIONS = 700;

    private static final int LATEST_KILL_MILLIS = 1_500;

    @TempDir
    private Path folder;

    static Stream<Scenario> scenarios() {
        return Scenario.chosen(
                Scenario.of(Engine.POSTGRES, Engine.POSTGRES, 3),
                Scenario.relaxed(Engine.POSTGRES, Engine.POSTGRES, 3, 8),
                Scenario.relaxed(Engine.MYSQL, Engine.MYSQL, 3, 2),
                Scenario.of(Engine.POSTGRES, Engine.MYSQL, 1),
                Scenario.of(Engine.MYSQL, Engine.POSTGRES, 1),
                Scenario.of(Engine.MYSQL, Engine.MYSQL, 1),
                Scenario.of(Engine.MARIADB, Engine.POSTGRES, 1),
                Scenario.throughDebezium(Engine.POSTGRES, Engine.POSTGRES, 1),
                Scenario.throughDebezium(Engine.MYSQL, Engine.POSTGRES, 1));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void losesNothingAndDoublesNothingWhenKilledAnywhere(Scenario scenario)
            throws SQLException, IOException, InterruptedException {
        Random moments = new Random(scenario.seed());
        try (Testbed testbed = Testbed.start(scenario, folder, FILL_TRANSACTIONS)) {
            testbed.startWorkload();
            for (int kill = 0; kill < scenario.kills(); kill++) {
                try (EngineProcess engine = testbed.startEngine(
                        testbed.source().port(), testbed.target().port())) {
                    Phase phase = Phase.of(kill + scenario.seed());
                    awaitMoment(testbed, engine, phase, moments);
                    if (phase == Phase.CAPTURE && scenario.commitsAhead()) {
                        testbed.killWithBatchesAhead(engine);
                    } else {
                        engine.kill();
                    }
                    System.out.println("kill " + (kill + 1) + ": " + testbed.progress());
                }
            }
            testbed.stopAndCompare();
        }
    }

    private static void awaitMoment(Testbed testbed, EngineProcess engine, Phase phase, Random moments)
            throws InterruptedException {
        switch (phase) {
            case LOAD -> testbed.awaitTables(engine);
            case CAPTURE -> testbed.awaitProgress(engine);
            case START -> TimeUnit.MILLISECONDS.sleep(LATEST_KILL_MILLIS);
        }
        TimeUnit.MILLISECONDS.sleep(moments.nextInt(LATEST_KILL_MILLIS));
    }

    /** What the engine is busy with when it is killed, or has just begun. */
    private enum Phase {
        LOAD,
        CAPTURE,
        START;

        static Phase of(long number) {
            return values()[(int) (number % values().length)];
        }
    }
}
