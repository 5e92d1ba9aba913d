package dev.millrace.benchmarks.race;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** How long rows took from the commit on the source until they showed on the target. */
final class LatencyResult extends RaceResult {
    /** What is wanted of the engine, in milliseconds. */
    private static final double MEDIAN_WANTED = 6;

    private static final double NINETY_NINTH_WANTED = 30;

    private final String engine;
    private final String peer;
    private final List<LatencyLap> laps;

    LatencyResult(
            RaceDefinition definition,
            long rows,
            String engine,
            String peer,
            Map<String, String> facts,
            List<LatencyLap> laps) {
        super(definition, rows, laps.size() / 2, facts);
        this.engine = engine;
        this.peer = peer;
        this.laps = List.copyOf(laps);
    }

    @Override
    List<Score> scores() {
        return List.of(
                score("ms to visible, p50", LatencyLap::median, MEDIAN_WANTED),
                score("ms to visible, p99", LatencyLap::ninetyNinth, NINETY_NINTH_WANTED));
    }

    private Score score(String measure, ToDoubleFunction<LatencyLap> figure, double wanted) {
        List<Double> ours = figures(engine, figure);
        List<Double> theirs = figures(peer, figure);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            ratios.add(ours.get(i) / theirs.get(i));
        }
        Spread spread = Spread.of(ours);
        return new Score(
                definition().name(),
                peer,
                measure,
                spread,
                Spread.of(theirs),
                Spread.of(ratios),
                wanted,
                "≤ %.0f ms",
                spread.median() <= wanted);
    }

    private List<Double> figures(String contestant, ToDoubleFunction<LatencyLap> figure) {
        return laps.stream()
                .filter(lap -> lap.contestant().equals(contestant))
                .map(figure::applyAsDouble)
                .toList();
    }

    @Override
    String runs() {
        StringBuilder text = new StringBuilder();
        text.append("| contestant | pair | transactions/s | p50 ms | p99 ms | longest ms |\n");
        text.append("| --- | --- | --- | --- | --- | --- |\n");
        for (LatencyLap lap : laps) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %.0f | %.2f | %.2f | %.1f |%n",
                    lap.contestant(),
                    lap.pair(),
                    lap.pace(),
                    lap.median(),
                    lap.ninetyNinth(),
                    lap.longest()));
        }
        return text.toString();
    }

    @Override
    void addRuns(ObjectNode json) {
        json.set("runs", new ObjectMapper().valueToTree(laps));
    }
}
