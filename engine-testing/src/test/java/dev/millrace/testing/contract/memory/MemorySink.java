package dev.millrace.testing.contract.memory;

import dev.millrace.error.ErrorCode;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.Finding;
import dev.millrace.spi.sink.AppliedRange;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoadWriter;
import dev.millrace.spi.sink.RefusalWriter;
import dev.millrace.spi.sink.RefusedChange;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import dev.millrace.spi.sink.TaskStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A sink whose target is in memory. */
class MemorySink implements Sink {
    private final MemoryServer server;
    private final MemoryServer.Session session;
    private final String task;

    MemorySink(MemoryServer server, String task) {
        this.server = server;
        this.session = server.new Session();
        this.task = task;
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
        List<Finding> findings = new ArrayList<>();
        for (TableSchema table : wanted) {
            describe(table.id())
                    .ifPresent(present -> table.columns().stream()
                            .map(ColumnSchema::name)
                            .filter(name -> present.ordinal(name).isEmpty())
                            .forEach(name -> findings.add(Finding.blocking(
                                    ErrorCode.TARGET_TABLE_MISMATCH,
                                    "table " + table.id() + " has no column " + name,
                                    "add column " + name))));
        }
        return findings;
    }

    @Override
    public Optional<TableSchema> describe(TableId table) {
        return session.transact(
                target -> Optional.ofNullable(target.tables().get(table)).map(MemoryTable::schema));
    }

    @Override
    public void createTable(TableSchema wanted) {
        TableSchema bare = wanted.toBuilder()
                .uniqueKeys(List.of())
                .indexes(List.of())
                .foreignKeys(List.of())
                .build();
        session.transact(target -> target.tables().put(wanted.id(), new MemoryTable(bare)));
    }

    @Override
    public void truncateTable(TableId table) {
        session.transact(target -> {
            target.tables().get(table).clear();
            return true;
        });
    }

    @Override
    public void dropTable(TableId table) {
        session.transact(target -> target.tables().remove(table));
    }

    @Override
    public void alterTable(TableSchema known, TableSchema wanted) {
        session.transact(
                target -> target.tables().computeIfPresent(wanted.id(), (id, table) -> table.reshaped(wanted)));
    }

    @Override
    public List<Finding> completeTables(List<TableSchema> wanted) {
        return session.transact(target -> {
            wanted.forEach(
                    table -> target.tables().computeIfPresent(table.id(), (id, present) -> present.reshaped(table)));
            return List.of();
        });
    }

    @Override
    public TaskStore taskStore() {
        return new MemoryStore(session, task);
    }

    @Override
    public LoadWriter openLoadWriter(TableSchema wanted, Fence fence) {
        return new Load(wanted, fence);
    }

    @Override
    public ChangeWriter openChangeWriter(Fence fence) {
        return new Apply(fence);
    }

    @Override
    public boolean commitsAhead() {
        return true;
    }

    @Override
    public void close() {
        session.close();
    }

    /** Sets that are tried on a copy as they come, and executed at the commit. */
    private abstract class Transaction implements RefusalWriter {
        final Fence fence;
        private final List<ChangeSet> sets = new ArrayList<>();
        private final List<Consumer<MemoryTarget.TaskMemory>> notes = new ArrayList<>();
        private @Nullable MemoryTarget copy;
        private @Nullable MemoryTarget markedCopy;
        private int markedSets;
        private int markedNotes;
        private int begunAfterCuts = server.cuts();

        Transaction(Fence fence) {
            this.fence = fence;
        }

        final int execute(ChangeSet set) {
            begin();
            int found = copy.execute(set);
            sets.add(set);
            return found;
        }

        private void begin() {
            session.reach(begunAfterCuts());
            if (copy == null) {
                copy = server.read(MemoryTarget::copy);
            }
        }

        @Override
        public final void mark() {
            begin();
            markedCopy = copy.copy();
            markedSets = sets.size();
            markedNotes = notes.size();
        }

        @Override
        public final void rollbackToMark() {
            begin();
            copy = markedCopy.copy();
            sets.subList(markedSets, sets.size()).clear();
            notes.subList(markedNotes, notes.size()).clear();
        }

        @Override
        public final void record(RefusedChange refused) {
            note(memory -> memory.record(refused));
        }

        final void note(Consumer<MemoryTarget.TaskMemory> change) {
            begin();
            notes.add(change);
        }

        private int begunAfterCuts() {
            if (copy == null) {
                begunAfterCuts = server.cuts();
            }
            return begunAfterCuts;
        }

        final MemoryTarget.TaskMemory executeAll(MemoryTarget target) {
            MemoryTarget.TaskMemory memory = target.fenced(task, fence);
            sets.forEach(target::execute);
            notes.forEach(note -> note.accept(memory));
            return memory;
        }

        final void reach() {
            session.reach(begunAfterCuts());
        }

        final void forget() {
            sets.clear();
            notes.clear();
            copy = null;
            markedCopy = null;
        }
    }

    private final class Load extends Transaction implements LoadWriter {
        private final TableSchema table;

        Load(TableSchema table, Fence fence) {
            super(fence);
            this.table = table;
        }

        @Override
        public void write(List<Row> rows) {
            execute(new ChangeSet(table, ChangeSet.Kind.INSERT, List.of(), List.copyOf(rows)));
        }

        @Override
        public void commit(TableId source, int chunkOrdinal, ChunkDone done) {
            reach();
            server.commit(target -> {
                executeAll(target).plans.get(source).mark(chunkOrdinal, done);
                return true;
            });
            forget();
        }

        @Override
        public void rollback() {
            forget();
        }

        @Override
        public void close() {
            forget();
        }
    }

    private final class Apply extends Transaction implements ChangeWriter {
        Apply(Fence fence) {
            super(fence);
        }

        @Override
        public int apply(ChangeSet changes) {
            return execute(changes);
        }

        @Override
        public void suspend(TableId source, String reason) {
            note(memory -> memory.suspended.add(source));
        }

        @Override
        public void replayed(long id) {
            note(memory -> memory.refused.remove(id));
        }

        @Override
        public void commit(Checkpoint checkpoint) {
            commit(checkpoint, List.of());
        }

        @Override
        public void commit(Checkpoint checkpoint, List<AppliedRange> covered) {
            reach();
            server.commit(target -> {
                MemoryTarget.TaskMemory memory = executeAll(target);
                memory.checkpoint = checkpoint;
                memory.ranges.removeAll(covered);
                return true;
            });
            forget();
        }

        @Override
        public void commitAhead(AppliedRange range) {
            reach();
            server.commit(target -> executeAll(target).ranges.add(range));
            forget();
        }

        @Override
        public void rollback() {
            forget();
        }

        @Override
        public void close() {
            forget();
        }
    }
}
