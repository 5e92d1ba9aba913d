package dev.millrace.benchmarks.race;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The outcome of a race: every run, medians, and the engine's speed as a multiple of the peer's, pair by pair. */
final class RaceResult {
    private final Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final String title;
    private final long rows;
    private final double floor;
    private final String engine;
    private final String peer;
    private final Map<String, String> facts;
    private final List<Lap> laps;

    RaceResult(Race race, List<Lap> laps) {
        this.title = race.title();
        this.rows = race.rows();
        this.floor = race.floor();
        this.engine = race.engine().name();
        this.peer = race.peer().name();
        this.facts = race.facts();
        this.laps = List.copyOf(laps);
    }

    private List<Lap> of(String contestant) {
        return laps.stream().filter(lap -> lap.contestant().equals(contestant)).toList();
    }

    /** Ratios of pairs are robust against a machine whose speed drifts. */
    private double[] ratios() {
        List<Lap> ours = of(engine);
        return ours.stream()
                .mapToDouble(lap -> laps.stream()
                                .filter(other -> other.contestant().equals(peer) && other.pair() == lap.pair())
                                .mapToDouble(other -> other.elapsed().toNanos())
                                .sum()
                        / lap.elapsed().toNanos())
                .sorted()
                .toArray();
    }

    double medianRatio() {
        return median(ratios());
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private double median(String contestant, ToDoubleFunction<Lap> figure) {
        return median(of(contestant).stream().mapToDouble(figure).sorted().toArray());
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s: %,d rows, %d pairs, %s, %s%n%n",
                title,
                rows,
                of(engine).size(),
                at,
                machine()));
        text.append("| contestant | pair | rows/s | seconds | start-up s | CPU s: own | source | target |\n");
        text.append("| --- | --- | --- | --- | --- | --- | --- | --- |\n");
        for (Lap lap : laps) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %,.0f | %.2f | %.2f | %.1f | %.1f | %.1f |%n",
                    lap.contestant(),
                    lap.pair(),
                    lap.rowsPerSecond(rows),
                    seconds(lap.elapsed()),
                    seconds(lap.startUp()),
                    seconds(lap.contestantTime()),
                    seconds(lap.sourceTime()),
                    seconds(lap.targetTime())));
        }
        for (String contestant : List.of(engine, peer)) {
            text.append(String.format(
                    Locale.ROOT,
                    "| **%s** | median | **%,.0f** | %.2f | %.2f | %.1f | %.1f | %.1f |%n",
                    contestant,
                    median(contestant, lap -> lap.rowsPerSecond(rows)),
                    median(contestant, lap -> seconds(lap.elapsed())),
                    median(contestant, lap -> seconds(lap.startUp())),
                    median(contestant, lap -> seconds(lap.contestantTime())),
                    median(contestant, lap -> seconds(lap.sourceTime())),
                    median(contestant, lap -> seconds(lap.targetTime()))));
        }
        double[] ratios = ratios();
        text.append(String.format(
                Locale.ROOT,
                "%nSpeed of %s as a multiple of %s: median **%.2f** (pairs: %.2f to %.2f); floor %.1f: %s%n%n",
                engine,
                peer,
                median(ratios),
                ratios[0],
                ratios[ratios.length - 1],
                floor,
                median(ratios) >= floor ? "met" : "NOT met"));
        facts.forEach((name, fact) ->
                text.append("- ").append(name).append(": ").append(fact).append('\n'));
        return text.toString();
    }

    private static String machine() {
        return Runtime.getRuntime().availableProcessors() + " processors, Java "
                + Runtime.version().feature();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** Writes both forms; returns the path of the Markdown. */
    Path write(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve(name + ".json").toFile(), json());
        return Files.writeString(folder.resolve(name + ".md"), markdown());
    }

    private ObjectNode json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("title", title).put("at", at.toString()).put("machine", machine());
        json.put("rows", rows).put("floor", floor);
        ArrayNode runs = json.putArray("runs");
        for (Lap lap : laps) {
            runs.addObject()
                    .put("contestant", lap.contestant())
                    .put("pair", lap.pair())
                    .put("seconds", seconds(lap.elapsed()))
                    .put("rowsPerSecond", Math.round(lap.rowsPerSecond(rows)))
                    .put("startUpSeconds", seconds(lap.startUp()))
                    .put("ownProcessorSeconds", seconds(lap.contestantTime()))
                    .put("sourceProcessorSeconds", seconds(lap.sourceTime()))
                    .put("targetProcessorSeconds", seconds(lap.targetTime()));
        }
        ObjectNode ratio = json.putObject("ratio");
        double[] ratios = ratios();
        ratio.put("median", median(ratios)).put("lowest", ratios[0]).put("highest", ratios[ratios.length - 1]);
        ObjectNode described = json.putObject("facts");
        facts.forEach(described::put);
        return json;
    }
}
