package dev.millrace.sink.s3.parquet;

/**
 * Days and times as what has passed since 1970-01-01 00:00.
 *
 * @param unit what it is counted in
 * @param cuts whether what is finer is cut off, since a setting asks for that unit; else it is refused
 * @param zoned whether the text ends in {@code +00}
 */
record Timestamps(FractionUnit unit, boolean cuts, boolean zoned) implements WholeNumbers.Parser {
    private static final int ZONE = 3;
    private static final long SECONDS_OF_DAY = 86_400;

    @Override
    public long parse(byte[] data, int offset, int length) {
        int whole = CalendarText.withoutEra(data, offset, offset + length);
        int end = zoned ? whole - ZONE : whole;
        int blank = offset;
        while (blank < end && data[blank] != ' ') {
            blank++;
        }
        long day = CalendarText.epochDay(data, offset, blank, whole < offset + length);
        long seconds = day * SECONDS_OF_DAY + CalendarText.seconds(data, blank + 1, end);
        int nanos = CalendarText.nanos(data, blank + 1, end);
        if (!cuts && !unit.holds(nanos)) {
            throw CalendarText.notInCalendar();
        }
        try {
            return Math.addExact(Math.multiplyExact(seconds, unit.perSecond()), unit.of(nanos));
        } catch (ArithmeticException e) {
            throw CalendarText.notInCalendar();
        }
    }
}
