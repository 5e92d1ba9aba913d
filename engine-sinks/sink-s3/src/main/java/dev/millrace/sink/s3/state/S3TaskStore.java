package dev.millrace.sink.s3.state;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.RecordedChange;
import dev.millrace.spi.sink.TableAhead;
import dev.millrace.spi.sink.TableProgress;
import dev.millrace.spi.sink.TaskStore;
import dev.millrace.spi.source.Chunk;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The task's state as the engine asks for it. What is asked is read anew every time. */
public final class S3TaskStore implements TaskStore {
    private final TaskState state;
    private final Supplier<Collection<String>> folders;

    /** @param folders prefixes below which only this task uploads, as far as they are known when the task is taken over */
    public S3TaskStore(TaskState state, Supplier<Collection<String>> folders) {
        this.state = state;
        this.folders = folders;
    }

    @Override
    public Fence acquire() {
        return state.acquire(folders.get());
    }

    @Override
    public Optional<Checkpoint> checkpoint() {
        return state.read().checkpoint();
    }

    @Override
    public List<TableAhead> tablesAhead() {
        return state.read().tables().stream()
                .flatMap(table -> table.tableAhead().stream())
                .toList();
    }

    @Override
    public void begin(Fence fence, Checkpoint start) {
        state.change(fence, task -> task.at(start).withAll(TableEntry::notAhead));
    }

    @Override
    public void reset(Fence fence) {
        state.change(fence, task -> task.withoutCheckpoint().withAll(TableEntry::reset));
    }

    @Override
    public void delete(Fence fence) {
        state.delete(fence);
    }

    @Override
    public List<TableProgress> loadProgress() {
        return state.read().tables().stream()
                .filter(TableEntry::planned)
                .map(TableEntry::progress)
                .toList();
    }

    @Override
    public void planTable(Fence fence, TableId source, boolean created, List<Chunk> chunks) {
        state.change(fence, task -> task.with(task.table(source).plannedAs(created, chunks)));
    }

    @Override
    public void suspend(Fence fence, TableId source, String reason) {
        state.change(fence, task -> task.with(task.table(source).suspendedFor(reason)));
    }

    @Override
    public Set<TableId> suspendedTables() {
        return state.read().tables().stream()
                .filter(table -> table.suspension() != null)
                .map(TableEntry::source)
                .collect(Collectors.toSet());
    }

    @Override
    public List<RecordedChange> refusedChanges(long afterId, int limit) {
        return state.refusals().read(afterId, state.read().refusals(), limit);
    }

    /** Not called: changes of a record of the log can't be put in later, before those that came after them. */
    @Override
    public void refusedAgain(Fence fence, long id, ReplicationException failure) {
        throw new ReplicationException(
                ErrorCode.SETTING_INVALID, "changes that S3 has not taken can't be replayed; reload their table");
    }

    @Override
    public void close() {}
}
