package dev.millrace.testing.contract.sink;

import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.TaskStore;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Rows and checkpoint are committed together; what is not committed leaves no trace. */
public abstract class TargetTransactionContract extends SinkTopic {
    private Fence fence = new Fence(0);

    @BeforeEach
    final void createTable() {
        fence = begin();
        sink.createTable(items);
    }

    @Test
    void rowsAndCheckpointShowAtTheCommitAndNotBefore() {
        try (ChangeWriter writer = sink.openChangeWriter(fence)) {
            writer.apply(insert(items, items(0, 3)));
            assertThat(content()).isEmpty();
            assertThat(stored()).contains(checkpoint("start"));
            writer.commit(checkpoint("one"));
            assertThat(content()).hasSize(3);
            assertThat(stored()).contains(checkpoint("one"));
        }
    }

    @Test
    void commitWithoutChangesMovesTheCheckpoint() {
        try (ChangeWriter writer = sink.openChangeWriter(fence)) {
            writer.commit(checkpoint("one"));
            writer.commit(checkpoint("two"));
        }
        assertThat(stored()).contains(checkpoint("two"));
    }

    @Test
    void rollbackTakesBackWhatWasAppliedSinceTheLastCommitAndNothingElse() {
        try (ChangeWriter writer = sink.openChangeWriter(fence)) {
            writer.rollback();
            writer.apply(insert(items, items(0, 700)));
            writer.commit(checkpoint("one"));
            writer.apply(update(items, keys(0, 700), rows(0, 700, i -> item(i, "tried"))));
            writer.apply(delete(items, keys(0, 3)));
            writer.apply(truncate(items));
            writer.rollback();
            writer.rollback();
            assertThat(stored()).contains(checkpoint("one"));
            assertThat(content()).containsExactlyInAnyOrderElementsOf(shown(items, items(0, 700)));
            writer.apply(delete(items, keys(1, 700)));
            writer.commit(checkpoint("two"));
        }
        assertThat(content()).containsExactly("[0, item 0, 0.50]");
        assertThat(stored()).contains(checkpoint("two"));
    }

    @Test
    void closeTakesBackWhatIsNotCommitted() {
        ChangeWriter writer = sink.openChangeWriter(fence);
        writer.apply(insert(items, items(0, 700)));
        writer.close();
        writer.close();
        assertThat(content()).isEmpty();
        assertThat(stored()).contains(checkpoint("start"));
    }

    @Test
    void manyTransactionsGoThroughOneWriter() {
        try (ChangeWriter writer = sink.openChangeWriter(fence)) {
            for (int i = 0; i < 50; i++) {
                writer.apply(insert(items, items(i, i + 1)));
                writer.commit(checkpoint("position " + i));
                assertThat(stored()).contains(checkpoint("position " + i));
            }
        }
        assertThat(content()).hasSize(50);
    }

    private Optional<Checkpoint> stored() {
        try (TaskStore store = sink.taskStore()) {
            return store.checkpoint();
        }
    }
}
