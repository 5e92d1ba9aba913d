package dev.millrace.apply;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.load.LoadWindow;
import dev.millrace.mapping.TableMappings;
import dev.millrace.mapping.TableRoute;
import dev.millrace.metrics.TableCounters;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.model.WireForm;
import dev.millrace.refusal.RowImage;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.RecordedChange;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.TaskStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Applies recorded changes once more, in the order in which they were refused, each in a transaction of its own that forgets the record.
 * What is refused again stays recorded. Runs on the calling thread, under the task's fence.
 */
public final class Replay {
    private static final int PAGE = 500;

    private final Sink sink;
    private final TaskStore store;
    private final Fence fence;
    private final Map<TableId, TableSchema> tables = new HashMap<>();

    /**
     * What became of the changes.
     *
     * @param applied how many are on the target now
     * @param refused how many were refused again
     * @param failure the last refusal
     */
    public record Result(int applied, int refused, Optional<ReplicationException> failure) {}

    /** @param fence of this instance */
    public Replay(TableMappings mappings, Collection<TableRoute> routes, Sink sink, TaskStore store, Fence fence) {
        if (sink.applyStyle() == Sink.ApplyStyle.LOG) {
            throw new ReplicationException(
                    ErrorCode.SETTING_INVALID,
                    "the target is a record of the log, which can't be mended later; reload the tables of the refused changes");
        }
        this.sink = sink;
        this.store = store;
        this.fence = fence;
        TargetTables targets = new TargetTables(mappings, routes, sink, table -> LoadWindow.NONE, TableCounters::new);
        for (TableRoute route : routes) {
            TargetTable table = targets.of(route.source());
            if (table != null) {
                tables.put(route.source().id(), canonical(table.wanted()));
            }
        }
    }

    /** Replays every recorded change that is wanted. */
    public Result run(Predicate<RecordedChange> wanted) {
        Checkpoint checkpoint = store.checkpoint()
                .orElseThrow(() -> new ReplicationException(
                        ErrorCode.CHECKPOINT_UNUSABLE,
                        "the target has no checkpoint of the task; there is nothing to replay"));
        int applied = 0;
        int refused = 0;
        ReplicationException failure = null;
        try (ChangeWriter writer = sink.openChangeWriter(fence)) {
            List<RecordedChange> page = store.refusedChanges(0, PAGE);
            while (!page.isEmpty()) {
                for (RecordedChange change : page) {
                    if (!wanted.test(change)) {
                        continue;
                    }
                    try {
                        replay(change, writer, checkpoint);
                        applied++;
                    } catch (ReplicationException e) {
                        writer.rollback();
                        if (!Bisection.canNarrow(e)) {
                            throw e;
                        }
                        store.refusedAgain(fence, change.id(), e);
                        failure = e;
                        refused++;
                    }
                }
                page = store.refusedChanges(page.get(page.size() - 1).id(), PAGE);
            }
        }
        return new Result(applied, refused, Optional.ofNullable(failure));
    }

    private void replay(RecordedChange change, ChangeWriter writer, Checkpoint checkpoint) {
        ChangeSet set = set(change);
        int hit = writer.apply(set);
        if (set.kind() == ChangeSet.Kind.UPDATE && hit != 1) {
            throw new ReplicationException(
                    ErrorCode.TARGET_ROW_MISSING,
                    "target table " + set.table().id() + " does not have the row of refused change " + change.id());
        }
        writer.replayed(change.id());
        writer.commit(checkpoint);
    }

    private ChangeSet set(RecordedChange change) {
        TableSchema table = tables.get(change.source());
        if (table == null) {
            throw new ReplicationException(
                    ErrorCode.TARGET_TABLE_MISSING,
                    "table " + change.source() + " of refused change " + change.id()
                            + " is not among the task's tables any more");
        }
        List<Row> before = rows(table, change.before());
        List<Row> after = rows(table, change.after());
        return switch (change.kind()) {
            case LOAD, INSERT -> new ChangeSet(table, ChangeSet.Kind.INSERT, List.of(), after);
            case UPDATE -> new ChangeSet(table, ChangeSet.Kind.UPDATE, before.isEmpty() ? after : before, after);
            case DELETE -> new ChangeSet(table, ChangeSet.Kind.DELETE, before, List.of());
            case TRUNCATE -> new ChangeSet(table, ChangeSet.Kind.TRUNCATE, List.of(), List.of());
        };
    }

    private static List<Row> rows(TableSchema table, Optional<String> image) {
        return image.map(json -> List.of(RowImage.read(table, json))).orElse(List.of());
    }

    private static TableSchema canonical(TableSchema table) {
        return table.toBuilder()
                .columns(table.columns().stream()
                        .map(column -> column.withWire(WireForm.CANONICAL))
                        .toList())
                .build();
    }
}
