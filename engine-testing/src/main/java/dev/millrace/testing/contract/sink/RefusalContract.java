package dev.millrace.testing.contract.sink;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.refusal.RowImage;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoadWriter;
import dev.millrace.spi.sink.RecordedChange;
import dev.millrace.spi.sink.RefusedChange;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import dev.millrace.spi.sink.TaskStore;
import dev.millrace.spi.source.Chunk;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.millrace.error.ErrorCategory.TARGET_DATA;
import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

/** A transaction survives what is refused in it, and what is left out is written down with it or not at all. */
public abstract class RefusalContract extends SinkTopic {
    private static final TableId SOURCE = new TableId("source schema", "Items");

    private Fence fence = new Fence(0);

    @BeforeEach
    final void createTable() {
        fence = begin();
        sink.createTable(items);
    }

    @Test
    void transactionGoesOnFromItsMark() {
        try (ChangeWriter writer = sink.openChangeWriter(fence)) {
            writer.mark();
            writer.apply(insert(items, items(0, 700)));
            writer.mark();
            writer.apply(update(items, keys(3, 4), rows(3, 4, i -> item(i, "tried"))));
            failsWith(TARGET_DATA, () -> writer.apply(insert(items, items(600, 1400))));
            writer.rollbackToMark();
            writer.apply(insert(items, items(700, 701)));
            writer.rollbackToMark();
            writer.apply(insert(items, items(701, 702)));
            assertThat(content()).isEmpty();
            writer.commit(checkpoint("one"));
            writer.mark();
            writer.apply(delete(items, keys(0, 699)));
            writer.commit(checkpoint("two"));
        }
        assertThat(content()).containsExactlyInAnyOrder("[699, item 699, 699.50]", "[701, item 701, 701.50]");
    }

    @Test
    void oneRefusalAfterTheOtherIsSurvived() {
        try (ChangeWriter writer = sink.openChangeWriter(fence)) {
            writer.apply(insert(items, items(0, 1)));
            for (int i = 1; i < 20; i++) {
                writer.mark();
                failsWith(TARGET_DATA, () -> writer.apply(insert(items, items(0, 1))));
                writer.rollbackToMark();
                writer.apply(insert(items, items(i, i + 1)));
            }
            writer.commit(checkpoint("one"));
        }
        assertThat(content()).hasSize(20);
    }

    @Test
    void loadedRowsGoOnFromTheirMark() {
        try (TaskStore store = sink.taskStore()) {
            store.planTable(fence, SOURCE, true, List.of(new Chunk(0, "all", -1, "")));
        }
        try (LoadWriter writer = sink.openLoadWriter(items, fence)) {
            writer.mark();
            writer.write(items(0, 10));
            writer.mark();
            failsWith(TARGET_DATA, () -> {
                writer.write(items(9, 12));
                writer.mark();
            });
            writer.rollbackToMark();
            writer.write(items(20, 22));
            writer.record(refused(RefusedChange.Kind.LOAD, null, item(9, "twice")));
            writer.commit(SOURCE, 0, new ChunkDone(12, "low", "high"));
        }
        assertThat(content()).hasSize(12);
        assertThat(recorded()).hasSize(1);
    }

    @Test
    void whatIsRecordedCanBeReadBack() {
        Row before = item(1, "it's \"old\" \u0001\n漢");
        try (ChangeWriter writer = sink.openChangeWriter(fence)) {
            writer.record(refused(RefusedChange.Kind.UPDATE, before, item(2, null)));
            assertThat(recorded()).isEmpty();
            writer.commit(checkpoint("one"));
        }
        RecordedChange recorded = recorded().get(0);
        assertThat(recorded.source()).isEqualTo(SOURCE);
        assertThat(recorded.kind()).isEqualTo(RefusedChange.Kind.UPDATE);
        assertThat(recorded.position()).isEqualTo("place 7");
        assertThat(recorded.key()).isEqualTo("{\"id\":\"1\"}");
        assertThat(recorded.errorCode()).isEqualTo(ErrorCode.TARGET_CONSTRAINT_VIOLATED.name());
        assertThat(recorded.message()).isEqualTo("refused");
        assertThat(recorded.attempts()).isEqualTo(1);
        assertThat(image(recorded.before())).isEqualTo(shown(items, List.of(before)));
        assertThat(image(recorded.after())).isEqualTo(shown(items, List.of(item(2, null))));
    }

    @Test
    void recordsOfEveryKindAreTaken() {
        try (ChangeWriter writer = sink.openChangeWriter(fence)) {
            writer.record(refused(RefusedChange.Kind.INSERT, null, item(1, "new")));
            writer.record(refused(RefusedChange.Kind.DELETE, item(2, ABSENT), null));
            writer.record(refused(RefusedChange.Kind.TRUNCATE, null, null));
            writer.commit(checkpoint("one"));
        }
        assertThat(recorded())
                .extracting(RecordedChange::kind)
                .containsExactly(RefusedChange.Kind.INSERT, RefusedChange.Kind.DELETE, RefusedChange.Kind.TRUNCATE);
        try (TaskStore store = sink.taskStore()) {
            long first = store.refusedChanges(0, 1).get(0).id();
            assertThat(store.refusedChanges(first, 1))
                    .extracting(RecordedChange::kind)
                    .containsExactly(RefusedChange.Kind.DELETE);
        }
    }

    @Test
    void recordsAreTakenBackWithTheirTransaction() {
        try (ChangeWriter writer = sink.openChangeWriter(fence)) {
            writer.record(refused(RefusedChange.Kind.INSERT, null, item(1, "new")));
            writer.suspend(SOURCE, "REASON");
            writer.rollback();
            writer.mark();
            writer.record(refused(RefusedChange.Kind.INSERT, null, item(2, "new")));
            writer.rollbackToMark();
            writer.commit(checkpoint("one"));
        }
        assertThat(recorded()).isEmpty();
        assertThat(suspended()).isEmpty();
    }

    @Test
    void replayedChangesAreForgottenAndOthersCounted() {
        try (ChangeWriter writer = sink.openChangeWriter(fence)) {
            writer.record(refused(RefusedChange.Kind.INSERT, null, item(1, "one")));
            writer.record(refused(RefusedChange.Kind.INSERT, null, item(2, "two")));
            writer.commit(checkpoint("one"));
            writer.apply(insert(items, items(1, 2)));
            writer.replayed(recorded().get(0).id());
            writer.commit(checkpoint("one"));
        }
        try (TaskStore store = sink.taskStore()) {
            store.refusedAgain(
                    fence,
                    recorded().get(0).id(),
                    new ReplicationException(ErrorCode.TARGET_VALUE_REFUSED, "refused again"));
        }
        assertThat(recorded()).hasSize(1);
        assertThat(recorded().get(0).key()).isEqualTo("{\"id\":\"2\"}");
        assertThat(recorded().get(0).attempts()).isEqualTo(2);
        assertThat(recorded().get(0).message()).isEqualTo("refused again");
        assertThat(recorded().get(0).errorCode()).isEqualTo(ErrorCode.TARGET_VALUE_REFUSED.name());
    }

    @Test
    void suspensionsLastUntilTheTableIsPlannedAnew() {
        TableId other = new TableId("source schema", "Others");
        try (ChangeWriter writer = sink.openChangeWriter(fence)) {
            writer.suspend(SOURCE, "REASON");
            writer.suspend(SOURCE, "REASON");
            writer.commit(checkpoint("one"));
        }
        try (TaskStore store = sink.taskStore()) {
            store.suspend(fence, other, "TARGET_CONSTRAINT_VIOLATED");
            assertThat(store.suspendedTables()).isEqualTo(Set.of(SOURCE, other));
            store.planTable(fence, SOURCE, true, List.of());
            assertThat(store.suspendedTables()).containsExactly(other);
            store.reset(fence);
            assertThat(store.suspendedTables()).isEmpty();
        }
    }

    @Test
    void tasksDoNotSeeEachOthersRefusals() {
        try (ChangeWriter writer = sink.openChangeWriter(fence)) {
            writer.record(refused(RefusedChange.Kind.INSERT, null, item(1, "new")));
            writer.suspend(SOURCE, "REASON");
            writer.commit(checkpoint("one"));
        }
        try (TaskStore store = open("another task").taskStore()) {
            store.acquire();
            assertThat(store.refusedChanges(0, 10)).isEmpty();
            assertThat(store.suspendedTables()).isEmpty();
        }
    }

    @Test
    void nothingIsRefusedBeforeTheFirstStart() {
        try (TaskStore store = open("never started").taskStore()) {
            assertThat(store.refusedChanges(0, 10)).isEmpty();
            assertThat(store.suspendedTables()).isEmpty();
        }
    }

    private RefusedChange refused(RefusedChange.Kind kind, @Nullable Row before, @Nullable Row after) {
        return new RefusedChange(
                SOURCE,
                items,
                kind,
                before,
                after,
                "place 7",
                new ReplicationException(ErrorCode.TARGET_CONSTRAINT_VIOLATED, "refused"));
    }

    private List<String> image(Optional<String> image) {
        return image.map(json -> shown(items, List.of(RowImage.read(items, json))))
                .orElse(List.of());
    }

    private List<RecordedChange> recorded() {
        try (TaskStore store = sink.taskStore()) {
            return store.refusedChanges(0, 100);
        }
    }

    private Set<TableId> suspended() {
        try (TaskStore store = sink.taskStore()) {
            return store.suspendedTables();
        }
    }
}
