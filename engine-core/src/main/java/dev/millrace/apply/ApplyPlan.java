package dev.millrace.apply;

import java.util.List;

/** The ways to apply a batch, from the fastest to the one that always works. */
enum ApplyPlan {
    /** One change per key, see {@link NetChanges}. */
    NET {
        @Override
        List<PlannedSet> of(List<RowChange> changes) {
            return NetChanges.plan(changes);
        }
    },
    /** Runs in source order, see {@link OrderedRuns#plan}. */
    IN_ORDER {
        @Override
        List<PlannedSet> of(List<RowChange> changes) {
            return OrderedRuns.plan(changes);
        }
    },
    /** One change after the other, see {@link OrderedRuns#planSingly}. */
    SINGLY {
        @Override
        List<PlannedSet> of(List<RowChange> changes) {
            return OrderedRuns.planSingly(changes);
        }
    };

    abstract List<PlannedSet> of(List<RowChange> changes);

    /** What to try when this way was refused. */
    ApplyPlan slower() {
        return this == NET ? IN_ORDER : SINGLY;
    }
}
