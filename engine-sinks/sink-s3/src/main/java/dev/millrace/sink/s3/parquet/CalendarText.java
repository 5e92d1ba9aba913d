package dev.millrace.sink.s3.parquet;

import java.time.DateTimeException;
import java.time.LocalDate;

/** Reads dates and times of day in canonical form. Stateless. */
final class CalendarText {
    private static final int RADIX = 10;
    private static final long SECONDS_OF_MINUTE = 60;
    private static final long SECONDS_OF_HOUR = 3600;
    private static final int NANO_DIGITS = 9;

    /** Of {@code -MM-DD} and of {@code " BC"}. */
    private static final int MONTH_AND_DAY = 6;

    private static final int ERA = 3;

    private CalendarText() {}

    /** Whether the text ends in {@code " BC"}. */
    static boolean isBeforeChrist(byte[] data, int offset, int end) {
        return end - offset > ERA && data[end - 1] == 'C' && data[end - 2] == 'B' && data[end - ERA] == ' ';
    }

    /** The end of the text without {@code " BC"}. */
    static int withoutEra(byte[] data, int offset, int end) {
        return isBeforeChrist(data, offset, end) ? end - ERA : end;
    }

    /**
     * Days since 1970-01-01.
     *
     * @param end behind the day, without any era
     */
    static long epochDay(byte[] data, int offset, int end, boolean beforeChrist) {
        int yearEnd = end - MONTH_AND_DAY;
        if (yearEnd <= offset || data[yearEnd] != '-' || data[yearEnd + 3] != '-') {
            throw notInCalendar();
        }
        int year = number(data, offset, yearEnd);
        int month = number(data, yearEnd + 1, yearEnd + 3);
        int day = number(data, yearEnd + 4, end);
        if (year == 0) {
            throw notInCalendar();
        }
        try {
            return LocalDate.of(beforeChrist ? 1 - year : year, month, day).toEpochDay();
        } catch (DateTimeException e) {
            throw notInCalendar();
        }
    }

    /** Seconds since midnight; more than a day's if the hours are. */
    static long seconds(byte[] data, int offset, int end) {
        int hoursEnd = offset;
        while (hoursEnd < end && data[hoursEnd] != ':') {
            hoursEnd++;
        }
        int secondsEnd = hoursEnd + 6;
        if (secondsEnd > end || data[hoursEnd + 3] != ':' || (secondsEnd < end && data[secondsEnd] != '.')) {
            throw notInCalendar();
        }
        return number(data, offset, hoursEnd) * SECONDS_OF_HOUR
                + number(data, hoursEnd + 1, hoursEnd + 3) * SECONDS_OF_MINUTE
                + number(data, hoursEnd + 4, secondsEnd);
    }

    /** Nanoseconds of the second. */
    static int nanos(byte[] data, int offset, int end) {
        int point = offset;
        while (point < end && data[point] != '.') {
            point++;
        }
        int digits = end - point - 1;
        if (digits <= 0) {
            return 0;
        }
        if (digits > NANO_DIGITS) {
            throw notInCalendar();
        }
        int nanos = number(data, point + 1, end);
        for (int i = digits; i < NANO_DIGITS; i++) {
            nanos *= RADIX;
        }
        return nanos;
    }

    static IllegalArgumentException notInCalendar() {
        return new IllegalArgumentException(
                "the value is no day and time of the calendar, which is all that such a column of Parquet can hold");
    }

    private static int number(byte[] data, int offset, int end) {
        if (offset >= end || end - offset > NANO_DIGITS) {
            throw notInCalendar();
        }
        int value = 0;
        for (int at = offset; at < end; at++) {
            int digit = data[at] - '0';
            if (digit < 0 || digit >= RADIX) {
                throw notInCalendar();
            }
            value = RADIX * value + digit;
        }
        return value;
    }
}
