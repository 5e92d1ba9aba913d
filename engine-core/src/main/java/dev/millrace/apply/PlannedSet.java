package dev.millrace.apply;

import dev.millrace.spi.sink.ChangeSet;
import org.jspecify.annotations.Nullable;

/**
 * A set to apply, and what to make of the rows that it hits or misses.
 *
 * @param changes what the sink gets
 * @param tolerant whether rows may be missing, because the table's load may hold the change already
 * @param followUp what comes next, depending on whether the set hit anything; null if nothing does
 */
record PlannedSet(
        ChangeSet changes, boolean tolerant, @Nullable FollowUp followUp) {

    /** The two ways on from a set of one row. */
    record FollowUp(ChangeSet ifHit, ChangeSet ifMissed) {}

    PlannedSet(ChangeSet changes, boolean tolerant) {
        this(changes, tolerant, null);
    }
}
