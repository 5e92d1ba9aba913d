package dev.millrace.benchmarks.race;

import java.time.Duration;

/**
 * One timed run.
 *
 * @param contestant who ran
 * @param pair in which pair, from 1
 * @param startUp what its own processes took before the clock started
 * @param elapsed from the start to the last commit
 * @param contestantTime processor time of its own processes while the clock ran
 * @param sourceTime processor time of the source server
 * @param targetTime processor time of the target server
 */
record Lap(
        String contestant,
        int pair,
        Duration startUp,
        Duration elapsed,
        Duration contestantTime,
        Duration sourceTime,
        Duration targetTime) {

    double rowsPerSecond(long rows) {
        return rows / (elapsed.toNanos() / 1e9);
    }
}
