package dev.millrace.source.mysql.value;

import dev.millrace.model.ByteBuilder;

/** Writes dates and times in canonical form. */
final class TemporalText {
    private static final long SECONDS_PER_DAY = 86_400;
    private static final int[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

    private TemporalText() {}

    static void date(int year, int month, int day, ByteBuilder out) {
        out.appendPadded(year, 4).append('-').appendPadded(month, 2).append('-').appendPadded(day, 2);
    }

    static void time(int hour, int minute, int second, ByteBuilder out) {
        out.appendPadded(hour, hour > 99 ? 3 : 2)
                .append(':')
                .appendPadded(minute, 2)
                .append(':')
                .appendPadded(second, 2);
    }

    /** Appends the fraction of a second with as many digits as declared; nothing if that is none. */
    static void fraction(int micros, int digits, ByteBuilder out) {
        if (digits > 0) {
            out.append('.').appendPadded(micros / POWERS[6 - digits], digits);
        }
    }

    /** Appends a moment given by seconds since 1970, in UTC. */
    static void utc(long epochSecond, int micros, int digits, ByteBuilder out) {
        long days = Math.floorDiv(epochSecond, SECONDS_PER_DAY);
        int ofDay = (int) Math.floorMod(epochSecond, SECONDS_PER_DAY);
        long shifted = days + 719_468;
        long era = Math.floorDiv(shifted, 146_097L);
        int ofEra = (int) Math.floorMod(shifted, 146_097L);
        int yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365;
        int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int marchMonth = (5 * ofYear + 2) / 153;
        int day = ofYear - (153 * marchMonth + 2) / 5 + 1;
        int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
        date(year, month, day, out);
        out.append(' ');
        time(ofDay / 3600, ofDay / 60 % 60, ofDay % 60, out);
        fraction(micros, digits, out);
    }
}
