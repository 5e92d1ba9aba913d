package dev.millrace.source.oracle.value;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Canonical texts of intervals: {@code 1 year 2 mons} and {@code 3 days 04:05:06.5}, each part with its sign. */
final class Intervals {
    private static final Pattern MONTHS = Pattern.compile("([+-]?)(\\d+)-(\\d+)");
    private static final Pattern SECONDS = Pattern.compile("([+-]?)(\\d+) (\\d+):(\\d+):(\\d+)(?:\\.(\\d+))?");
    private static final Pattern ISO = Pattern.compile(
            "P(?:(-?\\d+)Y)?(?:(-?\\d+)M)?(?:(-?\\d+)D)?(?:T(?:(-?\\d+)H)?(?:(-?\\d+)M)?(?:(-?\\d*\\.?\\d+)S)?)?");

    private Intervals() {}

    /** From {@code +01-02} or {@code +03 04:05:06.500000}. */
    static String ofOracle(String told) {
        Matcher months = MONTHS.matcher(told.trim());
        if (months.matches()) {
            int sign = months.group(1).equals("-") ? -1 : 1;
            return text(sign * number(months.group(2)), sign * number(months.group(3)), 0, "");
        }
        Matcher seconds = SECONDS.matcher(told.trim());
        if (!seconds.matches()) {
            throw new IllegalArgumentException("an interval of unknown form");
        }
        boolean negative = seconds.group(1).equals("-");
        String fraction = seconds.group(6) == null ? "" : seconds.group(6).replaceFirst("0+$", "");
        String time = pad(seconds.group(3)) + ":" + pad(seconds.group(4)) + ":" + pad(seconds.group(5))
                + (fraction.isEmpty() ? "" : "." + fraction);
        boolean none = time.equals("00:00:00");
        return text(0, 0, (negative ? -1 : 1) * number(seconds.group(2)), none ? "" : (negative ? "-" : "") + time);
    }

    /** From {@code P1Y2M} or {@code P0Y0M3DT4H5M6.5S}, as Debezium tells them. */
    static String ofIso(String told) {
        Matcher parts = ISO.matcher(told);
        if (!parts.matches()) {
            throw new IllegalArgumentException("an interval of unknown form");
        }
        String seconds = parts.group(6) == null ? "0" : parts.group(6);
        long hours = number(parts.group(4));
        long minutes = number(parts.group(5));
        boolean negative = hours < 0 || minutes < 0 || seconds.startsWith("-");
        String[] second = seconds.replace("-", "").split("\\.", 2);
        String fraction = second.length == 1 ? "" : second[1].replaceFirst("0+$", "");
        String time = pad(Long.toString(Math.abs(hours))) + ":" + pad(Long.toString(Math.abs(minutes))) + ":"
                + pad(second[0].isEmpty() ? "0" : second[0]) + (fraction.isEmpty() ? "" : "." + fraction);
        boolean none = time.equals("00:00:00");
        return text(
                number(parts.group(1)),
                number(parts.group(2)),
                number(parts.group(3)),
                none ? "" : (negative ? "-" : "") + time);
    }

    private static String text(long years, long months, long days, String time) {
        StringBuilder text = new StringBuilder();
        append(text, years, "year");
        append(text, months, "mon");
        append(text, days, "day");
        if (!time.isEmpty()) {
            text.append(text.isEmpty() ? "" : " ").append(time);
        }
        return text.isEmpty() ? "00:00:00" : text.toString();
    }

    private static void append(StringBuilder text, long number, String unit) {
        if (number != 0) {
            text.append(text.isEmpty() ? "" : " ").append(number).append(' ').append(unit);
            text.append(number == 1 ? "" : "s");
        }
    }

    private static long number(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static String pad(String digits) {
        String text = digits.replaceFirst("^0+(?=\\d)", "");
        return text.length() < 2 ? "0" + text : text;
    }
}
