package dev.millrace.benchmarks.race;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The outcome of a race. */
abstract class RaceResult {
    private final Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final RaceDefinition definition;
    private final long rows;
    private final int pairs;
    private final Map<String, String> facts;

    /** @param facts versions and settings that a reader of the result has to know */
    RaceResult(RaceDefinition definition, long rows, int pairs, Map<String, String> facts) {
        this.definition = definition;
        this.rows = rows;
        this.pairs = pairs;
        this.facts = facts;
    }

    final RaceDefinition definition() {
        return definition;
    }

    final long rows() {
        return rows;
    }

    /** The rows of the table of all races that come of this one. */
    abstract List<Score> scores();

    /** Every run, as a table in Markdown. */
    abstract String runs();

    /** Adds every run. */
    abstract void addRuns(ObjectNode json);

    final String markdown() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s: %,d rows, %d %s, %s, %s%n%n",
                definition.title(),
                rows,
                pairs,
                pairs == 1 ? "pair" : "pairs",
                at,
                machine()));
        text.append(runs()).append('\n').append(Score.HEADER);
        scores().forEach(score -> text.append(score.row()));
        text.append('\n');
        facts.forEach((name, fact) ->
                text.append("- ").append(name).append(": ").append(fact).append('\n'));
        return text.toString();
    }

    private static String machine() {
        return Runtime.getRuntime().availableProcessors() + " processors, Java " + Runtime.version();
    }

    /** Writes both forms; returns the path of the Markdown. */
    final Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        ObjectMapper mapper = new ObjectMapper();
        mapper.writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve(definition.name() + ".json").toFile(), json(mapper));
        return Files.writeString(folder.resolve(definition.name() + ".md"), markdown());
    }

    private ObjectNode json(ObjectMapper mapper) {
        ObjectNode json = mapper.createObjectNode();
        json.put("race", definition.name()).put("title", definition.title());
        json.put("at", at.toString()).put("machine", machine());
        json.put("rows", rows).put("pairs", pairs);
        json.set("scores", mapper.valueToTree(scores()));
        addRuns(json);
        json.set("facts", mapper.valueToTree(facts));
        return json;
    }
}
