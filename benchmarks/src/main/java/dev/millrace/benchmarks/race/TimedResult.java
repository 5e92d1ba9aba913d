package dev.millrace.benchmarks.race;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/** How long each run took, medians, and the engine's speed as a multiple of the peer's, pair by pair. */
class TimedResult extends RaceResult {
    private final String engine;
    private final String peer;
    private final List<Lap> laps;

    TimedResult(
            RaceDefinition definition,
            long rows,
            String engine,
            String peer,
            Map<String, String> facts,
            List<Lap> laps) {
        super(definition, rows, laps.size() / 2, facts);
        this.engine = engine;
        this.peer = peer;
        this.laps = List.copyOf(laps);
    }

    final String engine() {
        return engine;
    }

    final String peer() {
        return peer;
    }

    private List<Lap> of(String contestant) {
        return laps.stream().filter(lap -> lap.contestant().equals(contestant)).toList();
    }

    @Override
    List<Score> scores() {
        Spread ratio = ratio((ours, theirs) -> seconds(theirs.elapsed()) / seconds(ours.elapsed()));
        double wanted = definition().wanted();
        return List.of(new Score(
                definition().name(),
                peer,
                Score.SPEED,
                spread(engine, lap -> lap.rowsPerSecond(rows())),
                spread(peer, lap -> lap.rowsPerSecond(rows())),
                ratio,
                wanted,
                "≥ %.2f×",
                ratio.median() >= wanted));
    }

    final Spread spread(String contestant, ToDoubleFunction<Lap> figure) {
        return Spread.of(of(contestant).stream().map(figure::applyAsDouble).toList());
    }

    /**
     * Ratios of pairs are robust against a machine whose speed drifts.
     *
     * @param figure of the engine's lap and the peer's
     */
    final Spread ratio(ToDoubleBiFunction<Lap, Lap> figure) {
        return Spread.of(of(engine).stream()
                .map(lap -> of(peer).stream()
                        .filter(other -> other.pair() == lap.pair())
                        .mapToDouble(other -> figure.applyAsDouble(lap, other))
                        .sum())
                .toList());
    }

    @Override
    String runs() {
        StringBuilder text = new StringBuilder();
        text.append("| contestant | pair | rows/s | seconds | start-up s | CPU s: own | source | target |\n");
        text.append("| --- | --- | --- | --- | --- | --- | --- | --- |\n");
        for (Lap lap : laps) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %,.0f | %.2f | %.2f | %.1f | %.1f | %.1f |%n",
                    lap.contestant(),
                    lap.pair(),
                    lap.rowsPerSecond(rows()),
                    seconds(lap.elapsed()),
                    seconds(lap.startUp()),
                    seconds(lap.contestantTime()),
                    seconds(lap.sourceTime()),
                    seconds(lap.targetTime())));
        }
        return text.toString();
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    @Override
    void addRuns(ObjectNode json) {
        ArrayNode runs = json.putArray("runs");
        for (Lap lap : laps) {
            runs.addObject()
                    .put("contestant", lap.contestant())
                    .put("pair", lap.pair())
                    .put("seconds", seconds(lap.elapsed()))
                    .put("rowsPerSecond", Math.round(lap.rowsPerSecond(rows())))
                    .put("startUpSeconds", seconds(lap.startUp()))
                    .put("ownProcessorSeconds", seconds(lap.contestantTime()))
                    .put("sourceProcessorSeconds", seconds(lap.sourceTime()))
                    .put("targetProcessorSeconds", seconds(lap.targetTime()));
        }
    }
}
