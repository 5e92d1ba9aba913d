package dev.millrace.spi.source;

import dev.millrace.model.SourcePosition;

import static java.util.Objects.requireNonNull;

/**
 * The state of a table that a read shows, told by two places in the log: it holds every transaction up to {@code low}, none
 * behind {@code high}, and of those in between any may be in it.
 *
 * <p>When both are equal the window is <em>exact</em>: changes behind it can be applied as they are. Otherwise changes up to
 * {@code high} are applied so that they converge (insert or replace, ignore rows that are gone), which needs a key; so a source
 * gives tables without a key exact windows only.
 */
public record SnapshotWindow(SourcePosition low, SourcePosition high) {
    public SnapshotWindow {
        requireNonNull(low, "low is null");
        requireNonNull(high, "high is null");
    }

    public static SnapshotWindow exactly(SourcePosition position) {
        return new SnapshotWindow(position, position);
    }

    public boolean isExact() {
        return low.equals(high);
    }
}
