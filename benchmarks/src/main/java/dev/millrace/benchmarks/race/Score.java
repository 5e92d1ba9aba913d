package dev.millrace.benchmarks.race;

import java.util.Locale;

/**
 * One row of the table of races.
 *
 * @param race its name
 * @param peer who ran against the engine
 * @param measure what the figures count, such as rows/s
 * @param engine the engine's figures
 * @param peerFigures the peer's
 * @param ratio the engine's figure as a multiple of the peer's, pair by pair
 * @param wanted what was demanded; empty if nothing was
 * @param met whether it was reached; true if nothing was demanded
 */
record Score(
        String race,
        String peer,
        String measure,
        Spread engine,
        Spread peerFigures,
        Spread ratio,
        String wanted,
        boolean met) {
    static final String HEADER = """
            | race | peer | measure | engine | peer | engine : peer | wanted |
            | --- | --- | --- | --- | --- | --- | --- |
            """;

    /** The row in Markdown. */
    String row() {
        String figure = engine.median() < 1000 ? "%,.2f" : "%,.0f";
        return String.format(
                Locale.ROOT,
                "| `%s` | %s | %s | %s | %s | %s | %s |%n",
                race,
                peer,
                measure,
                engine.text(figure),
                peerFigures.text(figure),
                ratio.text("%.2f"),
                verdict());
    }

    String verdict() {
        return wanted.isEmpty() ? "not set" : wanted + (met ? ", met" : ", NOT met");
    }
}
