package dev.millrace.load;

import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoadWriter;
import dev.millrace.spi.sink.Sink;
import org.jspecify.annotations.Nullable;

/**
 * The writer of one load worker, kept from one chunk of a table to the next, because to open one is to connect. Belongs to one
 * thread.
 */
final class WorkerWriter implements AutoCloseable {
    private final Sink sink;
    private final Fence fence;
    private @Nullable TableLoad table;
    private @Nullable LoadWriter open;

    WorkerWriter(Sink sink, Fence fence) {
        this.sink = sink;
        this.fence = fence;
    }

    /** The writer for rows of this table. */
    LoadWriter of(TableLoad wanted) {
        LoadWriter known = open;
        if (known != null && table == wanted) {
            return known;
        }
        close();
        LoadWriter fresh = sink.openLoadWriter(wanted.route().wanted(), fence);
        open = fresh;
        table = wanted;
        return fresh;
    }

    /** Rolls back what is not committed and gives the writer up; the next chunk gets another. */
    @Override
    public void close() {
        LoadWriter known = open;
        open = null;
        table = null;
        if (known != null) {
            known.close();
        }
    }
}
