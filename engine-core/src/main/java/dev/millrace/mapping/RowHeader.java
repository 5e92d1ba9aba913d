package dev.millrace.mapping;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import static java.util.Objects.requireNonNull;

/**
 * What there is to tell of a row beside its values.
 *
 * @param streamPosition as {@link dev.millrace.model.SourcePosition#display()} has it; empty for a loaded row
 * @param moment of the commit; of a loaded row, of its reading
 * @param operation {@code INSERT}, {@code UPDATE} or {@code DELETE}
 * @param changeSequence 35 digits that grow with each change as far as commit times do; empty for a loaded row
 */
public record RowHeader(String streamPosition, Instant moment, String operation, String changeSequence) {
    private static final DateTimeFormatter HUNDREDTHS =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmssSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    public RowHeader {
        requireNonNull(streamPosition, "streamPosition is null");
        requireNonNull(moment, "moment is null");
        requireNonNull(operation, "operation is null");
        requireNonNull(changeSequence, "changeSequence is null");
    }

    /** Of a row that was loaded. */
    public static RowHeader ofLoad(Instant read) {
        return new RowHeader("", read, "INSERT", "");
    }

    /**
     * Of a row that was changed.
     *
     * @param number of the change, of all that the task has read since it began
     */
    public static RowHeader ofChange(String streamPosition, Instant committed, String operation, long number) {
        return new RowHeader(
                streamPosition,
                committed,
                operation,
                HUNDREDTHS.format(committed) + String.format(Locale.ROOT, "%019d", number));
    }
}
