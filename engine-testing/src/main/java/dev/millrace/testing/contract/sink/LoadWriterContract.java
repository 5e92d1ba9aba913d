package dev.millrace.testing.contract.sink;

import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoadWriter;
import dev.millrace.spi.sink.TableProgress;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import dev.millrace.spi.sink.TaskStore;
import dev.millrace.spi.source.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.millrace.error.ErrorCategory.TARGET_DATA;
import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

/** A chunk's rows and the mark that it is done are in the target together, or neither is. */
public abstract class LoadWriterContract extends SinkTopic {
    private static final TableId SOURCE = new TableId("source schema", "Items");
    private static final ChunkDone DONE = new ChunkDone(3, "low", "high");
    private static final int CHUNKS = 4;

    private Fence fence = new Fence(0);

    @BeforeEach
    final void planTable() {
        fence = begin();
        try (TaskStore store = sink.taskStore()) {
            store.planTable(
                    fence,
                    SOURCE,
                    true,
                    IntStream.range(0, CHUNKS)
                            .mapToObj(i -> new Chunk(i, "part " + i, -1, ""))
                            .toList());
        }
        sink.createTable(items);
    }

    @Test
    void rowsAndMarkAreCommittedTogether() {
        try (LoadWriter writer = sink.openLoadWriter(items, fence)) {
            writer.write(items(0, 2));
            writer.write(items(2, 3));
            assertThat(content()).isEmpty();
            assertThat(chunksDone()).isEmpty();
            writer.commit(SOURCE, 1, DONE);
            assertThat(content()).containsExactlyInAnyOrderElementsOf(shown(items, items(0, 3)));
            assertThat(chunksDone()).containsExactly(1);
        }
        assertThat(progress().chunks().get(1).done()).contains(DONE);
    }

    @Test
    void chunkAfterChunkGoesThroughOneWriter() {
        try (LoadWriter writer = sink.openLoadWriter(items, fence)) {
            for (int chunk = 0; chunk < CHUNKS; chunk++) {
                writer.write(items(10 * chunk, 10 * chunk + 10));
                writer.commit(SOURCE, chunk, DONE);
            }
        }
        assertThat(content()).containsExactlyInAnyOrderElementsOf(shown(items, items(0, 10 * CHUNKS)));
        assertThat(progress().isLoaded()).isTrue();
    }

    @Test
    void emptyChunkIsDoneToo() {
        try (LoadWriter writer = sink.openLoadWriter(items, fence)) {
            writer.commit(SOURCE, 0, DONE);
        }
        assertThat(content()).isEmpty();
        assertThat(chunksDone()).containsExactly(0);
    }

    @Test
    void largeChunkArrivesWhole() {
        try (LoadWriter writer = sink.openLoadWriter(items, fence)) {
            for (int from = 0; from < 50_000; from += 5_000) {
                writer.write(items(from, from + 5_000));
            }
            writer.commit(SOURCE, 0, DONE);
        }
        assertThat(content()).hasSize(50_000).contains("[49999, item 49999, 49999.50]");
    }

    @Test
    void rollbackTakesTheRowsBackAndLeavesTheWriterUsable() {
        try (LoadWriter writer = sink.openLoadWriter(items, fence)) {
            writer.rollback();
            writer.write(items(0, 20_000));
            writer.rollback();
            writer.write(items(5, 6));
            writer.commit(SOURCE, 0, DONE);
        }
        assertThat(content()).containsExactly("[5, item 5, 5.50]");
    }

    @Test
    void closeTakesBackWhatIsNotCommitted() {
        LoadWriter writer = sink.openLoadWriter(items, fence);
        writer.write(items(0, 1));
        writer.commit(SOURCE, 0, DONE);
        writer.write(items(1, 20_000));
        writer.close();
        writer.close();
        assertThat(content()).containsExactly("[0, item 0, 0.50]");
        assertThat(chunksDone()).containsExactly(0);
    }

    @Test
    void valueThatDoesNotFitIsDataErrorAndNothingOfTheChunkArrives() {
        List<Row> rows = new ArrayList<>(items(0, 500));
        rows.set(400, fixture.misfit(items, 400));
        try (LoadWriter writer = sink.openLoadWriter(items, fence)) {
            failsWith(TARGET_DATA, () -> {
                writer.write(rows);
                writer.commit(SOURCE, 0, DONE);
            });
            writer.rollback();
            assertThat(content()).isEmpty();
            assertThat(chunksDone()).isEmpty();
            writer.write(items(0, 2));
            writer.commit(SOURCE, 0, DONE);
        }
        assertThat(content()).hasSize(2);
    }

    @Test
    void writerTakesNoFormatThatIsNotOffered() {
        try (LoadWriter writer = sink.openLoadWriter(items, fence)) {
            assertThat(writer.bulkFormat(List.of())).isEmpty();
        }
    }

    @Test
    void writersOfManyThreadsLoadOneTable() throws ExecutionException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(CHUNKS);
        try {
            List<Future<?>> loads = new ArrayList<>();
            for (int i = 0; i < CHUNKS; i++) {
                int chunk = i;
                loads.add(threads.submit(() -> loadChunk(chunk)));
            }
            for (Future<?> load : loads) {
                load.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(content()).hasSize(1000 * CHUNKS);
        assertThat(progress().isLoaded()).isTrue();
    }

    private void loadChunk(int chunk) {
        try (LoadWriter writer = sink.openLoadWriter(items, fence)) {
            writer.write(items(1000 * chunk, 1000 * chunk + 1000));
            writer.commit(SOURCE, chunk, DONE);
        }
    }

    private TableProgress progress() {
        try (TaskStore store = sink.taskStore()) {
            return store.loadProgress().get(0);
        }
    }

    private List<Integer> chunksDone() {
        return progress().chunks().stream()
                .filter(chunk -> chunk.done().isPresent())
                .map(chunk -> chunk.chunk().ordinal())
                .toList();
    }
}
