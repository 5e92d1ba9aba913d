package dev.millrace.apply;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.ChangeWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * Hands planned sets to the sink and holds their outcome against the plan, so that no change gets lost in silence (law 3). Belongs to
 * one thread.
 */
final class SetApplier {
    private final ChangeWriter writer;
    private @Nullable PlannedSet last;

    SetApplier(ChangeWriter writer) {
        this.writer = writer;
    }

    void apply(List<PlannedSet> plan) {
        for (PlannedSet set : plan) {
            last = set;
            int hit = writer.apply(set.changes());
            if (!set.tolerant()) {
                verify(set.changes(), hit);
            }
        }
    }

    /** The set that was handed over last: after a failure, the one that it is about. */
    PlannedSet last() {
        return requireNonNull(last, "no set was applied");
    }

    private static void verify(ChangeSet changes, int hit) {
        boolean countable = changes.kind() == ChangeSet.Kind.UPDATE || changes.kind() == ChangeSet.Kind.DELETE;
        if (countable && hit != changes.size()) {
            throw new ReplicationException(
                    ErrorCode.TARGET_ROW_MISSING,
                    "target table " + changes.table().id() + " has " + hit + " of the " + changes.size() + " rows that "
                            + "the source " + (changes.kind() == ChangeSet.Kind.UPDATE ? "updated" : "deleted")
                            + "; somebody else changed the target, or it was not loaded from this source: reload the table");
        }
    }
}
