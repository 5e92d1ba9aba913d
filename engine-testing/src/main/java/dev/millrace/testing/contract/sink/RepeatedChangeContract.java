package dev.millrace.testing.contract.sink;

import dev.millrace.model.Row;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.Sequences;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.TaskStore;
import dev.millrace.testing.contract.TextRows;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.millrace.error.ErrorCode.FENCED;
import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A sink that takes nothing back says before what may show, and leaves rows alone that later changes have written: changes that are applied
 * again, in order and from wherever, change nothing.
 */
public abstract class RepeatedChangeContract extends SinkTopic {
    private Fence fence = new Fence(0);
    private ChangeWriter writer;

    @SuppressWarnings("NullAway.Init") // JUnit calls openWriter before any test
    protected RepeatedChangeContract() {}

    @BeforeEach
    final void openWriter() {
        fence = begin();
        sink.createTable(items);
        writer = sink.openChangeWriter(fence);
    }

    @AfterEach
    final void closeWriter() {
        writer.close();
    }

    private static Checkpoint reached(long changes) {
        return new Checkpoint("place " + changes, checkpoint("").commitTime(), changes);
    }

    private static ChangeSet numbered(ChangeSet set, long... numbers) {
        return new ChangeSet(
                set.table(), set.kind(), set.identities(), set.rows(), Sequences.of(numbers, numbers.length));
    }

    private ChangeSet put(long number, int id, String name) {
        return numbered(upsert(items, List.of(item(id, name))), number);
    }

    private ChangeSet rename(long number, int id, String name) {
        return numbered(update(items, keys(id, id + 1), List.of(TextRows.row(items, "" + id, name, ABSENT))), number);
    }

    private ChangeSet move(long number, int from, int to) {
        Row after = TextRows.row(items, "" + to, ABSENT, ABSENT);
        return numbered(update(items, keys(from, from + 1), List.of(after)), number);
    }

    private ChangeSet remove(long number, int id) {
        return numbered(delete(items, keys(id, id + 1)), number);
    }

    @Test
    void announcementIsRememberedUntilTheCheckpointCoversIt() {
        writer.announce(reached(7));
        assertThat(announced()).isEqualTo("place 7");
        writer.announce(reached(5));
        assertThat(announced()).as("the farthest").isEqualTo("place 7");
        writer.commit(reached(5));
        assertThat(announced()).isEqualTo("place 7");
        writer.commit(reached(7));
        assertThat(announced()).isEqualTo("nothing");
        writer.announce(reached(9));
        try (TaskStore store = sink.taskStore()) {
            store.begin(fence, checkpoint("anew"));
        }
        assertThat(announced()).as("of a task that has begun anew").isEqualTo("nothing");
    }

    @Test
    void nothingCanBeAnnouncedUnderAnOlderFence() {
        Sink later = open(TASK);
        try (TaskStore store = later.taskStore()) {
            store.acquire();
        }
        failsWith(FENCED, () -> writer.announce(reached(1)));
        assertThat(announced()).isEqualTo("nothing");
    }

    @Test
    void changesShowAtOnceAndStay() {
        writer.announce(reached(1));
        writer.apply(put(1, 1, "one"));
        writer.rollback();
        assertThat(content()).containsExactly("[1, one, 1.50]");
    }

    @Test
    void olderChangesLeaveTheRowAsItIsAndCountItAsFound() {
        writer.announce(reached(9));
        writer.apply(put(5, 1, "five"));
        assertThat(writer.apply(put(4, 1, "four"))).isEqualTo(1);
        assertThat(writer.apply(rename(3, 1, "three"))).isEqualTo(1);
        assertThat(writer.apply(remove(2, 1))).isEqualTo(1);
        assertThat(writer.apply(numbered(truncate(items), 1))).isZero();
        assertThat(content()).containsExactly("[1, five, 1.50]");
        writer.apply(rename(6, 1, "six"));
        assertThat(content()).containsExactly("[1, six, 1.50]");
    }

    @Test
    void changesAppliedAgainLeaveTheSameRows() {
        List<ChangeSet> changes = List.of(
                put(1, 1, "one"),
                put(2, 2, "two"),
                rename(3, 1, "first"),
                move(4, 1, 3),
                put(5, 1, "new one"),
                remove(6, 2),
                move(7, 3, 2),
                rename(8, 1, "newer one"));
        writer.announce(reached(8));
        changes.forEach(writer::apply);
        List<String> expected = List.of("[1, newer one, 1.50]", "[2, first, 1.50]");
        assertThat(content()).containsExactlyInAnyOrderElementsOf(expected);
        for (int from = 0; from < changes.size(); from++) {
            try (ChangeWriter another = sink.openChangeWriter(fence)) {
                another.announce(reached(8));
                changes.subList(from, changes.size()).forEach(another::apply);
            }
            assertThat(content()).as("from " + from).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void rowThatTheWriterItselfHasDeletedCountsAsFoundUntilTheCommit() {
        writer.announce(reached(3));
        writer.apply(put(1, 1, "one"));
        assertThat(writer.apply(remove(2, 1))).isEqualTo(1);
        assertThat(writer.apply(rename(1, 1, "again"))).isEqualTo(1);
        assertThat(writer.apply(remove(2, 1))).isEqualTo(1);
        writer.commit(reached(3));
        assertThat(writer.apply(remove(4, 1))).isZero();
        assertThat(writer.apply(rename(5, 1, "missing"))).isZero();
        assertThat(content()).isEmpty();
    }

    @Test
    void numbersOfATaskThatBeginsAnewAreLater() {
        writer.announce(reached(100));
        writer.apply(put(100, 1, "old"));
        writer.commit(reached(100));
        try (TaskStore store = sink.taskStore()) {
            store.reset(fence);
            store.begin(fence, checkpoint("anew"));
        }
        try (ChangeWriter anew = sink.openChangeWriter(fence)) {
            anew.announce(reached(1));
            anew.apply(put(1, 1, "new"));
        }
        assertThat(content()).containsExactly("[1, new, 1.50]");
    }

    private String announced() {
        try (TaskStore store = open(TASK).taskStore()) {
            return store.announced().orElse("nothing");
        }
    }
}
