package dev.millrace.benchmarks.race;

import java.util.List;
import java.util.Locale;

/**
 * A bar for each race, from the peer's speed to the engine's, on a scale of powers of two; a thin line spans the pairs, and a tick
 * stands where the engine is wanted to be.
 */
final class RatioPlot {
    private static final int LABELS = 330;
    private static final int OCTAVE = 90;
    private static final int ROW = 24;
    private static final int TOP = 56;
    private static final int MARGIN = 70;
    private static final int LEAST = -2;

    private final List<Score> scores;
    private final int most;

    /** @param scores of which the ratio is shown */
    RatioPlot(List<Score> scores) {
        this.scores = scores;
        double high =
                scores.stream().mapToDouble(score -> score.ratio().high()).max().orElse(1);
        this.most = (int) Math.max(2, Math.ceil(octaves(high)));
    }

    private static double octaves(double ratio) {
        return Math.log(ratio) / Math.log(2);
    }

    /** Whatever is slower than a quarter of the peer is drawn there. */
    private static double x(double ratio) {
        return LABELS + (Math.max(LEAST, octaves(ratio)) - LEAST) * OCTAVE;
    }

    String svg() {
        int width = LABELS + (most - LEAST) * OCTAVE + MARGIN;
        int bottom = TOP + scores.size() * ROW;
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">",
                width,
                bottom + ROW);
        add(svg, "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
        add(svg, "<text x=\"10\" y=\"20\" font-size=\"14\">Speed of Millrace as a multiple of its peer's</text>");
        for (int octave = LEAST; octave <= most; octave++) {
            double ratio = Math.pow(2, octave);
            add(
                    svg,
                    "<line x1=\"%.1f\" x2=\"%1$.1f\" y1=\"%d\" y2=\"%d\" stroke=\"%s\"/>",
                    x(ratio),
                    TOP - 8,
                    bottom,
                    octave == 0 ? "black" : "#dddddd");
            add(
                    svg,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    x(ratio),
                    TOP - 14,
                    ratio < 1 ? "1/" + Math.round(1 / ratio) : Math.round(ratio) + "×");
        }
        for (int i = 0; i < scores.size(); i++) {
            bar(svg, scores.get(i), TOP + i * ROW);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void bar(StringBuilder svg, Score score, int y) {
        Spread ratio = score.ratio();
        double from = Math.min(x(1), x(ratio.median()));
        double to = Math.max(x(1), x(ratio.median()));
        add(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", LABELS - 8, y + 14, score.race());
        add(
                svg,
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"12\" fill=\"%s\"/>",
                from,
                y + 4,
                to - from,
                score.met() ? "#2a78b5" : "#d1642e");
        add(
                svg,
                "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%3$d\" stroke=\"black\"/>",
                x(ratio.low()),
                x(ratio.high()),
                y + 10);
        if (score.wanted() > 0) {
            add(
                    svg,
                    "<line x1=\"%.1f\" x2=\"%1$.1f\" y1=\"%d\" y2=\"%d\" stroke=\"black\" stroke-width=\"2\"/>",
                    x(score.wanted()),
                    y + 1,
                    y + 19);
        }
        add(
                svg,
                "<text x=\"%.1f\" y=\"%d\">%.2f</text>",
                Math.max(to, Math.max(x(ratio.high()), score.wanted() > 0 ? x(score.wanted()) : 0)) + 6,
                y + 14,
                ratio.median());
    }

    private static void add(StringBuilder svg, String element, Object... figures) {
        svg.append(String.format(Locale.ROOT, element, figures)).append('\n');
    }
}
