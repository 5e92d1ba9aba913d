package dev.millrace.sink.mysql.encode;

import dev.millrace.model.ByteBuilder;
import org.jspecify.annotations.Nullable;

/** Canonical dates and times, checked and put into the words of MySQL. */
final class TemporalText {
    private static final int DATE_LENGTH = 10;

    private TemporalText() {}

    /**
     * Appends the value without time zone and without fraction digits that say nothing.
     *
     * @param scale how many fraction digits the column keeps; the server would round the rest without a warning
     * @return why the value can't be held; null if it was appended
     */
    static @Nullable String append(byte[] data, int offset, int length, boolean dated, int scale, ByteBuilder out) {
        int end = offset + length;
        if (dated) {
            String problem = checkDate(data, offset, length);
            if (problem != null) {
                return problem;
            }
        }
        int point = -1;
        int i = dated ? Math.min(end, offset + DATE_LENGTH) : offset;
        boolean zoned = false;
        for (; i < end; i++) {
            byte character = data[i];
            if (character == '.') {
                point = i;
            } else if (character == '+' || (character == '-' && i > offset)) {
                zoned = true;
                break;
            }
        }
        if (zoned && !isUtc(data, i, end)) {
            return "is not in UTC";
        }
        int fractionEnd = i;
        if (point >= 0) {
            while (fractionEnd > point + 1 && data[fractionEnd - 1] == '0') {
                fractionEnd--;
            }
            int digits = fractionEnd - point - 1;
            if (digits > scale) {
                return "has " + digits + " fraction digits, and the column keeps " + scale;
            }
            if (digits == 0) {
                fractionEnd = point;
            }
        }
        out.append(data, offset, fractionEnd - offset);
        return null;
    }

    private static @Nullable String checkDate(byte[] data, int offset, int length) {
        if (length >= DATE_LENGTH && data[offset + 4] == '-' && data[offset + 7] == '-' && isDigit(data[offset])) {
            boolean beforeChrist = data[offset + length - 1] == 'C';
            return beforeChrist ? "lies before year 1" : null;
        }
        return length > 0 && isDigit(data[offset]) ? "lies behind year 9999" : "is infinite";
    }

    private static boolean isUtc(byte[] data, int from, int end) {
        for (int i = from + 1; i < end; i++) {
            if (data[i] != '0' && data[i] != ':') {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }
}
