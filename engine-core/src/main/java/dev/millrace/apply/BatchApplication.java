package dev.millrace.apply;

import dev.millrace.error.ErrorCategory;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.spi.sink.ChangeWriter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies batches through one writer: plans a batch, executes the plan, and commits it with its checkpoint when its turn has come.
 * What the target refuses is planned again in a slower way, down to the one that always works. Belongs to one thread.
 */
final class BatchApplication {
    private static final Logger log = LoggerFactory.getLogger(BatchApplication.class);

    /** The log keeps a row as it was, so that mending the source does not help by itself. */
    private static final String REMEDY = "alter the target so that it takes the row, then resume the task;"
            + " or mend the row on the source and reload the task";

    /** How often a batch is tried again at once after a deadlock or a lock timeout, before everything is opened anew. */
    private static final int LOCK_RETRIES = 5;

    private final ChangeWriter writer;
    private final SetApplier setApplier;
    private final Caution caution;

    BatchApplication(ChangeWriter writer, Caution caution) {
        this.writer = writer;
        this.setApplier = new SetApplier(writer);
        this.caution = caution;
    }

    /**
     * Applies the batch and commits it, if it has an ending.
     *
     * @throws ReplicationException with everything since the last commit rolled back
     */
    void apply(Batch batch, CommitTurn turn) {
        if (batch.isInParts()) {
            applyPart(batch, turn);
        } else {
            applyWhole(batch, turn);
        }
    }

    /** Takes back what is not committed. */
    void rollback() {
        writer.rollback();
    }

    private void applyWhole(Batch batch, CommitTurn turn) {
        ApplyPlan plan = caution.isSingly(batch.reached()) ? ApplyPlan.SINGLY : ApplyPlan.NET;
        List<PlannedSet> sets = plan.of(batch.changes());
        int lockConflicts = 0;
        while (true) {
            turn.awaitPredecessors();
            boolean first = turn.isFirst();
            try {
                setApplier.apply(sets);
                if (!turn.awaitCommit()) {
                    writer.rollback();
                    turn.awaitFirst();
                    continue;
                }
                commit(batch, turn);
                return;
            } catch (ReplicationException e) {
                writer.rollback();
                if (!first && mayPassLater(e)) {
                    // what failed beside earlier batches says nothing before it fails behind them
                    turn.awaitFirst();
                } else if (e.code() == ErrorCode.TARGET_LOCK_CONFLICT && lockConflicts < LOCK_RETRIES) {
                    lockConflicts++;
                    turn.callOthersBack();
                } else if (isRefusal(e) && plan != ApplyPlan.SINGLY) {
                    log.debug(
                            "target objects to {} changes planned as {}: {}",
                            batch.changes().size(),
                            plan,
                            e.code());
                    plan = plan.slower();
                    sets = plan.of(batch.changes());
                } else {
                    throw advised(e).within(batch.where());
                }
            }
        }
    }

    /** A transaction whose earlier parts are gone from memory can't be netted with them, and can't be tried again from here. */
    private void applyPart(Batch batch, CommitTurn turn) {
        ApplyPlan plan = caution.isSingly(batch.reached()) ? ApplyPlan.SINGLY : ApplyPlan.IN_ORDER;
        try {
            setApplier.apply(plan.of(batch.changes()));
            commit(batch, turn);
        } catch (ReplicationException e) {
            writer.rollback();
            throw replay(batch, e);
        }
    }

    /** It is read again, and then applied row by row if rows were refused. */
    private ReplicationException replay(Batch batch, ReplicationException cause) {
        if (!isRefusal(cause) || caution.isSingly(batch.reached())) {
            return advised(cause).within(batch.where());
        }
        caution.singlyUpTo(batch.reached());
        return new ReplicationException(
                ErrorCode.TARGET_LOCK_CONFLICT, batch.where() + " is read again, to be applied row by row", cause);
    }

    private static ReplicationException advised(ReplicationException failure) {
        return failure.code().isRefusedRow() ? failure.advising(REMEDY) : failure;
    }

    private static boolean isRefusal(ReplicationException e) {
        return e.code().category().reaction() == ErrorCategory.Reaction.ROW;
    }

    /** When a connection breaks, its transaction may have been committed all the same: what the target remembers tells. */
    private static boolean mayPassLater(ReplicationException e) {
        return e.code() != ErrorCode.TARGET_CONNECTION_LOST && e.code() != ErrorCode.FENCED;
    }

    private void commit(Batch batch, CommitTurn turn) {
        Batch.Ending ending = batch.ending();
        if (ending != null) {
            turn.commit(writer, ending);
        }
    }
}
