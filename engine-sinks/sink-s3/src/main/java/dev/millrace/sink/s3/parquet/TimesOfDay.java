package dev.millrace.sink.s3.parquet;

/** Times of day as what has passed since midnight. */
record TimesOfDay(FractionUnit unit) implements WholeNumbers.Parser {
    private static final long SECONDS = 86_400;

    @Override
    public long parse(byte[] data, int offset, int length) {
        int end = offset + length;
        if (length > 0 && data[offset] == '-') {
            throw outside();
        }
        long seconds = CalendarText.seconds(data, offset, end);
        int nanos = CalendarText.nanos(data, offset, end);
        if (seconds >= SECONDS || !unit.holds(nanos)) {
            throw outside();
        }
        return seconds * unit.perSecond() + unit.of(nanos);
    }

    private static IllegalArgumentException outside() {
        return new IllegalArgumentException(
                "the value is no time between 00:00 and 24:00 of its column's precision, which is all that Parquet can hold");
    }
}
