package dev.millrace.crash;

import dev.millrace.testing.fault.FaultProxy;
import dev.millrace.testing.fault.RandomFaults;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Cuts, delays, throttles, truncates and stalls the engine's connections to both databases at random, under a live load: the engine
 * goes on by itself, ends in order when told, and source and target are equal in the end.
 */
class FaultyNetworkIT {

    private static final int FILL_TRANSACTIONS = 300;
    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final Duration MEAN_PAUSE = Duration.ofMillis(1200);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

    @TempDir
    private Path folder;

    static Stream<Scenario> scenarios() {
        return Scenario.chosen(
                Scenario.of(Engine.POSTGRES, Engine.POSTGRES, 2), Scenario.of(Engine.MYSQL, Engine.MYSQL, 2));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void survivesWhatNetworksDo(Scenario scenario) throws SQLException, IOException, InterruptedException {
        try (Testbed testbed = Testbed.start(scenario, folder, FILL_TRANSACTIONS);
                FaultProxy toSource =
                        FaultProxy.to(testbed.source().host(), testbed.source().port());
                FaultProxy toTarget =
                        FaultProxy.to(testbed.target().host(), testbed.target().port());
                EngineProcess engine = testbed.startEngine(toSource.port(), toTarget.port())) {
            testbed.startWorkload();
            try (RandomFaults faults = RandomFaults.start(List.of(toSource, toTarget), scenario.seed(), MEAN_PAUSE)) {
                TimeUnit.MILLISECONDS.sleep(ROUND.toMillis() * scenario.kills());
                assertThat(faults.injected()).isPositive();
            }
            toSource.cutAll();
            toTarget.cutAll();
            testbed.awaitProgress(engine);
            assertThat(toSource.cutConnections() + toTarget.cutConnections()).isPositive();
            assertThat(engine.terminate(STOP_TIMEOUT)).as(engine.outputTail()).isZero();
            testbed.stopAndCompare();
        }
    }
}
