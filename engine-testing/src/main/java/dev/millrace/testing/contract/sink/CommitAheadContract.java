package dev.millrace.testing.contract.sink;

import dev.millrace.spi.sink.AppliedRange;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.TaskStore;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.millrace.error.ErrorCode.FENCED;
import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What is committed ahead of the checkpoint is remembered with it, until a checkpoint covers it. For sinks that {@link Sink#commitsAhead()}. */
public abstract class CommitAheadContract extends SinkTopic {
    private static final AppliedRange SECOND = new AppliedRange(1, "one", "two");
    private static final AppliedRange FOURTH = new AppliedRange(2, "three", "four");

    private Fence fence = new Fence(0);

    @BeforeEach
    final void createTable() {
        assumeTrue(sink.commitsAhead(), "the sink commits in order only");
        fence = begin();
        sink.createTable(items);
    }

    @Test
    void rowsAndRangeAreCommittedTogetherAndTheCheckpointStays() {
        try (ChangeWriter writer = sink.openChangeWriter(fence)) {
            writer.apply(insert(items, items(0, 3)));
            assertThat(ranges()).isEmpty();
            writer.commitAhead(SECOND);
        }
        assertThat(content()).hasSize(3);
        assertThat(ranges()).containsExactly(SECOND);
        assertThat(stored()).contains(checkpoint("start"));
    }

    @Test
    void whatIsRolledBackLeavesNoRange() {
        try (ChangeWriter writer = sink.openChangeWriter(fence)) {
            writer.apply(insert(items, items(0, 3)));
            writer.rollback();
            writer.commitAhead(FOURTH);
        }
        assertThat(content()).isEmpty();
        assertThat(ranges()).containsExactly(FOURTH);
    }

    @Test
    void longPositionsAreRememberedWhole() {
        String position = "3E11FA47-71CA-11E1-9E33-C80AA9429562:1-5:7,".repeat(250);
        AppliedRange range = new AppliedRange(Long.MAX_VALUE, position, position + "'8\\");
        try (ChangeWriter writer = sink.openChangeWriter(fence)) {
            writer.commitAhead(range);
        }
        assertThat(ranges()).containsExactly(range);
    }

    @Test
    void writerCommitsAheadWhileAnotherOneIsStillApplying() {
        try (ChangeWriter earlier = sink.openChangeWriter(fence);
                ChangeWriter later = sink.openChangeWriter(fence)) {
            earlier.apply(insert(items, items(0, 1)));
            later.apply(insert(items, items(1, 2)));
            later.commitAhead(SECOND);
            assertThat(content()).containsExactly("[1, item 1, 1.50]");
            later.apply(insert(items, items(3, 4)));
            later.commitAhead(FOURTH);
            earlier.commit(checkpoint("two"), List.of(SECOND));
        }
        assertThat(content()).hasSize(3);
        assertThat(stored()).contains(checkpoint("two"));
        assertThat(ranges()).containsExactly(FOURTH);
    }

    @Test
    void checkpointForgetsAllRangesThatItCovers() {
        try (ChangeWriter writer = sink.openChangeWriter(fence)) {
            writer.commitAhead(SECOND);
            writer.commitAhead(FOURTH);
            writer.commit(checkpoint("one"), List.of());
            assertThat(ranges()).containsExactlyInAnyOrder(SECOND, FOURTH);
            writer.commit(checkpoint("four"), List.of(FOURTH, SECOND));
        }
        assertThat(ranges()).isEmpty();
        assertThat(stored()).contains(checkpoint("four"));
    }

    @Test
    void rangesUnderAnOlderFenceAreNeitherRememberedNorForgotten() {
        try (ChangeWriter writer = sink.openChangeWriter(fence)) {
            writer.commitAhead(SECOND);
            writer.apply(insert(items, items(1, 2)));
            try (TaskStore store = open(TASK).taskStore()) {
                store.acquire();
            }
            failsWith(FENCED, () -> writer.commitAhead(FOURTH));
            writer.rollback();
            failsWith(FENCED, () -> writer.commit(checkpoint("two"), List.of(SECOND)));
            writer.rollback();
        }
        assertThat(content()).isEmpty();
        assertThat(ranges()).containsExactly(SECOND);
        assertThat(stored()).contains(checkpoint("start"));
    }

    @Test
    void newBeginningForgetsRanges() {
        commitAhead();
        try (TaskStore store = sink.taskStore()) {
            store.begin(fence, checkpoint("anew"));
        }
        assertThat(ranges()).isEmpty();
    }

    @Test
    void resetForgetsRanges() {
        commitAhead();
        try (TaskStore store = sink.taskStore()) {
            store.reset(fence);
        }
        assertThat(ranges()).isEmpty();
    }

    @Test
    void deleteForgetsRangesOfItsOwnTaskOnly() {
        commitAhead();
        Sink other = open("another");
        try (TaskStore store = other.taskStore()) {
            Fence otherFence = store.acquire();
            store.begin(otherFence, checkpoint("start"));
            try (ChangeWriter writer = other.openChangeWriter(otherFence)) {
                writer.commitAhead(SECOND);
                writer.commitAhead(FOURTH);
                writer.commit(checkpoint("two"), List.of(SECOND));
            }
            assertThat(ranges()).containsExactly(SECOND);
            store.delete(otherFence);
            assertThat(store.appliedRanges()).isEmpty();
        }
        assertThat(ranges()).containsExactly(SECOND);
        try (TaskStore store = sink.taskStore()) {
            store.delete(fence);
        }
        assertThat(ranges()).isEmpty();
    }

    private void commitAhead() {
        try (ChangeWriter writer = sink.openChangeWriter(fence)) {
            writer.commitAhead(SECOND);
        }
        assertThat(ranges()).containsExactly(SECOND);
    }

    /** As the next instance of the task sees them. */
    private List<AppliedRange> ranges() {
        try (TaskStore store = open(TASK).taskStore()) {
            return store.appliedRanges();
        }
    }

    private Optional<Checkpoint> stored() {
        try (TaskStore store = sink.taskStore()) {
            return store.checkpoint();
        }
    }
}
