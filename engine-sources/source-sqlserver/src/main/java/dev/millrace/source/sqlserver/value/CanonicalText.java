package dev.millrace.source.sqlserver.value;

import dev.millrace.model.ByteBuilder;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The canonical texts of numbers and times. */
final class CanonicalText {
    private static final int NANOSECOND_DIGITS = 9;

    private CanonicalText() {}

    static void number(BigDecimal number, ByteBuilder out) {
        out.append(number.toPlainString());
    }

    /** A real number as Java prints it, without a fraction that says nothing. */
    static void real(String printed, ByteBuilder out) {
        String text = printed.endsWith(".0") ? printed.substring(0, printed.length() - 2) : printed;
        out.append(text.replace(".0E", "E"));
    }

    static void date(LocalDate date, ByteBuilder out) {
        out.appendPadded(date.getYear(), 4).append('-');
        out.appendPadded(date.getMonthValue(), 2).append('-').appendPadded(date.getDayOfMonth(), 2);
    }

    static void time(LocalTime time, ByteBuilder out) {
        out.appendPadded(time.getHour(), 2).append(':');
        out.appendPadded(time.getMinute(), 2).append(':').appendPadded(time.getSecond(), 2);
        fraction(time.getNano(), out);
    }

    private static void fraction(int nanoseconds, ByteBuilder out) {
        if (nanoseconds == 0) {
            return;
        }
        long digits = nanoseconds;
        int count = NANOSECOND_DIGITS;
        while (digits % 10 == 0) {
            digits /= 10;
            count--;
        }
        out.append('.').appendPadded(digits, count);
    }

    static void dateTime(LocalDateTime moment, ByteBuilder out) {
        date(moment.toLocalDate(), out);
        out.append(' ');
        time(moment.toLocalTime(), out);
    }

    /** As SQL Server prints it: the local time, and the offset of its zone. */
    static void offset(OffsetDateTime moment, ByteBuilder out) {
        dateTime(moment.toLocalDateTime(), out);
        String zone = moment.getOffset().equals(ZoneOffset.UTC)
                ? "+00:00"
                : moment.getOffset().getId();
        out.append(' ');
        out.append(zone);
    }
}
