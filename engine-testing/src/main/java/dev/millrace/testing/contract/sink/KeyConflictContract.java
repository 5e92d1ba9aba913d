package dev.millrace.testing.contract.sink;

import dev.millrace.model.KeySchema;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.millrace.error.ErrorCode.TARGET_CONSTRAINT_VIOLATED;
import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

/** A row whose key, or whose unique value, another row has is refused, and replaces nothing. Holds for targets that check keys as they insert. */
public abstract class KeyConflictContract extends SinkTopic {
    private static final Checkpoint APPLIED = checkpoint("applied");

    private ChangeWriter writer;

    @SuppressWarnings("NullAway.Init") // JUnit calls openWriter before any test
    protected KeyConflictContract() {}

    @BeforeEach
    final void openWriter() {
        Fence fence = begin();
        sink.createTable(items);
        writer = sink.openChangeWriter(fence);
    }

    @AfterEach
    final void closeWriter() {
        writer.close();
    }

    @Test
    void upsertNeverReplacesARowOfAnotherKey() {
        TableSchema unique = items.toBuilder()
                .uniqueKeys(List.of(new KeySchema("items_name", List.of("name"))))
                .build();
        assertThat(sink.completeTables(List.of(unique))).isEmpty();
        writer.apply(insert(unique, items(0, 3)));
        writer.commit(APPLIED);
        failsWith(TARGET_CONSTRAINT_VIOLATED, () -> writer.apply(upsert(unique, List.of(item(9, "item 1")))));
        writer.rollback();
        writer.apply(upsert(unique, List.of(item(2, "item 2"), item(9, "item 9"))));
        writer.commit(APPLIED);
        assertThat(content())
                .containsExactlyInAnyOrder(
                        "[0, item 0, 0.50]", "[1, item 1, 1.50]", "[2, item 2, 2.50]", "[9, item 9, 9.50]");
    }

    @ChangeWriterContract.OfEverySize
    void insertOfAKeyThatExistsIsRefused(int size) {
        writer.apply(insert(items, items(0, size)));
        writer.commit(APPLIED);
        failsWith(TARGET_CONSTRAINT_VIOLATED, () -> writer.apply(insert(items, items(size - 1, 2 * size))));
        writer.rollback();
        assertThat(content()).hasSize(size);
    }
}
