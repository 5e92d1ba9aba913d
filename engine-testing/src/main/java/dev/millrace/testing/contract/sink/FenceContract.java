package dev.millrace.testing.contract.sink;

import dev.millrace.model.TableId;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoadWriter;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import dev.millrace.spi.sink.TaskStore;
import dev.millrace.spi.source.Chunk;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.millrace.error.ErrorCode.FENCED;
import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

/** From the moment that a later instance of a task takes it over, an earlier one commits nothing. */
public abstract class FenceContract extends SinkTopic {
    private static final TableId SOURCE = new TableId("source", "items");
    private static final ChunkDone DONE = new ChunkDone(1, "low", "high");

    private Fence fence = new Fence(0);

    @BeforeEach
    final void createTable() {
        fence = begin();
        sink.createTable(items);
        try (TaskStore store = sink.taskStore()) {
            store.planTable(fence, SOURCE, true, List.of(new Chunk(0, "all", -1, "")));
        }
    }

    @Test
    void laterInstanceTakesAHigherNumber() {
        assertThat(takeOver(open(TASK)).number()).isGreaterThan(fence.number());
    }

    @Test
    void changesUnderAnOlderFenceAreNotCommitted() {
        try (ChangeWriter writer = sink.openChangeWriter(fence)) {
            writer.apply(insert(items, items(0, 1)));
            writer.commit(checkpoint("before"));
            writer.apply(insert(items, items(1, 2)));
            takeOver(open(TASK));
            failsWith(FENCED, () -> writer.commit(checkpoint("after")));
            writer.rollback();
            failsWith(FENCED, () -> writer.commit(checkpoint("after")));
            writer.rollback();
        }
        if (takesBack()) {
            assertThat(content()).containsExactly("[0, item 0, 0.50]");
        }
        try (TaskStore store = sink.taskStore()) {
            assertThat(store.checkpoint()).contains(checkpoint("before"));
        }
    }

    @Test
    void writerThatIsOpenedUnderAnOlderFenceIsFencedToo() {
        takeOver(open(TASK));
        failsWith(FENCED, () -> {
            try (ChangeWriter writer = sink.openChangeWriter(fence)) {
                writer.apply(insert(items, items(1, 2)));
                writer.commit(checkpoint("after"));
            }
        });
        assertThat(takesBack() ? content() : List.of()).isEmpty();
    }

    @Test
    void chunkUnderAnOlderFenceIsNotCommitted() {
        try (LoadWriter writer = sink.openLoadWriter(items, fence)) {
            writer.write(items(0, 10));
            takeOver(open(TASK));
            failsWith(FENCED, () -> writer.commit(SOURCE, 0, DONE));
            writer.rollback();
        }
        assertThat(takesBack() ? content() : List.of()).isEmpty();
        try (TaskStore store = sink.taskStore()) {
            assertThat(store.loadProgress().get(0).isLoaded()).isFalse();
        }
    }

    @Test
    void storeUnderAnOlderFenceRemembersNothingNew() {
        Sink second = open(TASK);
        takeOver(second);
        try (TaskStore first = sink.taskStore();
                TaskStore store = second.taskStore()) {
            failsWith(FENCED, () -> first.begin(fence, checkpoint("stolen")));
            failsWith(FENCED, () -> first.planTable(fence, SOURCE, false, List.of()));
            failsWith(FENCED, () -> first.reset(fence));
            failsWith(FENCED, () -> first.delete(fence));
            assertThat(store.checkpoint()).contains(checkpoint("start"));
            assertThat(store.loadProgress()).singleElement().satisfies(progress -> {
                assertThat(progress.created()).isTrue();
                assertThat(progress.chunks()).hasSize(1);
            });
        }
    }

    @Test
    void laterInstanceWrites() {
        Sink second = open(TASK);
        Fence later = takeOver(second);
        try (ChangeWriter writer = second.openChangeWriter(later);
                LoadWriter load = second.openLoadWriter(items, later)) {
            writer.apply(insert(items, items(0, 1)));
            writer.commit(checkpoint("later"));
            load.write(items(1, 2));
            load.commit(SOURCE, 0, DONE);
        }
        assertThat(content()).hasSize(2);
    }

    @Test
    void tasksOfOtherNamesDoNotInterfere() {
        takeOver(open("another"));
        try (ChangeWriter writer = sink.openChangeWriter(fence)) {
            writer.apply(insert(items, items(0, 1)));
            writer.commit(checkpoint("mine"));
        }
        assertThat(content()).hasSize(1);
    }

    private static Fence takeOver(Sink instance) {
        try (TaskStore store = instance.taskStore()) {
            return store.acquire();
        }
    }
}
