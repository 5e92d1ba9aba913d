package dev.millrace.benchmarks.race;

import java.util.Collection;
import java.util.Locale;

/** Some figures of the same thing, of which the median counts. */
record Spread(double low, double median, double high) {
    static Spread of(Collection<Double> figures) {
        double[] sorted =
                figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }

    /**
     * The median, and both ends in parentheses.
     *
     * @param format of one figure
     */
    String text(String format) {
        return String.format(Locale.ROOT, format + " (" + format + " to " + format + ")", median, low, high);
    }
}
