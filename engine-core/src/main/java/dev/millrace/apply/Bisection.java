package dev.millrace.apply;

import dev.millrace.config.ErrorPolicy;
import dev.millrace.error.ErrorCategory;
import dev.millrace.error.ReplicationException;
import dev.millrace.spi.sink.ChangeWriter;
import java.util.List;

/**
 * Applies changes that the target refused together: in ever smaller ranges, each as fast as it can be applied, until a refused change
 * stands alone and the policy decides about it. Ranges follow each other in source order, so what the whole batch's plan may have got
 * wrong comes right on the way. Where the policy is to put rows there whatever is or is not, all of them are put together first: conflicts
 * mostly come in numbers. Belongs to one thread.
 */
final class Bisection {
    /** More than two: a range that is refused is applied as often as there are levels. */
    private static final int WAYS = 16;

    private final ChangeWriter writer;
    private final SetApplier setApplier;
    private final Refusals refusals;

    Bisection(ChangeWriter writer, SetApplier setApplier, Refusals refusals) {
        this.writer = writer;
        this.setApplier = setApplier;
        this.refusals = refusals;
    }

    /** Whether a failure is about rows or their table, so that others can be applied without them. */
    static boolean canNarrow(ReplicationException failure) {
        return failure.code().category().reaction() == ErrorCategory.Reaction.ROW
                || failure.code().isTableAtFault();
    }

    /**
     * Applies what can be applied; the transaction stays open.
     *
     * @throws ReplicationException what the policy says the task has to stop for, or what no smaller range can mend
     */
    void apply(Batch batch) {
        int size = batch.changes().size();
        if (refusals.mayReplace()) {
            applyRange(batch, 0, size);
        } else {
            split(batch, 0, size);
        }
    }

    private void split(Batch batch, int from, int to) {
        int step = Math.max(1, (to - from + WAYS - 1) / WAYS);
        for (int start = from; start < to; start += step) {
            applyRange(batch, start, Math.min(start + step, to));
        }
    }

    private void applyRange(Batch batch, int from, int to) {
        List<RowChange> range = batch.changes().subList(from, to);
        writer.mark();
        while (true) {
            List<RowChange> active = refusals.active(range);
            try {
                setApplier.apply(NetChanges.plan(refusals.replacing(active)));
                refusals.passOver(range, active);
                return;
            } catch (ReplicationException e) {
                if (!canNarrow(e)) {
                    throw e;
                }
                writer.rollbackToMark();
                if (e.code().isTableAtFault()) {
                    refusals.tableFailed(setApplier.last().table(), e);
                } else if (to - from == 1) {
                    refuse(range.get(0), batch.positionOf(from).encode(), e);
                    return;
                } else {
                    split(batch, from, to);
                    return;
                }
            }
        }
    }

    private void refuse(RowChange change, String position, ReplicationException failure) {
        ErrorPolicy policy = refusals.policy(change, failure.code());
        switch (policy) {
            case STOP_TASK -> throw failure;
            case IGNORE_RECORD -> refusals.ignore(change);
            case LOG_ERROR -> refusals.record(change, position, failure);
            case SUSPEND_TABLE -> {
                refusals.record(change, position, failure);
                refusals.suspend(change.table(), failure);
            }
            case INSERT_RECORD, UPDATE_RECORD -> {
                if (!replace(change)) {
                    refusals.record(change, position, failure);
                }
            }
        }
    }

    /** Puts the whole row there, whatever is or is not; false if the log does not carry it, or the target refuses that, too. */
    private boolean replace(RowChange change) {
        if (!change.isWhole() || !change.table().hasKey()) {
            return false;
        }
        try {
            setApplier.apply(OrderedRuns.plan(List.of(change.asOverlapping())));
            return true;
        } catch (ReplicationException e) {
            if (!canNarrow(e)) {
                throw e;
            }
            writer.rollbackToMark();
            return false;
        }
    }
}
