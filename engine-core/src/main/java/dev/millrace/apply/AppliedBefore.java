package dev.millrace.apply;

import dev.millrace.model.SourcePosition;
import java.util.ArrayList;
import java.util.List;

/**
 * Knows which transactions behind the checkpoint are in the target already, because an earlier run has committed them ahead of others.
 * Belongs to the apply thread.
 */
final class AppliedBefore {
    private final List<StoredRange> ranges;

    AppliedBefore(List<StoredRange> ranges) {
        this.ranges = new ArrayList<>(ranges);
    }

    /**
     * Whether the transaction must not be applied again. Asked once per transaction, in log order.
     *
     * @param transaction the place that its begin told
     */
    boolean contains(SourcePosition transaction) {
        if (ranges.isEmpty()) {
            return false;
        }
        if (ranges.stream().anyMatch(range -> range.contains(transaction))) {
            return true;
        }
        ranges.removeIf(range -> transaction.covers(range.to()));
        return false;
    }
}
