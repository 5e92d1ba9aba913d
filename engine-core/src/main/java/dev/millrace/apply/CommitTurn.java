package dev.millrace.apply;

/**
 * A batch's place among the others that are under way. Asked by the thread that applies the batch. Every wait ends with a {@link
 * java.util.concurrent.CancellationException} if the batch won't be committed any more, because an earlier one failed or the run ends.
 */
interface CommitTurn {
    /** The turn of a batch that is alone. */
    CommitTurn ALONE = new CommitTurn() {
        @Override
        public void awaitPredecessors() {}

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
    };

    /** Waits until every earlier batch is committed whose rows this one needs to find as they left them. */
    void awaitPredecessors();

    /** Whether every earlier batch is committed. */
    boolean isFirst();

    /** Waits until every earlier batch is committed. */
    void awaitFirst();

    /** Waits until this batch may commit; false if an earlier one needs the locks that this one holds, so that it has to roll back. */
    boolean awaitCommit();

    /** Makes later batches that wait for their commit roll back, since this one may be waiting for their locks. */
    void callOthersBack();
}
