package dev.millrace.spi.sink;

import static java.util.Objects.requireNonNull;

/**
 * A stretch of the source's log behind the checkpoint that is in the target already, because its batch was committed ahead of an
 * earlier one. It is remembered until the checkpoint covers it; a reader that starts at the checkpoint skips its transactions.
 *
 * @param number tells the ranges of one task from each other; says nothing of their order in the log
 * @param from the encoded {@link dev.millrace.model.SourcePosition} behind which the stretch begins
 * @param to the encoded position up to which it goes, the transaction that ends there included
 */
public record AppliedRange(long number, String from, String to) {
    public AppliedRange {
        requireNonNull(from, "from is null");
        requireNonNull(to, "to is null");
    }
}
