package dev.millrace.apply;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.spi.sink.ChangeSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How a batch is applied as a whole. Belongs to one thread. */
final class BatchPlan {
    /** Of one table: more of them one by one take longer than to narrow down what was refused. */
    private static final int MOST_ROWS_IN_ORDER = 2000;

    private final List<RowChange> changes;
    private final Set<TargetTable> inOrder = new HashSet<>();
    private List<PlannedSet> sets;

    BatchPlan(List<RowChange> changes) {
        this.changes = changes;
        this.sets = NetChanges.plan(changes, inOrder);
    }

    List<PlannedSet> sets() {
        return sets;
    }

    /**
     * Plans anew after a refusal, if that may help: within one statement a unique value that moved from one row to another is taken before
     * it is free, and where the log does not tell old values nobody sees that coming.
     *
     * @param refused what was applied last
     */
    boolean revise(PlannedSet refused, ReplicationException failure) {
        TargetTable table = refused.table();
        boolean mayHelp = failure.code() == ErrorCode.TARGET_CONSTRAINT_VIOLATED
                && refused.changes().kind() == ChangeSet.Kind.UPDATE
                && table.hasUniqueKeys()
                && isFew(table)
                && inOrder.add(table);
        if (mayHelp) {
            sets = NetChanges.plan(changes, inOrder);
        }
        return mayHelp;
    }

    private boolean isFew(TargetTable table) {
        return changes.stream().filter(change -> change.table() == table).count() <= MOST_ROWS_IN_ORDER;
    }
}
