package dev.millrace.benchmarks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs every benchmark for a moment, so that none of them rots. */
class StagesCommandTest {
    @Test
    void everyBenchmarkRuns() {
        int code = Main.commandLine().execute("stages", "--forks", "0", "--iterations", "1", "--millis", "10");

        assertThat(code).isZero();
    }
}
