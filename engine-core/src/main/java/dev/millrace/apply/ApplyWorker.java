package dev.millrace.apply;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.spi.sink.ChangeWriter;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.Supplier;

/** A thread that applies batches through a writer of its own, until its {@link ApplyScheduler} has no more. */
final class ApplyWorker {
    private final ApplyScheduler scheduler;
    private final Supplier<ChangeWriter> writers;
    private final Function<ChangeWriter, BatchApplication> applications;
    private final Thread thread;

    ApplyWorker(
            ApplyScheduler scheduler,
            String name,
            Supplier<ChangeWriter> writers,
            Function<ChangeWriter, BatchApplication> applications) {
        this.scheduler = scheduler;
        this.writers = writers;
        this.applications = applications;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try (ChangeWriter writer = writers.get()) {
            BatchApplication application = applications.apply(writer);
            ScheduledBatch next = scheduler.next(this);
            while (next != null) {
                application.apply(next.batch(), next);
                scheduler.applied(next);
                next = scheduler.next(this);
            }
        } catch (CancellationException e) {
            // the writer's close has rolled back
        } catch (ReplicationException e) {
            scheduler.failed(e);
        } catch (RuntimeException | Error e) {
            scheduler.failed(new ReplicationException(ErrorCode.INTERNAL, "apply worker failed: " + e, e));
        }
    }

    void join(Duration limit) {
        boolean interrupted = false;
        try {
            thread.join(limit.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
