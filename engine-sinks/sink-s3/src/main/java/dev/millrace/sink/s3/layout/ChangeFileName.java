package dev.millrace.sink.s3.layout;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Names of files of changes: the time when the first of their transactions was committed, to the millisecond. Each is greater than the one
 * before it, so that the order of a table's names is the order of its changes, even if clocks go back.
 */
public final class ChangeFileName {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmssSSS", Locale.ROOT);

    private ChangeFileName() {}

    /** @param before the table's last name; null if it has none */
    public static String next(Instant commitTime, ZoneId zone, @Nullable String before) {
        LocalDateTime time = LocalDateTime.ofInstant(commitTime, zone).truncatedTo(ChronoUnit.MILLIS);
        if (before != null) {
            LocalDateTime earliest = LocalDateTime.parse(before, FORMAT).plus(1, ChronoUnit.MILLIS);
            time = time.isBefore(earliest) ? earliest : time;
        }
        return FORMAT.format(time);
    }
}
