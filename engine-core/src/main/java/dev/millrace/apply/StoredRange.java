package dev.millrace.apply;

import dev.millrace.model.SourcePosition;
import dev.millrace.spi.sink.AppliedRange;
import java.util.function.Function;

/** An {@link AppliedRange} whose positions can be compared. */
record StoredRange(AppliedRange range, SourcePosition from, SourcePosition to) {

    static StoredRange of(long number, SourcePosition from, SourcePosition to) {
        return new StoredRange(new AppliedRange(number, from.encode(), to.encode()), from, to);
    }

    /** @param parse reads back {@link SourcePosition#encode()} */
    static StoredRange parse(AppliedRange range, Function<String, SourcePosition> parse) {
        return new StoredRange(range, parse.apply(range.from()), parse.apply(range.to()));
    }

    /** @param transaction the place that its begin told */
    boolean contains(SourcePosition transaction) {
        return to.covers(transaction) && !from.covers(transaction);
    }
}
