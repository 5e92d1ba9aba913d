package dev.millrace.examples.cli;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
public final class Figures {
    private Figures() {}

    /** {@code 1,234,567}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 812 B}, {@code 4.2 MB}; powers of 1000. */
    public static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 999.5 && unit < 3) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, value < 10 ? "%.1f %sB" : "%.0f %sB", value, "kMGT".charAt(unit));
    }

    /** {@code 950/s}, {@code 12.3k/s}, {@code 1.2M/s}. */
    public static String rate(double perSecond) {
        if (perSecond < 999.5) {
            return String.format(Locale.ROOT, "%.0f/s", perSecond);
        }
        boolean millions = perSecond >= 999_950;
        return String.format(Locale.ROOT, "%.1f%s/s", perSecond / (millions ? 1e6 : 1e3), millions ? "M" : "k");
    }

    /** {@code 0.4 s} below ten seconds, then {@code 0:12}, {@code 1:02:03}. */
    public static String time(Duration time) {
        if (time.toMillis() < 9_950) {
            return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
        }
        return time.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
    }
}
