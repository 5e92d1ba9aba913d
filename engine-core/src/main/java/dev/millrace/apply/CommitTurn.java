package dev.millrace.apply;

import dev.millrace.spi.sink.ChangeWriter;
import java.util.List;

/**
 * A batch's place among the others that are under way. Asked by the thread that applies the batch. Every wait ends with a {@link
 * java.util.concurrent.CancellationException} if the batch won't be committed any more, because an earlier one failed or the run ends.
 */
interface CommitTurn {
    /** The turn of a batch that is alone. */
    CommitTurn ALONE = new CommitTurn() {
        @Override
        public SplitPlan split(List<PlannedSet> plan) {
            return SplitPlan.allFree(plan);
        }

        @Override
        public boolean awaitPredecessors(boolean holdsLocks) {
            return true;
        }

        @Override
        public boolean isFirst() {
            return true;
        }

        @Override
        public void awaitFirst() {}

        @Override
        public boolean awaitCommit() {
            return true;
        }

        @Override
        public void callOthersBack() {}

        @Override
        public void commit(ChangeWriter writer, Batch.Ending ending, Runnable whenCommitted) {
            writer.commit(ending.checkpoint());
            whenCommitted.run();
        }
    };

    /** What of the plan can be applied now, and what only behind {@link #awaitPredecessors}. */
    SplitPlan split(List<PlannedSet> plan);

    /**
     * Waits until every earlier batch is committed whose rows this one needs to find as they left them.
     *
     * @param holdsLocks whether a part of the batch is applied already
     * @return false if an earlier one may need the locks that this one holds, so that it has to roll back
     */
    boolean awaitPredecessors(boolean holdsLocks);

    /** Whether every earlier batch is committed. */
    boolean isFirst();

    /** Waits until every earlier batch is committed. */
    void awaitFirst();

    /** Waits until this batch may commit, which in relaxed mode is at once; false if an earlier one needs the locks that this one holds, so that it has to roll back. */
    boolean awaitCommit();

    /** Makes later batches that wait for their commit roll back, since this one may be waiting for their locks. */
    void callOthersBack();

    /**
     * Commits what the writer has applied of this batch, with the checkpoint behind it if every earlier batch is committed.
     *
     * @param whenCommitted run as soon as it is durable, before its changes are counted
     */
    void commit(ChangeWriter writer, Batch.Ending ending, Runnable whenCommitted);
}
