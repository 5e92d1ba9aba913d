package dev.millrace.benchmarks.race;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** One table of all results in a folder, in the order of {@link Races}, and a plot of it. */
final class RaceTable {
    /** How files of results end. */
    static final String RESULT = ".json";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Not the name of a race. */
    private static final String NAME = "all-races";

    private final List<JsonNode> results;
    private final List<String> notes;

    private RaceTable(List<JsonNode> results, List<String> notes) {
        this.results = results;
        this.notes = notes;
    }

    /**
     * Reads the results of a folder.
     *
     * @param notes of races that have none
     */
    static RaceTable of(Path folder, List<String> notes) throws IOException {
        List<JsonNode> results = new ArrayList<>();
        for (RaceDefinition race : Races.all()) {
            Path file = folder.resolve(race.name() + RESULT);
            if (Files.exists(file)) {
                results.add(JSON.readTree(file.toFile()));
            }
        }
        return new RaceTable(results, List.copyOf(notes));
    }

    private static List<Score> scores(JsonNode result) {
        List<Score> scores = new ArrayList<>();
        result.path("scores").forEach(score -> scores.add(JSON.convertValue(score, Score.class)));
        return scores;
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("| race | rows | peer | measure | engine | peer | engine : peer | wanted | pairs | measured |\n");
        text.append("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        Set<String> facts = new LinkedHashSet<>();
        for (JsonNode result : results) {
            for (Score score : scores(result)) {
                text.append(row(result, score));
            }
            facts.add(result.path("machine").asText());
            facts.add(result.path("facts").path("source").asText());
            facts.add(result.path("facts").path("target").asText());
        }
        text.append('\n');
        notes.forEach(note -> text.append("- ").append(note).append('\n'));
        facts.forEach(fact -> text.append("- ").append(fact).append('\n'));
        return text.toString();
    }

    private static String row(JsonNode result, Score score) {
        return String.format(
                Locale.ROOT,
                "| `%s` | %,d | %s | %s | %s | %s | %s | %s | %d | %s |%n",
                score.race(),
                result.path("rows").asLong(),
                score.peer(),
                score.measure(),
                score.engineText(),
                score.peerText(),
                score.ratio().text("%.2f"),
                score.verdict(),
                result.path("pairs").asInt(),
                result.path("at").asText());
    }

    /** Writes Markdown, JSON and SVG; returns the path of the Markdown. */
    Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        JSON.writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve(NAME + RESULT).toFile(), results);
        List<Score> speeds = results.stream()
                .flatMap(result -> scores(result).stream())
                .filter(score -> score.measure().equals(Score.SPEED))
                .toList();
        if (!speeds.isEmpty()) {
            Files.writeString(folder.resolve(NAME + ".svg"), new RatioPlot(speeds).svg());
        }
        return Files.writeString(folder.resolve(NAME + ".md"), markdown());
    }
}
