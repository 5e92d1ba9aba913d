package dev.millrace.spi.sink;

import java.time.Instant;

import static java.util.Objects.requireNonNull;

/**
 * How far the target is.
 *
 * @param position the encoded {@link dev.millrace.model.SourcePosition} up to which every change is in the target
 * @param commitTime when the source committed the last transaction up to there
 * @param changes how many row events the task had read up to there since it began; 0 from a target that does not keep it
 */
public record Checkpoint(String position, Instant commitTime, long changes) {
    /** A checkpoint that does not tell how many row events were read. */
    public Checkpoint(String position, Instant commitTime) {
        this(position, commitTime, 0);
    }

    public Checkpoint {
        requireNonNull(position, "position is null");
        requireNonNull(commitTime, "commitTime is null");
    }
}
