package dev.millrace.model;

import java.time.Instant;

import static java.util.Objects.requireNonNull;

/**
 * What a source's log tells of a transaction at its begin; one object for all its changes.
 *
 * @param transactionId the source's own name for it
 * @param position as in {@link ChangeEvent.TransactionBegin}
 * @param commitTime as in {@link ChangeEvent.TransactionBegin}
 */
public record TransactionHeader(String transactionId, SourcePosition position, Instant commitTime) {
    public TransactionHeader {
        requireNonNull(transactionId, "transactionId is null");
        requireNonNull(position, "position is null");
        requireNonNull(commitTime, "commitTime is null");
    }
}
