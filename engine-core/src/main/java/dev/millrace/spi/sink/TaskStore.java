package dev.millrace.spi.sink;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.spi.source.Chunk;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the target remembers of this task, in control tables beside DMS's own ({@code awsdms_*}). Each method is one transaction
 * and fails with {@code FENCED} if a later instance has taken the task over. Belongs to one thread.
 */
public interface TaskStore extends AutoCloseable {

    /** Makes the control tables if missing, and takes the task over from whoever had it before. */
    Fence acquire();

    /** Empty if the task has never begun, was {@linkplain #reset reset}, or has no control tables yet. */
    Optional<Checkpoint> checkpoint();

    /**
     * What was {@linkplain ChangeWriter#commitAhead committed ahead} and no later checkpoint has covered, in no order. None if the task has no control
     * tables yet, and for a sink that does not commit ahead.
     */
    default List<AppliedRange> appliedRanges() {
        return List.of();
    }

    /**
     * Tables that hold changes from behind the checkpoint, as a sink of style {@link Sink.ApplyStyle#LOG} leaves them; one entry per table at
     * most. An entry that the checkpoint has passed may stay. None if the task has no control tables yet, and for sinks of another style.
     */
    default List<TableAhead> tablesAhead() {
        return List.of();
    }

    /**
     * The farthest place that was {@linkplain ChangeWriter#announce announced} since the task began, as an encoded position: changes between
     * the checkpoint and there may be in the target or not. Empty if nothing was announced, and for a sink that takes changes back.
     */
    default Optional<String> announced() {
        return Optional.empty();
    }

    /**
     * Remembers where the change reader starts, before the first chunk is read, and forgets all ranges and tables ahead. From then on the task is begun.
     */
    void begin(Fence fence, Checkpoint start);

    /**
     * Forgets the checkpoint, all ranges, which tables are ahead, and that any chunk is done: the task starts anew. Plans stay; they tell which targets hold rows of
     * this task. All suspensions are lifted.
     */
    void reset(Fence fence);

    /** Forgets everything of this task but its refused changes, as if it had never been. The fence is void afterwards. */
    void delete(Fence fence);

    /** The load of every table that was {@linkplain #planTable planned}; none if the task has no control tables yet. */
    List<TableProgress> loadProgress();

    /**
     * Remembers a table's chunks, none of them done, in place of whatever was known of it, that it is ahead included. A suspension is lifted.
     *
     * @param created whether this task made the target table, and so completes it after the load
     */
    void planTable(Fence fence, TableId source, boolean created, List<Chunk> chunks);

    /** Suspends a table, as {@link ExceptionWriter#suspend} does within a transaction of changes. */
    void suspend(Fence fence, TableId source, String reason);

    /** Source tables that are suspended; none if the task has no control tables yet. */
    Set<TableId> suspendedTables();

    /**
     * Refused changes of this task that are left out and not replayed yet, in the order in which they were recorded; none if the task has
     * no control tables yet.
     *
     * @param afterId only those with greater numbers
     * @param limit so many at most
     */
    List<RecordedChange> refusedChanges(long afterId, int limit);

    /** Remembers that a recorded change was tried again and refused again. */
    void refusedAgain(Fence fence, long id, ReplicationException failure);

    @Override
    void close();
}
