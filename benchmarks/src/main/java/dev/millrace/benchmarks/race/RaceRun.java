package dev.millrace.benchmarks.race;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lets both contestants run in turn, each first in every other pair, so that a machine that drifts favours neither. */
final class RaceRun {
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final long LOOK_MILLIS = 5;

    private final Race race;
    private final int pairs;
    private final PrintStream out;

    RaceRun(Race race, int pairs, PrintStream out) {
        this.race = race;
        this.pairs = pairs;
        this.out = out;
    }

    List<Lap> run() throws IOException, SQLException, InterruptedException {
        List<Lap> laps = new ArrayList<>();
        for (int pair = 1; pair <= pairs; pair++) {
            boolean engineFirst = pair % 2 == 1;
            laps.add(run(engineFirst ? race.engine() : race.peer(), pair));
            laps.add(run(engineFirst ? race.peer() : race.engine(), pair));
        }
        return laps;
    }

    private Lap run(Contestant contestant, int pair) throws IOException, SQLException, InterruptedException {
        try (Attempt attempt = contestant.prepare(pair)) {
            race.settle();
            Lap lap = time(contestant.name(), pair, attempt);
            out.printf(
                    Locale.ROOT,
                    "pair %d, %s: %.2f s, %,.0f rows/s%n",
                    pair,
                    lap.contestant(),
                    lap.elapsed().toMillis() / 1000.0,
                    lap.rowsPerSecond(race.rows()));
            if (!race.isEqual(attempt.targetDatabase())) {
                throw new IllegalStateException(
                        "source and target differ after " + contestant.name() + " has run: the race has no result");
            }
            return lap;
        } finally {
            race.dropTarget(TargetDatabases.name(contestant.name(), pair));
        }
    }

    private Lap time(String name, int pair, Attempt attempt) throws IOException, SQLException, InterruptedException {
        Duration own = attempt.processorTime();
        Duration source = ProcessorTime.ofTree(race.source().pid());
        Duration target = ProcessorTime.ofTree(race.target().pid());
        long start = System.nanoTime();
        attempt.start();
        while (!attempt.isFinished()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new IllegalStateException(name + " was given up after " + PATIENCE);
            }
            Thread.sleep(LOOK_MILLIS);
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        return new Lap(
                name,
                pair,
                attempt.startUp(),
                elapsed,
                attempt.processorTime().minus(own),
                ProcessorTime.ofTree(race.source().pid()).minus(source),
                ProcessorTime.ofTree(race.target().pid()).minus(target));
    }
}
