package dev.millrace.apply;

import dev.millrace.config.ErrorPolicy;
import dev.millrace.error.ErrorCategory;
import dev.millrace.error.ReplicationException;
import dev.millrace.spi.sink.ChangeLogWriter;
import dev.millrace.spi.sink.ChangeLogWriter.Moment;
import dev.millrace.spi.sink.Checkpoint;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Has batches added to a record of the log, change by change. The record may hold them back, so what was appended waits here, counted per
 * batch, until the target tells that it is durable. Belongs to one thread.
 */
final class LogApplication {
    private static final String REMEDY =
            "mend the row on the source and reload its table, or let DataErrorPolicy leave such rows out;"
                    + " then resume the task";

    /** A batch whose changes are appended. */
    private record Appended(Checkpoint upTo, Batch.Ending ending, Tally tally, Instant gatheredSince) {}

    private final ChangeLogWriter writer;
    private final Refusals refusals;
    private final Predicate<Batch.Ending> isGoal;
    private final Consumer<Batch.Ending> committed;
    private final ApplyProgress progress;
    private final Deque<Appended> waiting = new ArrayDeque<>();
    private long waitingChanges;
    private Checkpoint reached;
    private boolean goalReached;

    /**
     * @param start where the run begins
     * @param isGoal whether the run is over once the target is durable up to there
     * @param committed told how far the target is durable, in order
     */
    LogApplication(
            ChangeLogWriter writer,
            Refusals refusals,
            Checkpoint start,
            Predicate<Batch.Ending> isGoal,
            Consumer<Batch.Ending> committed,
            ApplyProgress progress) {
        this.writer = writer;
        this.refusals = refusals;
        this.reached = start;
        this.isGoal = isGoal;
        this.committed = committed;
        this.progress = progress;
    }

    /**
     * Appends the batch, and commits what is due.
     *
     * @param now when what becomes durable is said to have become so
     * @throws ReplicationException and the writer must be closed
     */
    void apply(Batch batch, Instant now) {
        try {
            append(batch);
        } catch (ReplicationException e) {
            batch.tally().discard();
            throw (e.code().isRefusedRow() ? e.advising(REMEDY) : e).within(batch.where());
        }
        Batch.Ending ending = batch.ending();
        if (ending != null) {
            refusals.committed(batch.tally());
            reached = ending.checkpoint();
            waitingChanges += batch.tally().total();
            waiting.add(new Appended(reached, ending, batch.tally(), batch.gatheredSince()));
            goalReached |= isGoal.test(ending);
        }
        commit(Moment.BATCH, now);
    }

    /** Commits what is due at that moment. */
    void commit(Moment moment, Instant now) {
        Checkpoint durable = writer.commit(reached, goalReached ? Moment.END : moment);
        if (waiting.stream().anyMatch(appended -> appended.upTo().equals(durable))) {
            Appended appended;
            do {
                appended = waiting.remove();
                count(appended, now);
            } while (!appended.upTo().equals(durable));
            progress.durable(appended.ending().position());
            committed.accept(appended.ending());
        }
        Appended oldest = waiting.peek();
        progress.underWay(waitingChanges, oldest == null ? null : oldest.gatheredSince());
    }

    /** Takes what is not durable off the counters, since it will be read again. */
    void discard() {
        waiting.forEach(appended -> appended.tally().discard());
        waiting.clear();
        waitingChanges = 0;
        refusals.forget();
    }

    private void count(Appended appended, Instant now) {
        long changes = appended.tally().total();
        waitingChanges -= changes;
        appended.tally().commit(now);
        progress.applied(changes);
    }

    private void append(Batch batch) {
        List<RowChange> changes = batch.changes();
        for (int i = 0; i < changes.size(); i++) {
            LoggedRowChange change = (LoggedRowChange) changes.get(i);
            if (refusals.isSuspended(change)) {
                refusals.passOver(change);
            } else {
                append(batch, i, change);
            }
        }
    }

    private void append(Batch batch, int index, LoggedRowChange change) {
        @Nullable ReplicationException refusal = null;
        try {
            writer.append(change.logged());
        } catch (ReplicationException e) {
            refusal = e;
        }
        if (refusal == null) {
            return;
        }
        if (refusal.code().isTableAtFault()) {
            refusals.tableFailed(change.table(), refusal);
            refusals.passOver(change);
        } else if (refusal.code().category().reaction() == ErrorCategory.Reaction.ROW) {
            refuse(change, batch.positionOf(index).encode(), refusal);
        } else {
            throw refusal;
        }
    }

    private void refuse(RowChange change, String position, ReplicationException failure) {
        ErrorPolicy policy = refusals.policy(change, failure.code());
        switch (policy) {
            case STOP_TASK -> throw failure;
            case IGNORE_RECORD -> refusals.ignore(change);
            case LOG_ERROR, INSERT_RECORD, UPDATE_RECORD -> refusals.record(change, position, failure);
            case SUSPEND_TABLE -> {
                refusals.record(change, position, failure);
                refusals.suspend(change.table(), failure);
            }
        }
    }
}
