package dev.millrace.testing.contract.sink;

import dev.millrace.model.TableId;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoadWriter;
import dev.millrace.spi.sink.TableProgress;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import dev.millrace.spi.sink.TableProgress.ChunkProgress;
import dev.millrace.spi.sink.TaskStore;
import dev.millrace.spi.source.Chunk;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.millrace.error.ErrorCode.FENCED;
import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

/** What a task leaves in the target is there for the instance that resumes it, to the letter. */
public abstract class TaskStoreContract extends SinkTopic {
    private static final TableId ORDERS = new TableId("Schéma \"1\"", "or'ders ?");
    private static final TableId EMPTY = new TableId("s", "empty");
    private static final List<Chunk> CHUNKS = List.of(
            new Chunk(0, "id < 'x\\' OR \"é\" \n\t😀", 17, "p 0"),
            new Chunk(1, "bounds ".repeat(1000), -1, ""),
            new Chunk(2, "", 0, ""));
    private static final ChunkDone DONE = new ChunkDone(5_000_000_000L, "low 1", "high ".repeat(2000));

    private TaskStore store;

    @SuppressWarnings("NullAway.Init") // JUnit calls openStore before any test
    protected TaskStoreContract() {}

    @BeforeEach
    final void openStore() {
        store = sink.taskStore();
    }

    @AfterEach
    final void closeStore() {
        store.close();
    }

    @Test
    void taskThatNeverBeganIsUnknown() {
        assertThat(store.checkpoint()).isEmpty();
        assertThat(store.loadProgress()).isEmpty();
        store.acquire();
        assertThat(store.checkpoint()).isEmpty();
        assertThat(store.loadProgress()).isEmpty();
    }

    @Test
    void startIsRemembered() {
        Fence fence = store.acquire();
        store.begin(fence, checkpoint("start"));
        assertThat(resumed().checkpoint()).contains(checkpoint("start"));
        store.begin(fence, checkpoint("another start"));
        assertThat(resumed().checkpoint()).contains(checkpoint("another start"));
    }

    @Test
    void theNumberOfChangesIsRemembered() {
        Checkpoint start = new Checkpoint("start", checkpoint("start").commitTime(), 5_000_000_001L);
        Checkpoint later = new Checkpoint("later", start.commitTime(), 5_000_000_007L);
        Fence fence = store.acquire();
        store.begin(fence, start);
        assertThat(resumed().checkpoint()).contains(start);
        moveCheckpoint(fence, later);
        assertThat(resumed().checkpoint()).contains(later);
    }

    @Test
    void longPositionIsRememberedWhole() {
        String position = "3E11FA47-71CA-11E1-9E33-C80AA9429562:1-5:7,".repeat(250);
        Fence fence = store.acquire();
        store.begin(fence, checkpoint(position));
        assertThat(resumed().checkpoint()).contains(checkpoint(position));
        moveCheckpoint(fence, checkpoint(position + "8"));
        assertThat(resumed().checkpoint()).contains(checkpoint(position + "8"));
    }

    @Test
    void plansAreRemembered() {
        Fence fence = store.acquire();
        store.planTable(fence, ORDERS, true, CHUNKS);
        store.planTable(fence, EMPTY, false, List.of());
        List<TableProgress> progress = resumed().loadProgress();
        assertThat(progress).extracting(TableProgress::source).containsExactlyInAnyOrder(ORDERS, EMPTY);
        assertThat(planOf(ORDERS).created()).isTrue();
        assertThat(planOf(EMPTY).created()).isFalse();
        assertThat(planOf(EMPTY).chunks()).isEmpty();
        assertThat(planOf(ORDERS).chunks())
                .allMatch(chunk -> chunk.done().isEmpty())
                .extracting(ChunkProgress::chunk)
                .containsExactlyElementsOf(CHUNKS);
    }

    @Test
    void newPlanStandsInPlaceOfTheOldOne() {
        Fence fence = store.acquire();
        sink.createTable(items);
        store.planTable(fence, ORDERS, true, CHUNKS);
        markDone(fence, 0);
        store.planTable(fence, ORDERS, false, CHUNKS.subList(0, 1));
        assertThat(planOf(ORDERS).created()).isFalse();
        assertThat(planOf(ORDERS).chunks())
                .singleElement()
                .satisfies(chunk -> assertThat(chunk.done()).isEmpty());
    }

    @Test
    void marksOfChunksAreRemembered() {
        Fence fence = store.acquire();
        sink.createTable(items);
        store.planTable(fence, ORDERS, true, CHUNKS);
        markDone(fence, 1);
        assertThat(planOf(ORDERS).chunks().get(1).done()).contains(DONE);
        assertThat(planOf(ORDERS).chunks().get(0).done()).isEmpty();
        assertThat(planOf(ORDERS).isLoaded()).isFalse();
        markDone(fence, 0);
        markDone(fence, 2);
        assertThat(planOf(ORDERS).isLoaded()).isTrue();
    }

    @Test
    void resetForgetsCheckpointAndMarksAndKeepsPlans() {
        Fence fence = store.acquire();
        sink.createTable(items);
        store.begin(fence, checkpoint("start"));
        store.planTable(fence, ORDERS, true, CHUNKS);
        markDone(fence, 0);
        store.reset(fence);
        assertThat(store.checkpoint()).isEmpty();
        assertThat(planOf(ORDERS).created()).isTrue();
        assertThat(planOf(ORDERS).chunks())
                .allMatch(chunk -> chunk.done().isEmpty())
                .extracting(ChunkProgress::chunk)
                .containsExactlyElementsOf(CHUNKS);
        store.begin(fence, checkpoint("anew"));
        assertThat(store.checkpoint()).contains(checkpoint("anew"));
    }

    @Test
    void deleteForgetsEverything() {
        Fence fence = store.acquire();
        store.begin(fence, checkpoint("start"));
        store.planTable(fence, ORDERS, true, CHUNKS);
        store.delete(fence);
        assertThat(resumed().checkpoint()).isEmpty();
        assertThat(resumed().loadProgress()).isEmpty();
        failsWith(FENCED, () -> store.begin(fence, checkpoint("void")));
        store.begin(store.acquire(), checkpoint("new"));
        assertThat(resumed().checkpoint()).contains(checkpoint("new"));
    }

    @Test
    void tasksDoNotSeeEachOther() {
        Fence fence = store.acquire();
        store.begin(fence, checkpoint("mine"));
        store.planTable(fence, ORDERS, true, CHUNKS);
        TaskStore other = open("another").taskStore();
        assertThat(other.checkpoint()).isEmpty();
        assertThat(other.loadProgress()).isEmpty();
        Fence otherFence = other.acquire();
        other.begin(otherFence, checkpoint("other"));
        other.planTable(otherFence, ORDERS, false, List.of());
        other.delete(otherFence);
        assertThat(store.checkpoint()).contains(checkpoint("mine"));
        assertThat(planOf(ORDERS).chunks()).hasSize(CHUNKS.size());
    }

    private void markDone(Fence fence, int chunk) {
        try (LoadWriter writer = sink.openLoadWriter(items, fence)) {
            writer.commit(ORDERS, chunk, DONE);
        }
    }

    /** The store as the next instance of the task sees it. */
    private TaskStore resumed() {
        return open(TASK).taskStore();
    }

    private TableProgress planOf(TableId source) {
        return store.loadProgress().stream()
                .filter(progress -> progress.source().equals(source))
                .findFirst()
                .orElseThrow();
    }
}
