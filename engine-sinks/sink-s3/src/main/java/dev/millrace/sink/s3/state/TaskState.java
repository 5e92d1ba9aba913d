package dev.millrace.sink.s3.state;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.sink.s3.upload.ObjectStore;
import dev.millrace.sink.s3.upload.PendingUpload;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lets files show together with the checkpoint, or not at all. Their parts lie on the server, unseen; one conditional write of the task's state
 * names them and is the commit; then they are completed. Who takes the task over completes what was named, and gives up all other uploads.
 * A write fails with {@code FENCED} if another instance has written meanwhile. Thread-safe.
 */
public final class TaskState {
    private final ObjectStore store;
    private final ConditionalObject object;
    private final RefusalObjects refusals;
    private final Consumer<List<String>> shown;
    private final Set<PendingUpload> completed = new HashSet<>();
    private final Set<String> gone = new HashSet<>();

    /**
     * Reads nothing yet.
     *
     * @param place prefix of the task's own objects
     * @param clock tells when changes were refused
     * @param shown is told keys of files that show; told of them again at the next start, unless it has returned
     */
    public TaskState(ObjectStore store, String place, Clock clock, Consumer<List<String>> shown) {
        this.store = store;
        this.object = new ConditionalObject(store, place + "task.json");
        this.refusals = new RefusalObjects(store, place + "exceptions/", clock);
        this.shown = shown;
    }

    /** As it is stored now. */
    synchronized TaskObject read() {
        return object.read();
    }

    /** The checkpoint as it is stored now. */
    public Checkpoint checkpoint() {
        return read().checkpoint()
                .orElseThrow(() -> new ReplicationException(ErrorCode.INTERNAL, "the task has not begun"));
    }

    /** The greatest name of a file of changes of these tables; null if there was none. */
    public synchronized @Nullable String lastFile(Predicate<TableId> tables) {
        return object.content().tables().stream()
                .filter(table -> tables.test(table.source()))
                .map(TableEntry::lastFile)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    RefusalObjects refusals() {
        return refusals;
    }

    /**
     * Takes the task over: from then on no older instance commits anything. What was committed and not finished is finished.
     *
     * @param folders prefixes below which only this task uploads
     */
    synchronized Fence acquire(Collection<String> folders) {
        TaskObject found = object.read();
        finish(new Effects(found.pending(), found.deleted(), List.of()));
        object.write(found.takenOver());
        completed.clear();
        gone.clear();
        Set<String> ours = found.pending().stream().map(PendingUpload::uploadId).collect(Collectors.toSet());
        for (String folder : folders) {
            store.openUploads(folder).forEach((upload, key) -> {
                if (!ours.contains(upload)) {
                    store.abort(key, upload);
                }
            });
        }
        return new Fence(object.content().fence());
    }

    /** Commits a change of what is remembered, without files. */
    void change(Fence fence, UnaryOperator<TaskObject> change) {
        commit(fence, Effects.NONE, change);
    }

    /** Forgets the task. */
    synchronized void delete(Fence fence) {
        TaskObject known = requireOurs(fence);
        finish(new Effects(known.pending(), known.deleted(), List.of()));
        object.write(known.forgotten());
    }

    /** Commits files of changes with the checkpoint, and lets them show. */
    public void commitChanges(Fence fence, Checkpoint checkpoint, Collection<TableCommit> tables, Effects effects) {
        commit(fence, effects, state -> {
            TaskObject next = state.at(checkpoint);
            for (TableCommit table : tables) {
                next = next.with(next.table(table.source()).after(table));
            }
            return next;
        });
    }

    /** Commits files of a chunk with its mark, and lets them show; a chunk that was committed before keeps its files of then. */
    public void commitChunk(Fence fence, TableId source, int ordinal, ChunkDone done, Effects effects) {
        Effects toFinish = effects;
        synchronized (this) {
            TaskObject known = requireOurs(fence);
            if (known.table(source).isDone(ordinal)) {
                effects.files().forEach(file -> store.abort(file.key(), file.uploadId()));
                toFinish = new Effects(known.pending(), List.of(), List.of());
            } else {
                write(
                        known,
                        fence,
                        effects,
                        state -> state.with(state.table(source).withDone(ordinal, done)));
            }
        }
        finish(toFinish);
    }

    private void commit(Fence fence, Effects effects, UnaryOperator<TaskObject> change) {
        synchronized (this) {
            write(requireOurs(fence), fence, effects, change);
        }
        finish(effects);
    }

    private void write(TaskObject known, Fence fence, Effects effects, UnaryOperator<TaskObject> change) {
        refusals.write(known.refusals() + 1, fence, effects.refused());
        TaskObject next = change.apply(known)
                .committing(
                        joined(known.pending(), completed, effects.files()),
                        joined(known.deleted(), gone, effects.deleted()),
                        effects.refused().size());
        object.write(next);
        completed.retainAll(next.pending());
        gone.retainAll(next.deleted());
    }

    /** What the last version named stays named until it is finished. */
    private static <T> List<T> joined(List<T> named, Set<T> finished, List<T> added) {
        List<T> joined = new ArrayList<>(named);
        joined.removeAll(finished);
        joined.addAll(added);
        return joined;
    }

    private void finish(Effects effects) {
        store.delete(effects.deleted());
        effects.files().forEach(store::complete);
        if (!effects.files().isEmpty()) {
            shown.accept(effects.files().stream().map(PendingUpload::key).toList());
        }
        synchronized (this) {
            gone.addAll(effects.deleted());
            completed.addAll(effects.files());
        }
    }

    private TaskObject requireOurs(Fence fence) {
        TaskObject known = object.content();
        if (known.fence() != fence.number()) {
            throw new ReplicationException(ErrorCode.FENCED, "a later instance of the task runs");
        }
        return known;
    }
}
