package dev.millrace.load;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.spi.source.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Copies the chunks of many tables with a few threads, in the order of the queue. The first failure ends them all. */
final class LoadWorkers {
    private record Work(TableLoad table, Chunk chunk) {}

    private final Queue<Work> queue = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();
    private final BooleanSupplier stop;

    /**
     * @param tables in the order in which they start
     * @param loaded told of each table whose last chunk is done, on a worker's thread
     */
    LoadWorkers(
            String taskName,
            List<TableLoad> tables,
            int threadCount,
            ChunkCopy copy,
            Consumer<TableLoad> loaded,
            BooleanSupplier stop) {
        this.stop = stop;
        for (TableLoad table : tables) {
            table.chunks().forEach(chunk -> queue.add(new Work(table, chunk)));
        }
        int count = Math.min(threadCount, queue.size());
        for (int i = 1; i <= count; i++) {
            Thread thread = new Thread(() -> work(copy, loaded), taskName + "/load-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    /** Runs to the end; true if every chunk was copied, false if told to stop first. */
    boolean run() throws InterruptedException {
        threads.forEach(Thread::start);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            threads.forEach(Thread::interrupt);
            throw e;
        }
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        return queue.isEmpty() && !stop.getAsBoolean();
    }

    private void work(ChunkCopy copy, Consumer<TableLoad> loaded) {
        try (WorkerWriter writer = copy.writer()) {
            Work work = next();
            while (work != null && copy.copy(work.table(), work.chunk(), writer)) {
                if (work.table().chunkDone() && work.table().suspension() == null) {
                    loaded.accept(work.table());
                }
                work = next();
            }
        } catch (ReplicationException e) {
            failure.compareAndSet(null, e);
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, new ReplicationException(ErrorCode.INTERNAL, "load worker failed: " + e, e));
        }
    }

    private @Nullable Work next() {
        return stop.getAsBoolean() || failure.get() != null ? null : queue.poll();
    }
}
