package dev.millrace.load;

import dev.millrace.config.ErrorPolicy;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.mapping.CutValues;
import dev.millrace.model.BulkFormat;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import dev.millrace.refusal.RefusalPolicy;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoadWriter;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import dev.millrace.spi.source.BulkReader;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.SnapshotWindow;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Copies single chunks: read, write, commit with the chunk's mark. Rows go through unparsed if source and target agree on a
 * format; what the target refuses of a chunk is left to a {@link CarefulWriter}. Stateless but for its surroundings; thread-safe.
 */
final class ChunkCopy {
    private static final int TRIES = 3;
    private static final String REMEDY =
            "alter the target so that it takes the row, or mend the row on the source; then resume the task";
    private static final long BATCH_BYTES = 4L << 20;

    /** A part stays in the processor's cache between its reading and its writing. */
    private static final int PART_BYTES = 64 << 10;

    private static final int LARGEST_KEPT_PART = 4 << 20;

    private final Snapshot snapshot;
    private final Sink sink;
    private final Fence fence;
    private final int batchRows;
    private final RefusalPolicy policy;
    private final Clock clock;
    private final BooleanSupplier stop;

    ChunkCopy(
            Snapshot snapshot,
            Sink sink,
            Fence fence,
            int batchRows,
            RefusalPolicy policy,
            Clock clock,
            BooleanSupplier stop) {
        this.snapshot = snapshot;
        this.sink = sink;
        this.fence = fence;
        this.batchRows = batchRows;
        this.policy = policy;
        this.clock = clock;
        this.stop = stop;
    }

    /** What was written of a chunk, all of it. */
    private record Copied(long rows, long bytes, long cutValues, SnapshotWindow window) {}

    /** A writer for one worker's chunks. */
    WorkerWriter writer() {
        return new WorkerWriter(sink, fence);
    }

    /** Copies the chunk, unless its table is suspended; false if it was told to stop first, and then nothing of the chunk stays. */
    boolean copy(TableLoad table, Chunk chunk, WorkerWriter writer) {
        boolean refused = false;
        int attempt = 1;
        while (table.suspension() == null) {
            try {
                table.holdOnePoint(snapshot);
                return refused
                        ? copyCarefully(table, chunk, writer.of(table))
                        : copyOnce(table, chunk, writer.of(table));
            } catch (ReplicationException e) {
                writer.close();
                if (table.suspension() != null) {
                    break;
                }
                if (e.code().isTableAtFault() && policy.ofTable() == ErrorPolicy.SUSPEND_TABLE) {
                    table.suspend(e);
                } else if (CarefulWriter.canNarrow(e) && !refused) {
                    refused = true;
                } else if (!isTransient(e) || attempt++ == TRIES) {
                    ReplicationException told = e.code().isRefusedRow() ? e.advising(REMEDY) : e;
                    throw told.within("load of " + table.route().source().id() + ", chunk " + chunk.ordinal());
                }
            }
        }
        return true;
    }

    private static boolean isTransient(ReplicationException failure) {
        return failure.code() == ErrorCode.TARGET_LOCK_CONFLICT || failure.code() == ErrorCode.TARGET_CONNECTION_LOST;
    }

    private boolean copyOnce(TableLoad table, Chunk chunk, LoadWriter writer) {
        writer.beginChunk(chunk, table.policy());
        List<BulkFormat> offered =
                table.route().leavesRowsAsRead() ? snapshot.bulkFormats(table.readSchema()) : List.of();
        Optional<BulkFormat> agreed = offered.isEmpty() ? Optional.empty() : writer.bulkFormat(offered);
        Optional<Copied> copied = agreed.isPresent()
                ? copyUnparsed(table, chunk, writer, agreed.get())
                : copyRows(table, chunk, writer::write);
        return finish(table, chunk, writer, copied, 0);
    }

    private boolean copyCarefully(TableLoad table, Chunk chunk, LoadWriter writer) {
        writer.beginChunk(chunk, table.policy());
        CarefulWriter careful =
                new CarefulWriter(writer, table, policy, snapshot.start().encode());
        Optional<Copied> copied = copyRows(table, chunk, careful::write);
        boolean finished = finish(table, chunk, writer, copied, careful.refusedRows());
        if (finished) {
            careful.committed();
        }
        return finished;
    }

    private static boolean finish(
            TableLoad table, Chunk chunk, LoadWriter writer, Optional<Copied> copied, long refusedRows) {
        if (copied.isEmpty()) {
            writer.rollback();
            return false;
        }
        Copied done = copied.get();
        long rows = done.rows() - refusedRows;
        SnapshotWindow window = done.window();
        table.shown(window);
        writer.commit(
                table.route().source().id(),
                chunk.ordinal(),
                new ChunkDone(rows, table.low(window), window.high().encode()));
        table.counters().loaded(rows, done.bytes());
        table.counters().truncated(done.cutValues());
        return true;
    }

    private Optional<Copied> copyRows(TableLoad table, Chunk chunk, Consumer<List<Row>> writer) {
        long rows = 0;
        long bytes = 0;
        CutValues cuts = new CutValues();
        try (ChunkReader reader = snapshot.read(table.readSchema(), chunk)) {
            List<Row> batch = reader.next(batchRows, BATCH_BYTES);
            while (!batch.isEmpty()) {
                if (stop.getAsBoolean()) {
                    return Optional.empty();
                }
                writer.accept(table.rows(batch, clock, cuts));
                rows += batch.size();
                for (Row row : batch) {
                    bytes += row.byteSize();
                }
                batch = reader.next(batchRows, BATCH_BYTES);
            }
            return Optional.of(new Copied(rows, bytes, cuts.take(table.route(), table.counters()), reader.window()));
        }
    }

    private Optional<Copied> copyUnparsed(TableLoad table, Chunk chunk, LoadWriter writer, BulkFormat format) {
        long bytes = 0;
        ByteBuilder part = new ByteBuilder(2 * PART_BYTES);
        try (BulkReader reader = snapshot.readBulk(table.readSchema(), chunk, format)) {
            boolean more = true;
            while (more) {
                part = part.array().length > LARGEST_KEPT_PART ? new ByteBuilder(2 * PART_BYTES) : part;
                part.clear();
                more = reader.next(part, batchRows, PART_BYTES);
                if (stop.getAsBoolean()) {
                    return Optional.empty();
                }
                writer.write(format, part);
                bytes += part.size();
            }
            return Optional.of(new Copied(reader.rows(), bytes, 0, reader.window()));
        }
    }
}
