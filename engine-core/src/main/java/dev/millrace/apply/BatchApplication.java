package dev.millrace.apply;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.spi.sink.ChangeWriter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies batches through one writer: plans a batch, executes the plan, and commits it with its checkpoint when its turn has come.
 * What the target refuses is narrowed down by {@link Bisection}. Belongs to one thread.
 */
final class BatchApplication {
    private static final Logger LOG = LoggerFactory.getLogger(BatchApplication.class);

    /** The log keeps a row as it was, so that mending the source does not help by itself. */
    private static final String REMEDY = "alter the target so that it takes the row, then resume the task;"
            + " or mend the row on the source and reload the task";

    /** How often a batch is tried again at once after a deadlock or a lock timeout, before everything is opened anew. */
    private static final int LOCK_RETRIES = 5;

    private final ChangeWriter writer;
    private final SetApplier setApplier;
    private final Refusals refusals;
    private final Bisection bisection;
    private final boolean announces;

    BatchApplication(ChangeWriter writer, Refusals refusals) {
        this(writer, refusals, false);
    }

    /** @param announces whether changes show before their commit, so that the target has to be told before */
    BatchApplication(ChangeWriter writer, Refusals refusals, boolean announces) {
        this.writer = writer;
        this.announces = announces;
        this.setApplier = new SetApplier(writer);
        this.refusals = refusals;
        this.bisection = new Bisection(writer, setApplier, refusals);
    }

    /**
     * Applies the batch and commits it, if it has an ending.
     *
     * @throws ReplicationException with everything since the last commit rolled back
     */
    void apply(Batch batch, CommitTurn turn) {
        if (announces && !batch.changes().isEmpty()) {
            writer.announce(batch.announcement());
        }
        if (batch.isInParts()) {
            applyPart(batch, turn);
        } else {
            applyWhole(batch, turn);
        }
    }

    /** Takes back what is not committed. */
    void rollback() {
        writer.rollback();
        refusals.forget();
    }

    private void applyWhole(Batch batch, CommitTurn turn) {
        List<RowChange> active = refusals.active(batch.changes());
        BatchPlan plan = new BatchPlan(active);
        boolean refused = false;
        int lockConflicts = 0;
        while (true) {
            SplitPlan split = refused ? SplitPlan.allHeld(plan.sets()) : turn.split(plan.sets());
            boolean first = turn.isFirst();
            try {
                setApplier.apply(split.free());
                boolean mayGoOn = turn.awaitPredecessors(split.hasFree());
                first |= !split.hasFree() && turn.isFirst();
                if (mayGoOn && refused) {
                    bisection.apply(batch);
                } else if (mayGoOn) {
                    setApplier.apply(split.held());
                    refusals.passOver(batch.changes(), active);
                }
                if (mayGoOn && turn.awaitCommit()) {
                    commit(batch, turn);
                    return;
                }
                rollback();
                turn.awaitFirst();
            } catch (ReplicationException e) {
                rollback();
                if (!first && mayPassLater(e)) {
                    // what failed beside earlier batches says nothing before it fails behind them
                    LOG.info("{} will be tried again behind the batches before it: {}", batch.where(), e.getMessage());
                    turn.awaitFirst();
                } else if (e.code() == ErrorCode.TARGET_LOCK_CONFLICT && lockConflicts < LOCK_RETRIES) {
                    lockConflicts++;
                    turn.callOthersBack();
                } else if (Bisection.canNarrow(e) && !refused) {
                    refused = !plan.revise(setApplier.last(), e);
                } else {
                    throw advised(e).within(batch.where());
                }
            }
        }
    }

    /**
     * Its earlier parts are gone from memory, so what is refused must not take them back. Netting a part would gain little, and its index
     * takes memory while the next part is gathered.
     */
    private void applyPart(Batch batch, CommitTurn turn) {
        try {
            writer.mark();
            List<RowChange> active = refusals.active(batch.changes());
            try {
                setApplier.apply(OrderedRuns.plan(active));
                refusals.passOver(batch.changes(), active);
            } catch (ReplicationException e) {
                if (!Bisection.canNarrow(e)) {
                    throw e;
                }
                writer.rollbackToMark();
                bisection.apply(batch);
            }
            commit(batch, turn);
        } catch (ReplicationException e) {
            rollback();
            throw advised(e).within(batch.where());
        }
    }

    private static ReplicationException advised(ReplicationException failure) {
        return failure.code().isRefusedRow() ? failure.advising(REMEDY) : failure;
    }

    /** When a connection breaks, its transaction may have been committed all the same: what the target remembers tells. */
    private static boolean mayPassLater(ReplicationException e) {
        return e.code() != ErrorCode.TARGET_CONNECTION_LOST && e.code() != ErrorCode.FENCED;
    }

    private void commit(Batch batch, CommitTurn turn) {
        Batch.Ending ending = batch.ending();
        if (ending != null) {
            turn.commit(writer, ending, () -> refusals.committed(batch.tally()));
        }
    }
}
