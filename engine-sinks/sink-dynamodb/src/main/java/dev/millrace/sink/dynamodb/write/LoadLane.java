package dev.millrace.sink.dynamodb.write;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.sink.dynamodb.call.RequestPool;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one load writer: so many under way at once, the others wait here for a place. Filled by one thread, emptied by those of
 * the pool.
 */
final class LoadLane {
    /** What is put with one request. */
    private record Waiting(Runnable request, int rows) {}

    private final RequestPool pool;
    private final int mostUnderWay;
    private final int mostRowsWaiting;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int rowsWaiting;
    private int underWay;
    private @Nullable ReplicationException failure;

    /**
     * @param mostUnderWay requests that may be under way at once
     * @param mostRowsWaiting rows that may wait for a request
     */
    LoadLane(RequestPool pool, int mostUnderWay, int mostRowsWaiting) {
        this.pool = pool;
        this.mostUnderWay = mostUnderWay;
        this.mostRowsWaiting = mostRowsWaiting;
    }

    /**
     * Takes a request; waits while too many rows wait.
     *
     * @throws ReplicationException that of an earlier request; what waits is dropped then
     */
    synchronized void add(Runnable request, int rows) {
        awaitWhile(() -> failure == null && !waiting.isEmpty() && rowsWaiting + rows > mostRowsWaiting);
        throwFailure();
        waiting.add(new Waiting(request, rows));
        rowsWaiting += rows;
        begin();
    }

    /**
     * Waits until none waits or is under way.
     *
     * @throws ReplicationException the first failure; what waited behind it is dropped
     */
    synchronized void awaitAll() {
        awaitWhile(() -> underWay > 0);
        throwFailure();
    }

    private synchronized void throwFailure() {
        ReplicationException known = failure;
        if (known != null) {
            awaitWhile(() -> underWay > 0);
            failure = null;
            throw known;
        }
    }

    private synchronized void begin() {
        while (failure == null && underWay < mostUnderWay && !waiting.isEmpty()) {
            Waiting next = waiting.remove();
            rowsWaiting -= next.rows();
            underWay++;
            try {
                pool.submit(next.request(), this::ended);
            } catch (ReplicationException e) {
                underWay--;
                fail(e);
            }
        }
    }

    private synchronized void ended(Future<Void> request) {
        underWay--;
        try {
            RequestPool.await(List.of(request));
        } catch (ReplicationException e) {
            fail(e);
        }
        begin();
        notifyAll();
    }

    private synchronized void fail(ReplicationException e) {
        failure = failure == null ? e : failure;
        waiting.clear();
        rowsWaiting = 0;
    }

    private synchronized void awaitWhile(BooleanSupplier condition) {
        try {
            while (condition.getAsBoolean()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReplicationException(
                    ErrorCode.TARGET_CONNECTION_LOST, "interrupted while rows of the load were put");
        }
    }
}
