package dev.millrace.sink.s3.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.model.TableId;
import dev.millrace.sink.s3.upload.PendingUpload;
import dev.millrace.spi.sink.Checkpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What {@code task.json} holds: all that one conditional write commits.
 *
 * @param fence of the instance that may write
 * @param commit how many writes there were
 * @param position as in {@link Checkpoint}; null while the task has not begun
 * @param commitTime as in {@link Checkpoint}, in ISO form
 * @param changes as in {@link Checkpoint}
 * @param refusals how many refused changes were recorded
 * @param tables what is known of each source table
 * @param pending uploads that are committed; they may be completed already
 * @param deleted keys of objects whose deletion is committed; it comes before the completion of any pending upload
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TaskObject(
        long fence,
        long commit,
        @Nullable String position,
        @Nullable String commitTime,
        long changes,
        long refusals,
        List<TableEntry> tables,
        List<PendingUpload> pending,
        List<String> deleted) {

    static final TaskObject NEW = new TaskObject(0, 0, null, null, 0, 0, List.of(), List.of(), List.of());

    TaskObject {
        tables = List.copyOf(tables);
        pending = List.copyOf(pending);
        deleted = List.copyOf(deleted);
    }

    Optional<Checkpoint> checkpoint() {
        return position == null || commitTime == null
                ? Optional.empty()
                : Optional.of(new Checkpoint(position, Instant.parse(commitTime), changes));
    }

    /** What is known of a table; of one that was never heard of, nothing. */
    TableEntry table(TableId source) {
        return tables.stream()
                .filter(table -> table.isOf(source))
                .findFirst()
                .orElseGet(() -> TableEntry.unknown(source));
    }

    TaskObject with(TableEntry entry) {
        List<TableEntry> changed = new ArrayList<>(tables);
        changed.removeIf(table -> table.isOf(entry.source()));
        changed.add(entry);
        return withTables(changed);
    }

    TaskObject withAll(UnaryOperator<TableEntry> change) {
        return withTables(tables.stream().map(change).toList());
    }

    TaskObject at(Checkpoint checkpoint) {
        return new TaskObject(
                fence,
                commit,
                checkpoint.position(),
                checkpoint.commitTime().toString(),
                checkpoint.changes(),
                refusals,
                tables,
                pending,
                deleted);
    }

    TaskObject withoutCheckpoint() {
        return new TaskObject(fence, commit, null, null, 0, refusals, tables, pending, deleted);
    }

    /** The next version, which commits these effects. */
    TaskObject committing(List<PendingUpload> files, List<String> keys, int moreRefusals) {
        return new TaskObject(
                fence, commit + 1, position, commitTime, changes, refusals + moreRefusals, tables, files, keys);
    }

    /** As the next instance finds it: nothing pending any more. */
    TaskObject takenOver() {
        return new TaskObject(
                fence + 1, commit + 1, position, commitTime, changes, refusals, tables, List.of(), List.of());
    }

    /** As if the task had never been, but for its refused changes; the fence is void. */
    TaskObject forgotten() {
        return new TaskObject(fence + 1, commit + 1, null, null, 0, refusals, List.of(), List.of(), List.of());
    }

    private TaskObject withTables(List<TableEntry> changed) {
        return new TaskObject(fence, commit, position, commitTime, changes, refusals, changed, pending, deleted);
    }
}
