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
import java.util.function.Function;
import java.util.function.Supplier;

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

    private final Monitor monitor = new Monitor();
    private final Deque<Batch> queued = new ArrayDeque<>();
    private boolean started;
    private boolean busy;
    private boolean idle;
    private boolean ending;

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
        try {
            monitor.note(() -> queue(batch));
            taken = true;
        } finally {
            if (!taken) {
                batch.tally().discard();
            }
        }
    }

    private void queue(Batch batch) {
        monitor.await(() -> queued.size() < LARGEST_QUEUE);
        queued.add(batch);
        idle = false;
        if (!started) {
            started = true;
            thread.start();
        }
    }

    @Override
    public boolean isReady() {
        return isIdle();
    }

    @Override
    public int workers() {
        return LARGEST_QUEUE;
    }

    @Override
    public boolean isIdle() {
        return monitor.locked(() -> {
            monitor.throwFailure();
            return isDone();
        });
    }

    @Override
    public void drain(Set<TableId> targets) {
        monitor.await(this::isDone);
    }

    @Override
    public void idle() {
        monitor.throwFailure();
        monitor.note(() -> idle = isDone());
    }

    /** Batches that are not begun are given back, everything else becomes durable. */
    @Override
    public void finish() {
        monitor.note(() -> ending = true);
        join();
        monitor.throwFailure();
    }

    /** What is not durable is given back, to be read again. A thread that hangs in its writer ends when the sink is closed. */
    @Override
    public void close() {
        monitor.close();
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
                monitor.close();
            }
            case NOTHING -> {}
        }
    }

    /** Waits for something to do; what was done before is done by then. */
    private Work next() {
        monitor.note(() -> busy = false);
        freed.run();
        return monitor.locked(() -> {
            monitor.awaitUntil(() -> monitor.isClosed() || ending || idle || !queued.isEmpty());
            if (monitor.isClosed()) {
                return Work.NOTHING;
            }
            busy = true;
            idle = false;
            return ending ? Work.END : queued.isEmpty() ? Work.IDLE : Work.BATCH;
        });
    }

    private Batch take() {
        Deque<Batch> taken = new ArrayDeque<>(1);
        monitor.note(() -> taken.add(queued.remove()));
        return taken.remove();
    }

    private void failed(RuntimeException cause) {
        monitor.fail(cause);
        freed.run();
    }
}
