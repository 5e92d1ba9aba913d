package dev.millrace.apply;

import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.spi.sink.ChangeWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has batches applied by several workers at once. In ordered mode they are committed in the order of their submission, so that readers of
 * the target see a prefix of the source's commit order; in relaxed mode as soon as they are applied (law 6). Batches that touch the same rows, by the target's constraints, are executed one
 * after the other; a worker whose batch has to wait plans it meanwhile. What fails beside others is tried again behind them
 * before it counts as a failure.
 *
 * <p>A transaction that comes in parts has the target for itself, since it is open there before its end is known.
 */
final class ApplyScheduler implements BatchDispatch {
    /** Who wants to know. Called by workers, one at a time. */
    interface Observer {
        /** The checkpoint has moved; in order. */
        void committed(Batch.Ending ending);

        /** A worker is free again, or a batch has failed. */
        void changed();
    }

    private static final Logger LOG = LoggerFactory.getLogger(ApplyScheduler.class);

    private static final Duration JOIN = Duration.ofSeconds(10);

    /** Batches committed ahead of one that takes its time: each is a row in the target and a position in memory. */
    private static final int MAXIMUM_AHEAD = 100;

    private final String taskName;
    private final boolean relaxed;
    private final WorkerCount workerCount;
    private final Supplier<ChangeWriter> writers;
    private final Function<ChangeWriter, BatchApplication> applications;
    private final Observer observer;
    private final ApplyProgress progress;
    private final Clock clock;

    private final Monitor monitor = new Monitor();
    private final List<ApplyWorker> workers = new ArrayList<>();
    private final Deque<ScheduledBatch> queued = new ArrayDeque<>();
    private final Deque<ScheduledBatch> underWay = new ArrayDeque<>();
    private int idleWorkers;
    private final CommitLedger ledger;
    private final ChainedBatches chain = new ChainedBatches();
    private final Precaution oneByOne = new Precaution();
    private final Precaution unsplit = new Precaution();
    private SourcePosition lastEnd;
    private long lastNumber;
    private boolean inParts;
    private @Nullable ApplyWorker partsOwner;

    /**
     * @param relaxed whether the mode is; the writers can commit ahead then
     * @param start where the run begins
     * @param applied what was committed ahead of there
     * @param writers opens a writer for a worker, when there is work for it
     * @param applications makes what applies batches through a writer
     */
    ApplyScheduler(
            String taskName,
            WorkerCount workerCount,
            boolean relaxed,
            SourcePosition start,
            List<StoredRange> applied,
            Supplier<ChangeWriter> writers,
            Function<ChangeWriter, BatchApplication> applications,
            Observer observer,
            ApplyProgress progress,
            Clock clock) {
        this.taskName = taskName;
        this.workerCount = workerCount;
        this.relaxed = relaxed;
        this.lastEnd = start;
        this.ledger = new CommitLedger(applied);
        this.writers = writers;
        this.applications = applications;
        this.observer = observer;
        this.progress = progress;
        this.clock = clock;
    }

    @Override
    public void submit(Batch batch) {
        ConflictKeys keys = isWorthALook(batch) ? ConflictKeys.of(batch.changes()) : null;
        boolean taken = false;
        try {
            monitor.note(() -> schedule(batch, keys));
            taken = true;
        } finally {
            if (!taken) {
                batch.tally().discard();
            }
        }
    }

    private void schedule(Batch batch, @Nullable ConflictKeys keys) {
        awaitPlace(batch);
        boolean serial = oneByOne.isDue();
        boolean whole = unsplit.isDue() || serial;
        List<Predecessor> predecessors = predecessors(keys, serial);
        ScheduledBatch scheduled = new ScheduledBatch(this, batch, ++lastNumber, keys, predecessors, whole, lastEnd);
        Batch.Ending ending = batch.ending();
        lastEnd = ending == null ? lastEnd : ending.position();
        inParts = batch.isInParts();
        underWay.add(scheduled);
        queued.add(scheduled);
        if (idleWorkers < queued.size() && workers.size() < workerCount.current() && partsOwner == null) {
            startWorker();
        }
        showUnderWay();
    }

    private void awaitPlace(Batch batch) {
        monitor.throwFailure();
        if (batch.isInParts()) {
            workerCount.notHeldUp();
            monitor.await(this::isAlone);
        } else if (hasPlace()) {
            workerCount.notHeldUp();
        } else {
            workerCount.heldUp();
            monitor.await(this::hasPlace);
        }
    }

    private boolean hasPlace() {
        return !inParts && underWay.size() < workerCount.current() && ledger.aheadCount() < MAXIMUM_AHEAD;
    }

    @Override
    public boolean isReady() {
        return monitor.locked(() -> {
            monitor.throwFailure();
            return hasPlace();
        });
    }

    @Override
    public boolean isIdle() {
        return monitor.locked(() -> {
            monitor.throwFailure();
            return !inParts && underWay.isEmpty();
        });
    }

    @Override
    public int workers() {
        return monitor.locked(workerCount::current);
    }

    @Override
    public void drain(Set<TableId> targets) {
        monitor.await(() -> underWay.stream().noneMatch(batch -> batch.mayTouch(targets)));
    }

    private boolean isAlone() {
        return underWay.isEmpty();
    }

    private boolean isWorthALook(Batch batch) {
        return workerCount.most() > 1 && !batch.isInParts() && (relaxed || chain.isWorthALook());
    }

    private List<Predecessor> predecessors(@Nullable ConflictKeys keys, boolean serial) {
        List<Predecessor> predecessors = new ArrayList<>();
        for (ScheduledBatch earlier : underWay) {
            ConflictKeys others = earlier.keys();
            boolean meets = true;
            if (keys != null && others != null) {
                meets = keys.conflictsWith(others);
                if (earlier.number() == lastNumber) {
                    chain.seen(meets && keys.isMostlyHeldBy(others));
                }
            }
            if (serial || meets) {
                predecessors.add(new Predecessor(earlier.number(), others));
            }
        }
        return predecessors;
    }

    private void startWorker() {
        ApplyWorker worker = new ApplyWorker(this, taskName + "/apply-" + (workers.size() + 1), writers, applications);
        workers.add(worker);
        worker.start();
    }

    /** The next batch for this worker; null at the end. */
    @Nullable
    ScheduledBatch next(ApplyWorker worker) {
        return monitor.locked(() -> {
            idleWorkers++;
            monitor.awaitUntil(() -> monitor.isOver() || (!queued.isEmpty() && !isOwnedByAnother(worker)));
            idleWorkers--;
            if (monitor.isOver()) {
                return null;
            }
            ScheduledBatch next = queued.remove();
            if (next.batch().isInParts()) {
                partsOwner = worker;
            }
            return next;
        });
    }

    private boolean isOwnedByAnother(ApplyWorker worker) {
        return partsOwner != null && partsOwner != worker;
    }

    /** Called by the worker that has applied it. */
    void commit(ScheduledBatch scheduled, ChangeWriter writer, Batch.Ending ending, Runnable whenCommitted) {
        CommitStep step = monitor.locked(() -> ledger.step(scheduled.number(), scheduled.from(), ending));
        run(step, writer, () -> {
            whenCommitted.run();
            count(scheduled.batch().tally());
        });
        CommitStep closing = monitor.locked(() -> ledger.closing(lastNumber));
        while (closing != null) {
            run(closing, writer, () -> {});
            closing = monitor.locked(() -> ledger.closing(lastNumber));
        }
    }

    private void count(Tally tally) {
        long changes = tally.total();
        tally.commit(clock.instant());
        progress.applied(changes);
    }

    private void run(CommitStep step, ChangeWriter writer, Runnable whenCommitted) {
        boolean committed = false;
        try {
            step.run(writer);
            committed = true;
        } finally {
            if (!committed) {
                monitor.note(() -> ledger.failed(step));
            }
        }
        whenCommitted.run();
        if (step instanceof CommitStep.Move move) {
            progress.durable(move.ending().position());
            observer.committed(move.ending());
        }
        monitor.note(() -> ledger.done(step));
    }

    /** Told by the worker that applied it, and committed it unless others of its parts follow. */
    void applied(ScheduledBatch scheduled) {
        monitor.note(() -> {
            underWay.remove(scheduled);
            measure(scheduled.batch());
            if (scheduled.batch().ending() == null) {
                ledger.passed(scheduled.number());
            } else {
                inParts = false;
                partsOwner = null;
            }
            showUnderWay();
        });
        observer.changed();
    }

    private void measure(Batch batch) {
        int before = workerCount.current();
        workerCount.applied(batch.changes().size());
        if (workerCount.current() != before) {
            LOG.info("{}: {} batches are applied side by side from now on", taskName, workerCount.current());
        }
    }

    private void showUnderWay() {
        long changes = 0;
        for (ScheduledBatch scheduled : underWay) {
            changes += scheduled.batch().tally().total();
        }
        ScheduledBatch first = underWay.peek();
        progress.underWay(changes, first == null ? null : first.batch().gatheredSince());
    }

    /** Told by the worker whose batch can't be applied; nothing behind it is committed from now on. */
    void failed(RuntimeException cause) {
        monitor.fail(cause);
        observer.changed();
    }

    boolean isClosed(long number) {
        return monitor.locked(() -> ledger.isClosed(number));
    }

    void awaitClosed(long number) {
        awaitCommit(() -> ledger.isClosed(number), Long.MAX_VALUE);
    }

    /** Those that are not committed yet. */
    List<Predecessor> uncommitted(List<Predecessor> batches) {
        return monitor.locked(() -> batches.stream()
                .filter(batch -> !ledger.isCommitted(batch.number()))
                .toList());
    }

    void awaitCommitted(List<Predecessor> batches) {
        awaitCommit(() -> areCommitted(batches), Long.MAX_VALUE);
    }

    /** False if the one that waits, a part of which is applied, has to give way: an earlier one may be waiting for the locks of that part. */
    boolean awaitCommitted(List<Predecessor> batches, ScheduledBatch waiting) {
        BooleanSupplier decided = () -> areCommitted(batches) || waiting.isCalledBack();
        if (!awaitCommit(decided, waiting.patienceNanos())) {
            monitor.note(unsplit::take);
        }
        return monitor.locked(() -> areCommitted(batches));
    }

    private boolean areCommitted(List<Predecessor> batches) {
        return batches.stream().allMatch(batch -> ledger.isCommitted(batch.number()));
    }

    boolean awaitTurn(ScheduledBatch scheduled) {
        if (relaxed) {
            return true;
        }
        long predecessor = scheduled.number() - 1;
        BooleanSupplier decided = () -> ledger.isClosed(predecessor) || scheduled.isCalledBack();
        if (!awaitCommit(decided, scheduled.patienceNanos())) {
            monitor.note(this::breakCircle);
        }
        return isClosed(predecessor);
    }

    /**
     * An earlier batch may be waiting for a lock that a later one keeps until its turn. Where the target locks more than the rows that the
     * keys tell, as a trigger that counts does, neither the target nor the ledger can see that.
     */
    private void breakCircle() {
        oneByOne.take();
        underWay.stream().skip(1).forEach(ScheduledBatch::callBack);
    }

    private boolean awaitCommit(BooleanSupplier committed, long nanos) {
        return monitor.awaitUntil(() -> committed.getAsBoolean() || cancelIfOver(), nanos);
    }

    private boolean cancelIfOver() {
        if (monitor.isOver()) {
            throw new CancellationException("the batch will not be committed");
        }
        return false;
    }

    void callBackBehind(long number) {
        monitor.note(() -> underWay.stream()
                .filter(scheduled -> scheduled.number() > number)
                .forEach(ScheduledBatch::callBack));
    }

    /**
     * Lets no further batch begin, and waits for the workers' end: a batch whose turn has come is still committed, the others are
     * given back, to be read again. A worker that hangs in its writer ends when the sink is closed.
     */
    @Override
    public void close() {
        monitor.close();
        workers.forEach(worker -> worker.join(JOIN));
        underWay.forEach(scheduled -> scheduled.batch().tally().discard());
        underWay.clear();
        progress.underWay(0, null);
    }
}
