package dev.millrace.testing.contract.sink;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoadWriter;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import dev.millrace.spi.sink.TaskStore;
import dev.millrace.spi.source.Chunk;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

import static dev.millrace.error.ErrorCategory.TARGET_TRANSIENT;
import static dev.millrace.error.ErrorCode.TARGET_AUTHENTICATION_FAILED;
import static dev.millrace.error.ErrorCode.TARGET_CONNECTION_LOST;
import static dev.millrace.error.ErrorCode.TARGET_UNREACHABLE;
import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Networks fail and sinks are closed at any moment: nothing waits forever, nothing half done stays, nothing is left behind (law 8). */
public abstract class SinkConnectionContract extends SinkTopic {
    private static final TableId SOURCE = new TableId("source", "items");
    private static final ChunkDone DONE = new ChunkDone(1, "low", "high");
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Fence beginLoad() {
        Fence fence = begin();
        sink.createTable(items);
        try (TaskStore store = sink.taskStore()) {
            store.planTable(fence, SOURCE, true, List.of(new Chunk(0, "all", -1, "")));
        }
        return fence;
    }

    @Test
    void failuresToConnectAreToldApart() {
        failsWith(TARGET_UNREACHABLE, fixture::openWithoutServer);
        failsWith(TARGET_AUTHENTICATION_FAILED, fixture::openWithWrongPassword);
    }

    @Test
    void changesOfALostConnectionAreNotThereAndTheWriterGoesOn() {
        Fence fence = beginLoad();
        try (ChangeWriter writer = sink.openChangeWriter(fence)) {
            writer.apply(insert(items, items(0, 700)));
            fixture.cutConnections();
            failsWith(TARGET_CONNECTION_LOST, () -> writer.commit(checkpoint("lost")));
            writer.rollback();
            assertThat(content()).isEmpty();
            assertThat(sink.taskStore().checkpoint()).contains(checkpoint("start"));
            writer.apply(insert(items, items(0, 700)));
            writer.commit(checkpoint("kept"));
        }
        assertThat(content()).hasSize(700);
        assertThat(sink.taskStore().checkpoint()).contains(checkpoint("kept"));
    }

    @Test
    void connectionThatIsLostBeforeAChangeCanBeTriedAgain() {
        Fence fence = beginLoad();
        try (ChangeWriter writer = sink.openChangeWriter(fence)) {
            writer.apply(insert(items, items(0, 1)));
            fixture.cutConnections();
            failsWith(TARGET_TRANSIENT, () -> writer.apply(insert(items, items(1, 2))));
            writer.rollback();
            writer.apply(insert(items, items(0, 2)));
            writer.commit(checkpoint("kept"));
        }
        assertThat(content()).hasSize(2);
    }

    @Test
    void rowsOfALostConnectionAreNotThereAndTheLoadGoesOn() {
        Fence fence = beginLoad();
        try (LoadWriter writer = sink.openLoadWriter(items, fence)) {
            writer.write(items(0, 5000));
            fixture.cutConnections();
            failsWith(TARGET_TRANSIENT, () -> writer.commit(SOURCE, 0, DONE));
            writer.rollback();
            assertThat(content()).isEmpty();
            assertThat(sink.taskStore().loadProgress().get(0).isLoaded()).isFalse();
            writer.write(items(0, 5000));
            writer.commit(SOURCE, 0, DONE);
        }
        assertThat(content()).hasSize(5000);
    }

    @Test
    void closeEndsAWriterThatWaitsForADeadNetwork() {
        Fence fence = beginLoad();
        ChangeWriter writer = sink.openChangeWriter(fence);
        writer.apply(insert(items, items(0, 1)));
        LoadWriter load = sink.openLoadWriter(items, fence);
        load.write(items(1, 2));
        fixture.stallConnections();
        CompletableFuture<Void> committing = CompletableFuture.runAsync(() -> writer.commit(checkpoint("stuck")));
        CompletableFuture<Void> loading = CompletableFuture.runAsync(() -> load.commit(SOURCE, 0, DONE));
        closeWithinTheLimit();
        for (CompletableFuture<Void> waiting : List.of(committing, loading)) {
            await().atMost(LIMIT).until(waiting::isDone);
            assertThatThrownBy(waiting::join).hasCauseInstanceOf(ReplicationException.class);
        }
    }

    @Test
    void closeLeavesNothingBehind() {
        Fence fence = beginLoad();
        ChangeWriter writer = sink.openChangeWriter(fence);
        LoadWriter load = sink.openLoadWriter(items, fence);
        writer.apply(insert(items, items(0, 5000)));
        writer.apply(update(items, keys(0, 5000), rows(0, 5000, i -> item(i, "changed"))));
        load.write(items(6000, 9000));
        closeWithinTheLimit();
        failsWith(TARGET_TRANSIENT, () -> writer.commit(checkpoint("late")));
        failsWith(TARGET_TRANSIENT, () -> load.commit(SOURCE, 0, DONE));
        writer.rollback();
        writer.close();
        load.rollback();
        load.close();
        await().atMost(LIMIT).until(() -> !fixture.holdsConnections());
        assertThat(content()).isEmpty();
        try (TaskStore store = open(TASK).taskStore()) {
            assertThat(store.checkpoint()).contains(checkpoint("start"));
        }
    }

    private void closeWithinTheLimit() {
        long begun = System.nanoTime();
        sink.close();
        sink.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LIMIT);
    }
}
