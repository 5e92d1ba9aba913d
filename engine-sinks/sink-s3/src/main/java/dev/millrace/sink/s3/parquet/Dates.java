package dev.millrace.sink.s3.parquet;

/** Dates as days since 1970-01-01, in today's calendar extended to all times. */
record Dates() implements WholeNumbers.Parser {

    @Override
    public long parse(byte[] data, int offset, int length) {
        int end = CalendarText.withoutEra(data, offset, offset + length);
        return CalendarText.epochDay(data, offset, end, end < offset + length);
    }
}
