package dev.millrace.apply;

import dev.millrace.model.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * Remembers where changes have to be applied one by one, because a quicker way was refused when it was too late to take another.
 * It outlives the run that found out. Thread-safe.
 */
public final class Caution {
    private volatile @Nullable SourcePosition singlyUpTo;

    /** Changes up to there are applied row by row from now on. */
    void singlyUpTo(SourcePosition position) {
        singlyUpTo = position;
    }

    boolean isSingly(SourcePosition position) {
        SourcePosition limit = singlyUpTo;
        return limit != null && limit.covers(position);
    }
}
