package dev.millrace.spi.sink;

import java.time.Instant;

import static java.util.Objects.requireNonNull;

/**
 * How far the target is.
 *
 * @param position the encoded {@link dev.millrace.model.SourcePosition} up to which every change is in the target
 * @param commitTime when the source committed the last transaction up to there
 */
public record Checkpoint(String position, Instant commitTime) {
    public Checkpoint {
        requireNonNull(position, "position is null");
        requireNonNull(commitTime, "commitTime is null");
    }
}
