package dev.millrace.apply;

import dev.millrace.model.TableId;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.RefusedChange;
import java.util.concurrent.locks.LockSupport;

/** A target that keeps nothing, and takes its time over that as a server would: without the processor of the engine. */
final class NullWriter implements ChangeWriter {
    private static final long SHORTEST_PAUSE_NANOS = 1_000_000;

    private final long nanosPerRow;
    private long owedNanos;

    NullWriter(long nanosPerRow) {
        this.nanosPerRow = nanosPerRow;
    }

    @Override
    public int apply(ChangeSet changes) {
        owedNanos += changes.size() * nanosPerRow;
        if (owedNanos > SHORTEST_PAUSE_NANOS) {
            pause();
        }
        return changes.size();
    }

    private void pause() {
        long end = System.nanoTime() + owedNanos;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        owedNanos = 0;
    }

    @Override
    public void commit(Checkpoint checkpoint) {
        pause();
    }

    @Override
    public void mark() {}

    @Override
    public void rollbackToMark() {}

    @Override
    public void record(RefusedChange refused) {
        throw new AssertionError("nothing is refused", refused.failure());
    }

    @Override
    public void suspend(TableId source, String reason) {
        throw new AssertionError(source + " is suspended: " + reason);
    }

    @Override
    public void replayed(long id) {}

    @Override
    public void rollback() {
        owedNanos = 0;
    }

    @Override
    public void close() {}
}
