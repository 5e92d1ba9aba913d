package dev.millrace.apply;

import dev.millrace.model.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Knows which transactions behind the checkpoint are in the target already, because an earlier run has committed them ahead of others, and
 * which may be, because it takes nothing back. Belongs to the apply thread.
 */
final class AppliedBefore {
    private final List<StoredRange> ranges;
    private @Nullable SourcePosition announced;

    AppliedBefore(List<StoredRange> ranges) {
        this(ranges, null);
    }

    /** @param announced up to where changes may be in the target; null if none may */
    AppliedBefore(List<StoredRange> ranges, @Nullable SourcePosition announced) {
        this.ranges = new ArrayList<>(ranges);
        this.announced = announced;
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

    /**
     * Whether the transaction may be in the target, in whole or in part. Asked once per transaction, in log order.
     *
     * @param transaction the place that its begin told
     */
    boolean mayContain(SourcePosition transaction) {
        if (announced != null && !announced.covers(transaction)) {
            announced = null;
        }
        return announced != null;
    }

    /** Whether transactions behind that one may be in the target, too. */
    boolean goesOnBehind(Batch.@Nullable Ending ending) {
        return announced != null && (ending == null || !ending.position().covers(announced));
    }
}
