package dev.millrace.task;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.BulkFormat;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.Finding;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoadWriter;
import dev.millrace.spi.sink.RecordedChange;
import dev.millrace.spi.sink.RefusalWriter;
import dev.millrace.spi.sink.RefusedChange;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.TableProgress;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import dev.millrace.spi.sink.TableProgress.ChunkProgress;
import dev.millrace.spi.sink.TaskStore;
import dev.millrace.spi.source.Chunk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A target of one table in memory. It outlives the tasks that write to it, so it is what a restart finds. */
final class MemorySink implements Sink {
    private final List<String> ids = new ArrayList<>();
    private final Map<TableId, Map<Chunk, Optional<ChunkDone>>> plans = new LinkedHashMap<>();
    private final List<TableId> created = new ArrayList<>();
    private final List<String> addedColumns = new ArrayList<>();
    private boolean exists;
    private int completed;
    private long fence;
    private @Nullable Checkpoint checkpoint;
    private final List<Finding> present = new ArrayList<>();
    private int checkedPresent;
    private int failingResets;
    private volatile boolean stuck;
    private volatile @Nullable BulkFormat taken;
    private final List<String> parts = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    synchronized List<String> ids() {
        return List.copyOf(ids);
    }

    synchronized @Nullable Checkpoint checkpoint() {
        return checkpoint;
    }

    List<String> addedColumns() {
        return addedColumns;
    }

    synchronized int completed() {
        return completed;
    }

    synchronized void takeOver() {
        fence++;
    }

    synchronized void forgetChunk(int ordinal) {
        plans.values()
                .forEach(chunks -> chunks.keySet().stream()
                        .filter(chunk -> chunk.ordinal() == ordinal)
                        .forEach(chunk -> chunks.put(chunk, Optional.empty())));
        ids.removeIf(id -> Long.parseLong(id) % 3 == ordinal);
    }

    /** What a look at tables that are there finds. */
    void presentFinding(Finding finding) {
        present.add(finding);
    }

    /** Of how many tables the last look at those that are there was asked. */
    int checkedPresent() {
        return checkedPresent;
    }

    /** The connection is lost so many times when the old state is to be forgotten. */
    synchronized void failResets(int times) {
        failingResets = times;
    }

    /** Takes chunks as lines of numbers. */
    void take(BulkFormat lines) {
        taken = lines;
    }

    /** What came unparsed. */
    synchronized List<String> parts() {
        return List.copyOf(parts);
    }

    /** Commits hang until the sink is closed, as on a dead network. */
    void hang() {
        stuck = true;
    }

    @Override
    public EngineFamily family() {
        return EngineFamily.POSTGRES;
    }

    @Override
    public List<Finding> check(List<TableSchema> wanted) {
        return List.of();
    }

    @Override
    public List<Finding> checkPresent(List<TableSchema> wanted) {
        checkedPresent = wanted.size();
        return wanted.isEmpty() ? List.of() : List.copyOf(present);
    }

    @Override
    public synchronized Optional<TableSchema> describe(TableId table) {
        return exists ? Optional.of(MemorySource.TABLE) : Optional.empty();
    }

    @Override
    public synchronized void createTable(TableSchema wanted) {
        exists = true;
    }

    @Override
    public synchronized void truncateTable(TableId table) {
        ids.clear();
    }

    @Override
    public synchronized void dropTable(TableId table) {
        ids.clear();
        exists = false;
    }

    @Override
    public void alterTable(TableSchema known, TableSchema wanted) {
        addedColumns.addAll(wanted.columns().stream()
                .map(ColumnSchema::name)
                .filter(name -> known.ordinal(name).isEmpty())
                .toList());
    }

    @Override
    public synchronized List<Finding> completeTables(List<TableSchema> wanted) {
        completed += wanted.size();
        return List.of();
    }

    @Override
    public TaskStore taskStore() {
        return new Store();
    }

    @Override
    public LoadWriter openLoadWriter(TableSchema wanted, Fence writerFence) {
        return new Loader(writerFence);
    }

    @Override
    public ChangeWriter openChangeWriter(Fence writerFence) {
        return new Changer(writerFence);
    }

    @Override
    public void close() {
        if (stuck) {
            closed.countDown();
        }
    }

    private void verify(Fence held) {
        if (stuck) {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new ReplicationException(ErrorCode.TARGET_CONNECTION_LOST, "cut");
        }
        synchronized (this) {
            if (held.number() != fence) {
                throw new ReplicationException(ErrorCode.FENCED, "another instance runs");
            }
        }
    }

    private final class Store implements TaskStore {
        @Override
        public Fence acquire() {
            synchronized (MemorySink.this) {
                return new Fence(++fence);
            }
        }

        @Override
        public Optional<Checkpoint> checkpoint() {
            return Optional.ofNullable(MemorySink.this.checkpoint());
        }

        @Override
        public void begin(Fence held, Checkpoint start) {
            verify(held);
            synchronized (MemorySink.this) {
                checkpoint = start;
            }
        }

        @Override
        public void reset(Fence held) {
            verify(held);
            synchronized (MemorySink.this) {
                if (failingResets > 0) {
                    failingResets--;
                    throw new ReplicationException(ErrorCode.TARGET_CONNECTION_LOST, "cut");
                }
                checkpoint = null;
                plans.values().forEach(chunks -> chunks.replaceAll((chunk, done) -> Optional.empty()));
            }
        }

        @Override
        public void delete(Fence held) {
            reset(held);
            synchronized (MemorySink.this) {
                plans.clear();
            }
        }

        @Override
        public List<TableProgress> loadProgress() {
            synchronized (MemorySink.this) {
                List<TableProgress> progress = new ArrayList<>();
                plans.forEach((table, chunks) -> progress.add(new TableProgress(
                        table,
                        created.contains(table),
                        chunks.entrySet().stream()
                                .map(chunk -> new ChunkProgress(chunk.getKey(), chunk.getValue()))
                                .toList())));
                return progress;
            }
        }

        @Override
        public void planTable(Fence held, TableId source, boolean isCreated, List<Chunk> chunks) {
            verify(held);
            synchronized (MemorySink.this) {
                Map<Chunk, Optional<ChunkDone>> plan = new LinkedHashMap<>();
                chunks.forEach(chunk -> plan.put(chunk, Optional.empty()));
                plans.put(source, plan);
                if (isCreated) {
                    created.add(source);
                }
            }
        }

        @Override
        public void suspend(Fence held, TableId source, String reason) {
            throw new AssertionError(source + " is suspended: " + reason);
        }

        @Override
        public List<RecordedChange> refusedChanges(long afterId, int limit) {
            return List.of();
        }

        @Override
        public void refusedAgain(Fence held, long id, ReplicationException failure) {
            throw new AssertionError("nothing is replayed", failure);
        }

        @Override
        public Set<TableId> suspendedTables() {
            return Set.of();
        }

        @Override
        public void close() {}
    }

    /** Takes no refusal: nothing in these tests is refused for good. */
    private abstract static class Writer implements RefusalWriter {
        private List<String> marked = List.of();

        abstract List<String> open();

        @Override
        public void mark() {
            marked = List.copyOf(open());
        }

        @Override
        public void rollbackToMark() {
            open().clear();
            open().addAll(marked);
        }

        @Override
        public void record(RefusedChange refused) {
            throw new AssertionError("a refused change is left out", refused.failure());
        }
    }

    private final class Loader extends Writer implements LoadWriter {
        private final Fence held;
        private final List<String> open = new ArrayList<>();

        Loader(Fence held) {
            this.held = held;
        }

        @Override
        List<String> open() {
            return open;
        }

        @Override
        public void write(List<Row> rows) {
            rows.forEach(row -> open.add(row.text(0)));
        }

        @Override
        public Optional<BulkFormat> bulkFormat(List<BulkFormat> offered) {
            return Optional.ofNullable(taken).filter(offered::contains);
        }

        @Override
        public void write(BulkFormat format, ByteBuilder part) {
            synchronized (MemorySink.this) {
                parts.add(part.toString());
            }
            part.toString().lines().forEach(open::add);
        }

        @Override
        public void commit(TableId source, int chunkOrdinal, ChunkDone done) {
            verify(held);
            synchronized (MemorySink.this) {
                ids.addAll(open);
                open.clear();
                plans.get(source).replaceAll((chunk, old) -> chunk.ordinal() == chunkOrdinal ? Optional.of(done) : old);
            }
        }

        @Override
        public void rollback() {
            open.clear();
        }

        @Override
        public void close() {
            rollback();
        }
    }

    private final class Changer extends Writer implements ChangeWriter {
        private final Fence held;
        private final List<String> open = new ArrayList<>();

        Changer(Fence held) {
            this.held = held;
        }

        @Override
        List<String> open() {
            return open;
        }

        @Override
        public void replayed(long id) {
            throw new AssertionError("nothing is replayed");
        }

        @Override
        public void suspend(TableId source, String reason) {
            throw new AssertionError(source + " is suspended: " + reason);
        }

        @Override
        public int apply(ChangeSet changes) {
            for (Row row : changes.rows()) {
                String id = row.text(0);
                synchronized (MemorySink.this) {
                    if (ids.contains(id) && changes.kind() == ChangeSet.Kind.INSERT) {
                        throw new ReplicationException(ErrorCode.TARGET_CONSTRAINT_VIOLATED, "row twice");
                    }
                    if (!ids.contains(id)) {
                        open.add(id);
                    }
                }
            }
            return changes.size();
        }

        @Override
        public void commit(Checkpoint newCheckpoint) {
            verify(held);
            synchronized (MemorySink.this) {
                ids.addAll(open);
                open.clear();
                checkpoint = newCheckpoint;
            }
        }

        @Override
        public void rollback() {
            open.clear();
        }

        @Override
        public void close() {
            rollback();
        }
    }
}
