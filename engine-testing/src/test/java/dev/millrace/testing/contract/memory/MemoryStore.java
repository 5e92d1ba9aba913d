package dev.millrace.testing.contract.memory;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.spi.sink.AppliedRange;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.RecordedChange;
import dev.millrace.spi.sink.TableAhead;
import dev.millrace.spi.sink.TableProgress;
import dev.millrace.spi.sink.TaskStore;
import dev.millrace.spi.source.Chunk;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A task's memory in a target that is itself in memory. */
final class MemoryStore implements TaskStore {
    private final MemoryServer.Session session;
    private final String task;

    MemoryStore(MemoryServer.Session session, String task) {
        this.session = session;
        this.task = task;
    }

    @Override
    public Fence acquire() {
        return session.transact(target -> new Fence(++target.task(task).fence));
    }

    @Override
    public Optional<Checkpoint> checkpoint() {
        return session.transact(target -> Optional.ofNullable(target.task(task).checkpoint));
    }

    @Override
    public List<AppliedRange> appliedRanges() {
        return session.transact(target -> List.copyOf(target.task(task).ranges));
    }

    @Override
    public List<TableAhead> tablesAhead() {
        return session.transact(target -> List.copyOf(target.task(task).ahead.values()));
    }

    @Override
    public void begin(Fence fence, Checkpoint start) {
        session.transact(target -> {
            MemoryTarget.TaskMemory memory = target.fenced(task, fence);
            memory.checkpoint = start;
            memory.ranges.clear();
            memory.ahead.clear();
            return true;
        });
    }

    @Override
    public void reset(Fence fence) {
        session.transact(target -> {
            MemoryTarget.TaskMemory memory = target.fenced(task, fence);
            memory.checkpoint = null;
            memory.ranges.clear();
            memory.ahead.clear();
            memory.plans.values().forEach(PlanMemory::unmark);
            memory.suspended.clear();
            return true;
        });
    }

    @Override
    public void delete(Fence fence) {
        session.transact(target -> {
            target.fenced(task, fence);
            target.forget(task);
            return true;
        });
    }

    @Override
    public List<TableProgress> loadProgress() {
        return session.transact(target -> target.task(task).plans.entrySet().stream()
                .map(plan -> plan.getValue().progress(plan.getKey()))
                .toList());
    }

    @Override
    public void planTable(Fence fence, TableId source, boolean created, List<Chunk> chunks) {
        session.transact(target -> {
            MemoryTarget.TaskMemory memory = target.fenced(task, fence);
            memory.suspended.remove(source);
            memory.ahead.remove(source);
            return memory.plans.put(source, new PlanMemory(created, chunks));
        });
    }

    @Override
    public void suspend(Fence fence, TableId source, String reason) {
        session.transact(target -> target.fenced(task, fence).suspended.add(source));
    }

    @Override
    public Set<TableId> suspendedTables() {
        return session.transact(target -> Set.copyOf(target.task(task).suspended));
    }

    @Override
    public List<RecordedChange> refusedChanges(long afterId, int limit) {
        return session.transact(target -> target.task(task).refused.values().stream()
                .filter(refused -> refused.id() > afterId)
                .limit(limit)
                .toList());
    }

    @Override
    public void refusedAgain(Fence fence, long id, ReplicationException failure) {
        session.transact(target -> {
            target.fenced(task, fence).recordAgain(id, failure);
            return true;
        });
    }

    @Override
    public void close() {}
}
