package dev.millrace.sink.dynamodb.call;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Threads on which requests are made beside each other. Thread-safe. */
public final class RequestPool implements AutoCloseable {
    private final ExecutorService threads;

    /** @param name begins the names of the threads */
    public RequestPool(String name, int size) {
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(size, work -> {
            Thread thread = new Thread(work, name + "/dynamodb-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Has a request made as soon as a thread is free. */
    public <T> Future<T> submit(Supplier<T> request) {
        try {
            return threads.submit(request::get);
        } catch (RejectedExecutionException e) {
            throw closed(e);
        }
    }

    /** Has a request made as soon as a thread is free, and tells when it has ended, be it because the pool is closed. */
    public void submit(Runnable request, Consumer<Future<Void>> whenEnded) {
        FutureTask<Void> task = new FutureTask<>(request, null) {
            @Override
            protected void done() {
                whenEnded.accept(this);
            }
        };
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            throw closed(e);
        }
    }

    /**
     * Waits for all of them, whatever becomes of each, so that none is under way afterwards.
     *
     * @throws ReplicationException the first failure
     */
    public static <T> List<T> await(Iterable<Future<T>> requests) {
        List<T> answers = new ArrayList<>();
        @Nullable ReplicationException failure = null;
        for (Future<T> request : requests) {
            try {
                answers.add(request.get());
            } catch (ExecutionException e) {
                failure = failure == null ? failure(e) : failure;
            } catch (CancellationException e) {
                failure = failure == null ? closed(e) : failure;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ReplicationException(
                        ErrorCode.TARGET_CONNECTION_LOST, "interrupted while requests were under way");
            }
        }
        if (failure != null) {
            throw failure;
        }
        return answers;
    }

    private static ReplicationException closed(RuntimeException cause) {
        return new ReplicationException(ErrorCode.TARGET_CONNECTION_LOST, "the sink is closed", cause);
    }

    private static ReplicationException failure(ExecutionException e) {
        return e.getCause() instanceof ReplicationException known
                ? known
                : new ReplicationException(ErrorCode.INTERNAL, "a request failed: " + e.getCause(), e.getCause());
    }

    /** Begins no further request; those under way fail when their connections do. */
    @Override
    public void close() {
        for (Runnable waiting : threads.shutdownNow()) {
            if (waiting instanceof Future<?> request) {
                request.cancel(true);
            }
        }
    }
}
