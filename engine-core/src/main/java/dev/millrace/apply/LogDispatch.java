package dev.millrace.apply;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.spi.sink.ChangeLogWriter;
import dev.millrace.spi.sink.ChangeLogWriter.Moment;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Has batches added to a record of the log, one after the other, by one thread of its own. */
final class LogDispatch implements BatchDispatch {
    /** One is encoded while the next waits and a third is gathered. */
    private static final int LARGEST_QUEUE = 2;

    private static final Duration JOIN = Duration.ofSeconds(10);

    /** What the thread is to do next. */
    private enum Work {
        BATCH,
        IDLE,
        END,
        NOTHING
    }

    private final Supplier<ChangeLogWriter> writers;
    private final Function<ChangeLogWriter, LogApplication> applications;
    private final Runnable freed;
    private final Clock clock;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Batch> queued = new ArrayDeque<>();
    private boolean started;
    private boolean busy;
    private boolean idle;
    private boolean ending;
    private boolean closed;
    private @Nullable RuntimeException failure;

    /**
     * @param writers opens the writer, when there is work for it
     * @param applications makes what adds batches through it
     * @param freed run when a batch is done or has failed, on the thread
     */
    LogDispatch(
            String taskName,
            Supplier<ChangeLogWriter> writers,
            Function<ChangeLogWriter, LogApplication> applications,
            Runnable freed,
            Clock clock) {
        this.writers = writers;
        this.applications = applications;
        this.freed = freed;
        this.clock = clock;
        this.thread = new Thread(this::run, taskName + "/apply-log");
        thread.setDaemon(true);
    }

    @Override
    public void submit(Batch batch) {
        boolean taken = false;
        lock.lock();
        try {
            await(() -> queued.size() < LARGEST_QUEUE);
            queued.add(batch);
            taken = true;
            idle = false;
            if (!started) {
                started = true;
                thread.start();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
            if (!taken) {
                batch.tally().discard();
            }
        }
    }

    @Override
    public boolean isReady() {
        return isIdle();
    }

    @Override
    public boolean isIdle() {
        lock.lock();
        try {
            throwFailure();
            return isDone();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void drain(Set<TableId> targets) {
        lock.lock();
        try {
            await(this::isDone);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void idle() {
        lock.lock();
        try {
            throwFailure();
            idle = isDone();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Batches that are not begun are given back, everything else becomes durable. */
    @Override
    public void finish() {
        lock.lock();
        try {
            ending = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        join();
        lock.lock();
        try {
            throwFailure();
        } finally {
            lock.unlock();
        }
    }

    /** What is not durable is given back, to be read again. A thread that hangs in its writer ends when the sink is closed. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        join();
        queued.forEach(batch -> batch.tally().discard());
        queued.clear();
    }

    private void join() {
        try {
            thread.join(JOIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isDone() {
        return queued.isEmpty() && !busy;
    }

    private void await(BooleanSupplier condition) {
        try {
            throwFailure();
            while (!condition.getAsBoolean()) {
                changed.await();
                throwFailure();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the batch will not be committed");
        }
    }

    private void throwFailure() {
        if (failure != null) {
            throw failure;
        }
    }

    private void run() {
        try (ChangeLogWriter writer = writers.get()) {
            LogApplication application = applications.apply(writer);
            try {
                Work work = next();
                while (work != Work.NOTHING) {
                    work(application, work);
                    work = next();
                }
            } finally {
                application.discard();
            }
        } catch (ReplicationException e) {
            failed(e);
        } catch (RuntimeException | Error e) {
            failed(new ReplicationException(ErrorCode.INTERNAL, "writer of the log failed: " + e, e));
        }
    }

    private void work(LogApplication application, Work work) {
        switch (work) {
            case BATCH -> application.apply(take(), clock.instant());
            case IDLE -> application.commit(Moment.IDLE, clock.instant());
            case END -> {
                application.commit(Moment.END, clock.instant());
                note(() -> closed = true);
            }
            case NOTHING -> {}
        }
    }

    /** Waits for something to do; what was done before is done by then. */
    private Work next() {
        lock.lock();
        try {
            busy = false;
            changed.signalAll();
            freed.run();
            while (true) {
                if (closed) {
                    return Work.NOTHING;
                }
                Work work = ending ? Work.END : !queued.isEmpty() ? Work.BATCH : Work.IDLE;
                if (work != Work.IDLE || idle) {
                    busy = true;
                    idle = false;
                    return work;
                }
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private Batch take() {
        lock.lock();
        try {
            Batch batch = queued.remove();
            changed.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void failed(RuntimeException cause) {
        note(() -> failure = cause);
        freed.run();
    }

    private void note(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
