package dev.millrace.sink.s3.upload;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Threads that upload parts while their writers fill the next, which takes memory: an eighth of the heap in all. Thread-safe. */
final class PartThreads implements AutoCloseable {
    private static final int SHARE_OF_HEAP = 8;

    private final ExecutorService threads;
    private final Semaphore parts =
            new Semaphore((int) (Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / UploadStream.PART));

    /** @param task threads are named after it */
    PartThreads(String task) {
        threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, task + "/upload");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Whether there is memory for one part more; then {@link #release} gives it back. */
    boolean reserve() {
        return parts.tryAcquire();
    }

    void release() {
        parts.release();
    }

    Future<String> submit(Callable<String> upload) {
        return threads.submit(upload);
    }

    /** Interrupts what is under way. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
