package dev.millrace.differential.normal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads texts as PostgreSQL prints them; written for this comparison only, so that it shares no code with any reader. */
final class PostgresText {
    private static final Pattern INTERVAL_PART = Pattern.compile("(-?\\+?\\d+) (year|mon|day)s?");
    private static final Pattern INTERVAL_TIME = Pattern.compile("([+-]?)(\\d+):(\\d+):(\\d+(?:\\.\\d+)?)");
    private static final Pattern ISO_INTERVAL = Pattern.compile(
            "P(?:(-?\\d+)Y)?(?:(-?\\d+)M)?(?:(-?\\d+)D)?(?:T(?:(-?\\d+)H)?(?:(-?\\d+)M)?(?:(-?[\\d.]+)S)?)?");
    private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);

    private PostgresText() {}

    static LocalDate date(String text) {
        boolean beforeChrist = text.endsWith(" BC");
        String[] parts = text.replace(" BC", "").split("-");
        int year = Integer.parseInt(parts[0]);
        return LocalDate.of(beforeChrist ? 1 - year : year, Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    /** Microseconds since midnight; 24:00:00 is a time, too. */
    static long microsOfDay(String time) {
        return time.startsWith("24:")
                ? ChronoUnit.DAYS.getDuration().toNanos() / 1_000
                : LocalTime.parse(time).toNanoOfDay() / 1_000;
    }

    /** Seconds and microseconds since 1970 of a timestamp in UTC; together they are too many for 64 bits. */
    static String moment(String timestamp) {
        boolean beforeChrist = timestamp.endsWith(" BC");
        String[] parts = timestamp.replace(" BC", "").replace("+00", "").split(" ");
        long day = date(parts[0] + (beforeChrist ? " BC" : "")).toEpochDay();
        long micros = microsOfDay(parts[1]);
        return moment(day * 86_400 + micros / 1_000_000, micros % 1_000_000);
    }

    /** Microseconds since 1970 of a timestamp, which end in the year 294247. */
    static long micros(String timestamp) {
        String[] parts = moment(timestamp).split(" ");
        return Math.addExact(Math.multiplyExact(Long.parseLong(parts[0]), 1_000_000L), Long.parseLong(parts[2]));
    }

    static String moment(long seconds, long micros) {
        return seconds + " s " + micros + " µs";
    }

    /** {@code months/days/microseconds} of an interval in the style {@code postgres}. */
    static String interval(String text) {
        long months = 0;
        long days = 0;
        Matcher part = INTERVAL_PART.matcher(text);
        while (part.find()) {
            long count = Long.parseLong(part.group(1));
            switch (part.group(2)) {
                case "year" -> months += 12 * count;
                case "mon" -> months += count;
                default -> days += count;
            }
        }
        BigDecimal micros = BigDecimal.ZERO;
        Matcher time = INTERVAL_TIME.matcher(text);
        if (time.find()) {
            micros = new BigDecimal(time.group(2))
                    .multiply(BigDecimal.valueOf(3600))
                    .add(new BigDecimal(time.group(3)).multiply(BigDecimal.valueOf(60)))
                    .add(new BigDecimal(time.group(4)))
                    .multiply(MICROS);
            if (time.group(1).equals("-")) {
                micros = micros.negate();
            }
        }
        return months + "/" + days + "/" + micros.stripTrailingZeros().toPlainString();
    }

    /** The same of ISO 8601's form; the seconds went through a binary floating point number and need rounding. */
    static String isoInterval(String text) {
        Matcher iso = ISO_INTERVAL.matcher(text);
        if (!iso.matches()) {
            throw new IllegalArgumentException("not an interval: " + text);
        }
        BigDecimal months =
                number(iso.group(1)).multiply(BigDecimal.valueOf(12)).add(number(iso.group(2)));
        BigDecimal seconds = number(iso.group(4))
                .multiply(BigDecimal.valueOf(3600))
                .add(number(iso.group(5)).multiply(BigDecimal.valueOf(60)))
                .add(number(iso.group(6)));
        return months + "/" + number(iso.group(3)) + "/"
                + seconds.multiply(MICROS)
                        .setScale(0, RoundingMode.HALF_EVEN)
                        .stripTrailingZeros()
                        .toPlainString();
    }

    private static BigDecimal number(@Nullable String text) {
        return text == null ? BigDecimal.ZERO : new BigDecimal(text);
    }

    /** How many arrays an array of arrays has; 0 if it has none. */
    static int arraysInside(String array) {
        String text = array.startsWith("[") ? array.substring(array.indexOf('=') + 1) : array;
        if (!text.startsWith("{{")) {
            return 0;
        }
        int depth = 0;
        int arrays = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '{' && ++depth == 2) {
                arrays++;
            } else if (text.charAt(i) == '}') {
                depth--;
            }
        }
        return arrays;
    }

    /** The elements of an array, of those inside of it, too; NULL as null. */
    static List<@Nullable String> elements(String array) {
        String text = array.startsWith("[") ? array.substring(array.indexOf('=') + 1) : array;
        List<@Nullable String> elements = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '{' || c == '}' || c == ',') {
                at++;
            } else if (c == '"') {
                StringBuilder element = new StringBuilder();
                at = quoted(text, at, element);
                elements.add(element.toString());
            } else {
                int end = at;
                while (text.charAt(end) != ',' && text.charAt(end) != '}') {
                    end++;
                }
                String element = text.substring(at, end);
                elements.add(element.equals("NULL") ? null : element);
                at = end;
            }
        }
        return elements;
    }

    /** An hstore, ordered by key; NULL as null. */
    static Map<String, @Nullable String> hstore(String text) {
        Map<String, @Nullable String> map = new TreeMap<>();
        int at = 0;
        while (at < text.length()) {
            StringBuilder key = new StringBuilder();
            at = quoted(text, at, key) + "=>".length();
            if (text.startsWith("NULL", at)) {
                map.put(key.toString(), null);
                at += "NULL".length();
            } else {
                StringBuilder value = new StringBuilder();
                at = quoted(text, at, value);
                map.put(key.toString(), value.toString());
            }
            at += ", ".length();
        }
        return map;
    }

    /** Reads what stands between quotes, with its escapes, and tells the place behind it. */
    private static int quoted(String text, int start, StringBuilder to) {
        int at = start + 1;
        while (text.charAt(at) != '"') {
            if (text.charAt(at) == '\\') {
                at++;
            }
            to.append(text.charAt(at++));
        }
        return at + 1;
    }
}
