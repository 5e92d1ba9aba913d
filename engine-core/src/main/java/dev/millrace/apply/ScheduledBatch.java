package dev.millrace.apply;

import org.jspecify.annotations.Nullable;

/** A batch that is under way, and its place among the others: what {@link ApplyScheduler} knows of it, guarded by its lock. */
final class ScheduledBatch implements CommitTurn {
    private final ApplyScheduler scheduler;
    private final Batch batch;
    private final long number;
    private final @Nullable ConflictKeys keys;
    private final long predecessor;
    private boolean calledBack;

    /**
     * @param number counts batches in the order of submission, from 1
     * @param keys null if nobody ever asks
     * @param predecessor the latest earlier batch that has to be committed before this one is executed; 0 for none
     */
    ScheduledBatch(ApplyScheduler scheduler, Batch batch, long number, @Nullable ConflictKeys keys, long predecessor) {
        this.scheduler = scheduler;
        this.batch = batch;
        this.number = number;
        this.keys = keys;
        this.predecessor = predecessor;
    }

    Batch batch() {
        return batch;
    }

    long number() {
        return number;
    }

    @Nullable
    ConflictKeys keys() {
        return keys;
    }

    boolean isCalledBack() {
        return calledBack;
    }

    void callBack() {
        calledBack = true;
    }

    @Override
    public void awaitPredecessors() {
        scheduler.awaitCommitted(predecessor);
    }

    @Override
    public boolean isFirst() {
        return scheduler.isCommitted(number - 1);
    }

    @Override
    public void awaitFirst() {
        scheduler.awaitCommitted(number - 1);
    }

    @Override
    public boolean awaitCommit() {
        return scheduler.awaitTurn(this);
    }

    @Override
    public void callOthersBack() {
        scheduler.callBackBehind(number);
    }
}
