package dev.millrace.benchmarks.race;

import java.util.Locale;

/**
 * One row of the table of races.
 *
 * @param race its name
 * @param peer who ran against the engine
 * @param measure what the figures count, {@value #SPEED}, milliseconds or processor time
 * @param engine the engine's figures
 * @param peerFigures the peer's
 * @param ratio the engine's figure as a multiple of the peer's, pair by pair
 * @param wanted what was demanded; 0 if nothing was
 * @param bound how the demand is worded: of speeds it is the least ratio, of costs the highest, of milliseconds the most of them
 * @param met whether it was reached; true if nothing was demanded
 */
record Score(
        String race,
        String peer,
        String measure,
        Spread engine,
        Spread peerFigures,
        Spread ratio,
        double wanted,
        String bound,
        boolean met) {
    static final String SPEED = "rows/s";

    static final String HEADER = """
            | race | peer | measure | engine | peer | engine : peer | wanted |
            | --- | --- | --- | --- | --- | --- | --- |
            """;

    private boolean isSpeed() {
        return measure.equals(SPEED);
    }

    /** The row in Markdown. */
    String row() {
        return String.format(
                Locale.ROOT,
                "| `%s` | %s | %s | %s | %s | %s | %s |%n",
                race,
                peer,
                measure,
                engineText(),
                peerText(),
                ratio.text("%.2f"),
                verdict());
    }

    String engineText() {
        return engine.text(format());
    }

    String peerText() {
        return peerFigures.text(format());
    }

    private String format() {
        return isSpeed() ? "%,.0f" : "%,.2f";
    }

    String verdict() {
        if (wanted == 0) {
            return "not set";
        }
        return String.format(Locale.ROOT, bound, wanted) + (met ? ", met" : ", NOT met");
    }
}
