package dev.millrace.apply;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.SourcePosition;
import dev.millrace.spi.sink.AppliedRange;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.TableAhead;
import dev.millrace.spi.sink.TaskStore;
import dev.millrace.spi.source.Source;
import java.util.List;
import java.util.Optional;

/**
 * Where change capture goes on, as the target remembers it.
 *
 * @param checkpoint how far the target is durable
 * @param position the same place, as the source reads it
 * @param applied stretches of the log behind there that the target holds
 * @param announced up to where the target may hold changes, of a target that takes nothing back
 * @param ahead tables of which the target holds more than the checkpoint tells
 */
public record ResumePoint(
        Checkpoint checkpoint,
        SourcePosition position,
        List<AppliedRange> applied,
        Optional<String> announced,
        List<TableAhead> ahead) {

    /** Asks the target of a task that has begun. */
    public static ResumePoint of(TaskStore store, Source source) {
        Checkpoint checkpoint = store.checkpoint()
                .orElseThrow(() -> new ReplicationException(
                        ErrorCode.CHECKPOINT_UNUSABLE, "the target has lost the task's checkpoint; reload the task"));
        return new ResumePoint(
                checkpoint,
                source.parsePosition(checkpoint.position()),
                store.appliedRanges(),
                store.announced(),
                store.tablesAhead());
    }
}
