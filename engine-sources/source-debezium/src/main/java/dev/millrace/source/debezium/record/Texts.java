package dev.millrace.source.debezium.record;

import dev.millrace.model.ByteBuilder;
import java.time.LocalDate;
import org.apache.kafka.connect.data.Schema;

/** The canonical texts of numbers that stand for times. */
final class Texts {
    /** Stands behind dates before the year 1. */
    static final String BEFORE_CHRIST = " BC";

    private static final long SECOND = 1_000_000;
    private static final long DAY = 86_400 * SECOND;

    private Texts() {}

    /** How many microseconds one is, in a column that counts milliseconds, microseconds or nothing smaller. */
    static long microseconds(Schema field) {
        String name = field.name();
        return name != null && (name.endsWith(".Time") || name.endsWith(".Timestamp")) ? 1_000 : 1;
    }

    /**
     * Appends a date.
     *
     * @return whether it lies before the year 1, which the caller says behind it
     */
    static boolean date(long day, ByteBuilder out) {
        LocalDate date = LocalDate.ofEpochDay(day);
        int year = date.getYear();
        atLeast(4, year > 0 ? year : 1 - year, out);
        out.append('-');
        out.appendPadded(date.getMonthValue(), 2).append('-').appendPadded(date.getDayOfMonth(), 2);
        return year <= 0;
    }

    /** Appends a time; hours may exceed 23. */
    static void time(long microseconds, ByteBuilder out) {
        long rest = Math.abs(microseconds);
        if (microseconds < 0) {
            out.append('-');
        }
        atLeast(2, rest / (3_600 * SECOND), out);
        out.append(':');
        out.appendPadded(rest / (60 * SECOND) % 60, 2).append(':');
        out.appendPadded(rest / SECOND % 60, 2);
        fraction(rest % SECOND, out);
    }

    /** Appends a time with that many digits of its fraction. */
    static void time(long microseconds, int digits, ByteBuilder out) {
        if (microseconds < 0 && microseconds > -SECOND) {
            out.append('-');
        }
        time(microseconds - microseconds % SECOND, out);
        fixedFraction(Math.abs(microseconds % SECOND), digits, out);
    }

    private static void fixedFraction(long microseconds, int digits, ByteBuilder out) {
        if (digits > 0) {
            long shown = microseconds;
            for (int i = digits; i < 6; i++) {
                shown /= 10;
            }
            out.append('.').appendPadded(shown, digits);
        }
    }

    private static void atLeast(int digits, long number, ByteBuilder out) {
        if (number < (digits == 2 ? 100 : 10_000)) {
            out.appendPadded(number, digits);
        } else {
            out.appendDecimal(number);
        }
    }

    private static void fraction(long microseconds, ByteBuilder out) {
        if (microseconds == 0) {
            return;
        }
        long digits = microseconds;
        int count = 6;
        while (digits % 10 == 0) {
            digits /= 10;
            count--;
        }
        out.append('.').appendPadded(digits, count);
    }

    /**
     * Appends date and time of microseconds since 1970.
     *
     * @return as {@link #date}
     */
    static boolean timestamp(long microseconds, ByteBuilder out) {
        boolean before = date(Math.floorDiv(microseconds, DAY), out);
        out.append(' ');
        time(Math.floorMod(microseconds, DAY), out);
        return before;
    }

    /** As {@link #timestamp(long, ByteBuilder)}, with that many digits of the fraction. */
    static boolean timestamp(long microseconds, int digits, ByteBuilder out) {
        boolean before = date(Math.floorDiv(microseconds, DAY), out);
        out.append(' ');
        time(Math.floorMod(microseconds, DAY), digits, out);
        return before;
    }

    /** A real number as Java prints it, without a fraction that says nothing. */
    static String real(String printed) {
        String text = printed.endsWith(".0") ? printed.substring(0, printed.length() - 2) : printed;
        return text.replace(".0E", "E");
    }
}
