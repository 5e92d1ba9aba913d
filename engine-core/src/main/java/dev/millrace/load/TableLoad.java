package dev.millrace.load;

import dev.millrace.error.ReplicationException;
import dev.millrace.mapping.CutValues;
import dev.millrace.mapping.RowHeader;
import dev.millrace.mapping.TableRoute;
import dev.millrace.metrics.TableCounters;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.SnapshotWindow;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One table of a load: what is read, where it goes, and how many of its chunks are still to come. Thread-safe. */
final class TableLoad {
    private final TableRoute route;
    private final TableSchema readSchema;
    private final ChunkPolicy policy;
    private final List<Chunk> chunks;
    private final AtomicInteger remaining;
    private final TableCounters counters;
    private final int onePointReaders;
    private final @Nullable String low;
    private final AtomicReference<@Nullable ReplicationException> suspension = new AtomicReference<>();
    private final Set<SnapshotWindow> windows = ConcurrentHashMap.newKeySet();
    private Snapshot.@Nullable Hold hold;

    /**
     * @param policy how the table was cut
     * @param onePointReaders how many chunks are read at once of a table whose chunks have to show one place in the log; 0 if they need not
     * @param low the encoded place from which on the log may hold news for the chunks; null if their snapshot tells
     */
    TableLoad(
            TableRoute route,
            ChunkPolicy policy,
            List<Chunk> missingChunks,
            TableCounters counters,
            int onePointReaders,
            @Nullable String low) {
        this.onePointReaders = onePointReaders;
        this.low = low;
        this.policy = policy;
        this.route = route;
        this.readSchema = readSchema(route);
        this.chunks = List.copyOf(missingChunks);
        this.remaining = new AtomicInteger(chunks.size());
        this.counters = counters;
    }

    TableRoute route() {
        return route;
    }

    /** The source table with just those of its columns that the target wants, in the target's order. */
    TableSchema readSchema() {
        return readSchema;
    }

    /** Rows as the target wants them, of rows in the {@linkplain #readSchema layout that is read}; counts what is cut. */
    List<Row> rows(List<Row> read, Clock clock, CutValues cuts) {
        if (route.leavesRowsAsRead()) {
            return read;
        }
        RowHeader header = RowHeader.ofLoad(clock.instant());
        return read.stream().map(row -> route.filled(row, header, cuts)).toList();
    }

    ChunkPolicy policy() {
        return policy;
    }

    List<Chunk> chunks() {
        return chunks;
    }

    TableCounters counters() {
        return counters;
    }

    /** Has all chunks show one place in the log, if they have to; before any of them is read. */
    synchronized void holdOnePoint(Snapshot snapshot) {
        if (onePointReaders > 0 && hold == null) {
            hold = snapshot.holdOnePoint(readSchema, onePointReaders);
        }
    }

    private synchronized void letGo() {
        Snapshot.Hold held = hold;
        if (held != null) {
            held.close();
        }
    }

    /** A chunk was read in that window. */
    void shown(SnapshotWindow window) {
        windows.add(window);
    }

    /** Whether all chunks show the same place in the log. */
    boolean showsOnePoint() {
        return LoadWindow.showOnePoint(List.of(new LoadWindow(List.copyOf(windows))));
    }

    /** The encoded place from which on the log may hold news for a chunk that was read in that window. */
    String low(SnapshotWindow window) {
        return low == null ? window.low().encode() : low;
    }

    /** Lets no further chunk of the table be copied. */
    void suspend(ReplicationException cause) {
        suspension.compareAndSet(null, cause);
    }

    /** Why the table is not loaded; null if it is. */
    @Nullable
    ReplicationException suspension() {
        return suspension.get();
    }

    /** Counts one more chunk as done; true for the last. */
    boolean chunkDone() {
        boolean last = remaining.decrementAndGet() == 0;
        if (last) {
            letGo();
        }
        return last;
    }

    private static TableSchema readSchema(TableRoute route) {
        List<ColumnSchema> columns = new ArrayList<>();
        for (int i = 0; i < route.wanted().columnCount(); i++) {
            if (!route.isAdded(i)) {
                columns.add(route.source().column(route.sourceOrdinal(i)));
            }
        }
        return route.source().toBuilder().columns(columns).build();
    }
}
