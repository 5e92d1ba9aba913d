package dev.millrace.sink.s3.parquet;

import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;

/** What times are counted in. */
enum FractionUnit {
    MILLISECONDS(TimeUnit.MILLIS, 1_000_000),
    MICROSECONDS(TimeUnit.MICROS, 1_000),
    NANOSECONDS(TimeUnit.NANOS, 1);

    private static final int SECOND = 1_000_000_000;
    private static final int MILLISECOND_DIGITS = 3;
    static final int MICROSECOND_DIGITS = 6;

    private final TimeUnit unit;
    private final int nanos;

    FractionUnit(TimeUnit unit, int nanos) {
        this.unit = unit;
        this.nanos = nanos;
    }

    /** The coarsest in which nothing of so many fraction digits is lost. */
    static FractionUnit ofDigits(int digits) {
        if (digits <= MILLISECOND_DIGITS) {
            return MILLISECONDS;
        }
        return digits <= MICROSECOND_DIGITS ? MICROSECONDS : NANOSECONDS;
    }

    /** The name that Parquet has for it. */
    TimeUnit parquet() {
        return unit;
    }

    long perSecond() {
        return SECOND / nanos;
    }

    /** Whole units, what is finer cut off. */
    int of(int nanoseconds) {
        return nanoseconds / nanos;
    }

    /** Whether nothing of those nanoseconds is finer. */
    boolean holds(int nanoseconds) {
        return nanoseconds % nanos == 0;
    }
}
