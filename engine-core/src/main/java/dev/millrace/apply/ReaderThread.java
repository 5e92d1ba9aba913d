package dev.millrace.apply;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ChangeBatch;
import dev.millrace.spi.source.ChangeReader;
import java.time.Duration;

/** Pumps a {@link ChangeReader} into a {@link BatchQueue} on a thread of its own, until closed. */
final class ReaderThread implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration JOIN = Duration.ofSeconds(10);

    private final ChangeReader reader;
    private final BatchQueue queue;
    private final Thread thread;
    private volatile boolean closed;

    ReaderThread(String taskName, ChangeReader reader, BatchQueue queue) {
        this.reader = reader;
        this.queue = queue;
        this.thread = new Thread(this::run, taskName + "/reader");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                ChangeBatch batch = reader.poll(POLL);
                if (!batch.isEmpty() && !queue.put(batch)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ReplicationException e) {
            queue.fail(e);
        } catch (RuntimeException | Error e) {
            queue.fail(new ReplicationException(ErrorCode.INTERNAL, "reader failed: " + e, e));
        }
    }

    /** Closes the reader, which wakes a blocked poll, and waits for the thread's end. */
    @Override
    public void close() {
        closed = true;
        queue.close();
        reader.close();
        thread.interrupt();
        boolean interrupted = false;
        try {
            thread.join(JOIN.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
