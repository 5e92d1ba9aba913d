package dev.millrace.benchmarks.race;

import java.util.List;
import java.util.Map;

/** What each run's own processes cost, and the engine's cost as a multiple of the peer's, pair by pair. */
final class ProcessorTimeResult extends TimedResult {
    private static final double MICROS_PER_SECOND = 1e6;

    ProcessorTimeResult(
            RaceDefinition definition,
            long rows,
            String engine,
            String peer,
            Map<String, String> facts,
            List<Lap> laps) {
        super(definition, rows, engine, peer, facts, laps);
    }

    @Override
    List<Score> scores() {
        Spread ratio = ratio((ours, theirs) -> seconds(ours.contestantTime()) / seconds(theirs.contestantTime()));
        double wanted = definition().wanted();
        return List.of(new Score(
                definition().name(),
                peer(),
                "µs of processor time a row",
                spread(engine(), this::cost),
                spread(peer(), this::cost),
                ratio,
                wanted,
                "≤ %.2f×",
                ratio.median() <= wanted));
    }

    private double cost(Lap lap) {
        return seconds(lap.contestantTime()) * MICROS_PER_SECOND / rows();
    }
}
