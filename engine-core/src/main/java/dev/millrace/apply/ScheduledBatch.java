package dev.millrace.apply;

import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.spi.sink.ChangeWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A batch that is under way, and its place among the others: what {@link ApplyScheduler} knows of it, guarded by its lock. */
final class ScheduledBatch implements CommitTurn {
    private static final long LEAST_PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();

    private final ApplyScheduler scheduler;
    private final Batch batch;
    private final long number;
    private final @Nullable ConflictKeys keys;
    private final List<Predecessor> predecessors;
    private final boolean whole;
    private final SourcePosition from;
    private boolean calledBack;
    private long begunNanos;

    /**
     * @param number counts batches in the order of submission, from 1
     * @param keys null if nobody ever asks
     * @param predecessors the earlier batches that have to be committed before this one touches the same rows
     * @param whole whether nothing of it may be applied before they are
     * @param from where the transaction before it ends
     */
    ScheduledBatch(
            ApplyScheduler scheduler,
            Batch batch,
            long number,
            @Nullable ConflictKeys keys,
            List<Predecessor> predecessors,
            boolean whole,
            SourcePosition from) {
        this.scheduler = scheduler;
        this.batch = batch;
        this.number = number;
        this.keys = keys;
        this.predecessors = predecessors;
        this.whole = whole;
        this.from = from;
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

    /** False if it is sure that no change of the batch concerns one of these targets. */
    boolean mayTouch(Set<TableId> targets) {
        return keys == null || keys.touchesAny(targets);
    }

    SourcePosition from() {
        return from;
    }

    boolean isCalledBack() {
        return calledBack;
    }

    void callBack() {
        calledBack = true;
    }

    /** How long it waits for its turn before it suspects that it is in the way: as long as it took itself, and as much again. */
    long patienceNanos() {
        return Math.max(LEAST_PATIENCE_NANOS, 2 * (System.nanoTime() - begunNanos));
    }

    @Override
    public SplitPlan split(List<PlannedSet> plan) {
        begunNanos = System.nanoTime();
        List<Predecessor> earlier = scheduler.uncommitted(predecessors);
        if (earlier.isEmpty()) {
            return SplitPlan.allFree(plan);
        }
        List<ConflictKeys> obstacles = new ArrayList<>();
        for (Predecessor predecessor : earlier) {
            if (predecessor.keys() != null) {
                obstacles.add(predecessor.keys());
            }
        }
        return whole || keys == null || obstacles.size() < earlier.size()
                ? SplitPlan.allHeld(plan)
                : SplitPlan.of(plan, keys, obstacles);
    }

    @Override
    public boolean awaitPredecessors(boolean holdsLocks) {
        if (holdsLocks) {
            return scheduler.awaitCommitted(predecessors, this);
        }
        scheduler.awaitCommitted(predecessors);
        begunNanos = System.nanoTime();
        return true;
    }

    @Override
    public boolean isFirst() {
        return scheduler.isClosed(number - 1);
    }

    @Override
    public void awaitFirst() {
        scheduler.awaitClosed(number - 1);
    }

    @Override
    public boolean awaitCommit() {
        return scheduler.awaitTurn(this);
    }

    @Override
    public void callOthersBack() {
        scheduler.callBackBehind(number);
    }

    @Override
    public void commit(ChangeWriter writer, Batch.Ending ending, Runnable whenCommitted) {
        scheduler.commit(this, writer, ending, whenCommitted);
    }
}
