package dev.millrace.testing.contract.sink;

import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Fence;
import dev.millrace.testing.contract.TextRows;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Sets of each kind change the rows they mean and no others, and count what they found. Sets are small and large, since sinks treat them differently. */
public abstract class ChangeWriterContract extends SinkTopic {
    private ChangeWriter writer;

    @SuppressWarnings("NullAway.Init") // JUnit calls openWriter before any test
    protected ChangeWriterContract() {}

    /** A test of sets of that many rows. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "{0} rows")
    @ValueSource(ints = {1, 3, 40, 700})
    @interface OfEverySize {}

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

    private void commit() {
        writer.commit(checkpoint("applied"));
    }

    @OfEverySize
    void insertsArrive(int size) {
        assertThat(writer.apply(insert(items, items(0, size)))).isEqualTo(size);
        commit();
        assertThat(content()).containsExactlyInAnyOrderElementsOf(shown(items, items(0, size)));
    }

    @OfEverySize
    void updatesTouchTheirRowsAndOnlyTheColumnsThatArePresent(int size) {
        writer.apply(insert(items, items(0, size + 1)));
        List<Row> changed = rows(0, size, i -> TextRows.row(items, "" + i, "changed " + i, ABSENT));
        assertThat(writer.apply(update(items, keys(0, size), changed))).isEqualTo(size);
        commit();
        List<Row> expected = new ArrayList<>(rows(0, size, i -> item(i, "changed " + i)));
        expected.add(item(size, "item " + size));
        assertThat(content()).containsExactlyInAnyOrderElementsOf(shown(items, expected));
    }

    @OfEverySize
    void updatesToNullAreNoAbsentColumns(int size) {
        writer.apply(insert(items, items(0, size)));
        List<Row> cleared = rows(0, size, i -> TextRows.row(items, "" + i, null, ABSENT));
        assertThat(writer.apply(update(items, keys(0, size), cleared))).isEqualTo(size);
        commit();
        assertThat(content()).containsExactlyInAnyOrderElementsOf(shown(items, rows(0, size, i -> item(i, null))));
    }

    @OfEverySize
    void updatesCountRowsThatMatchEvenIfNothingChanges(int size) {
        writer.apply(insert(items, items(0, size)));
        assertThat(writer.apply(update(items, keys(0, size), items(0, size)))).isEqualTo(size);
        assertThat(writer.apply(update(items, keys(1, size + 1), items(1, size + 1))))
                .as("one of them is not there")
                .isEqualTo(size - 1);
    }

    @OfEverySize
    void updatesMoveKeys(int size) {
        writer.apply(insert(items, items(0, size)));
        List<Row> moved = rows(0, size, i -> TextRows.row(items, "" + (i + 5000), ABSENT, "0.25"));
        assertThat(writer.apply(update(items, keys(0, size), moved))).isEqualTo(size);
        commit();
        assertThat(content())
                .containsExactlyInAnyOrderElementsOf(shown(
                        items, rows(0, size, i -> TextRows.row(items, "" + (i + 5000), "item " + i, "0.25"))));
    }

    @OfEverySize
    void deletesCountRowsThatWereThere(int size) {
        writer.apply(insert(items, items(0, size + 1)));
        assertThat(writer.apply(delete(items, keys(1, size + 1)))).isEqualTo(size);
        commit();
        assertThat(writer.apply(delete(items, keys(0, size)))).isEqualTo(1);
        commit();
        assertThat(content()).isEmpty();
    }

    @OfEverySize
    void upsertsConverge(int size) {
        writer.apply(insert(items, items(0, size)));
        List<Row> rows = rows(size / 2, size / 2 + size, i -> item(i, "upserted"));
        assertThat(writer.apply(upsert(items, rows))).isEqualTo(size);
        assertThat(writer.apply(upsert(items, rows))).isEqualTo(size);
        commit();
        List<Row> expected = new ArrayList<>(items(0, size / 2));
        expected.addAll(rows);
        assertThat(content()).containsExactlyInAnyOrderElementsOf(shown(items, expected));
    }

    @Test
    void truncateTakesAllRowsAndCountsNone() {
        writer.apply(insert(items, items(0, 5)));
        commit();
        assertThat(writer.apply(truncate(items))).isZero();
        writer.apply(insert(items, items(7, 8)));
        commit();
        assertThat(content()).containsExactly("[7, item 7, 7.50]");
    }

    @Test
    void setsAreExecutedInTheOrderGiven() {
        writer.apply(insert(items, items(1, 3)));
        move(1, -9);
        move(2, 1);
        move(-9, 2);
        writer.apply(delete(items, keys(1, 2)));
        writer.apply(insert(items, List.of(item(1, "again"))));
        writer.apply(update(items, keys(1, 2), List.of(item(1, "last"))));
        commit();
        assertThat(content()).containsExactlyInAnyOrder("[1, last, 1.50]", "[2, item 1, 1.50]");
    }

    private void move(int from, int to) {
        writer.apply(update(items, keys(from, from + 1), List.of(TextRows.row(items, "" + to, ABSENT, ABSENT))));
    }

    @Test
    void oneTransactionReachesManyTables() {
        TableSchema others = keyed("others", integer("id").notNull(), string("name", 10));
        sink.createTable(others);
        writer.apply(insert(items, items(0, 2)));
        writer.apply(insert(others, List.of(TextRows.row(others, "1", "a"))));
        writer.apply(delete(items, keys(0, 1)));
        commit();
        assertThat(content()).containsExactly("[1, item 1, 1.50]");
        assertThat(content(others)).containsExactly("[1, a]");
    }

    @OfEverySize
    void compositeKeysFindTheirRows(int size) {
        TableSchema pairs = table(
                        "pairs", integer("a").notNull(), string("b", 40).notNull(), integer("n"))
                .primaryKey(new KeySchema("PRIMARY", List.of("b", "a")))
                .build();
        sink.createTable(pairs);
        writer.apply(insert(pairs, rows(0, size, i -> TextRows.row(pairs, "" + i % 2, "b" + i / 2, "0"))));
        List<Row> keys = rows(0, size, i -> TextRows.row(pairs, "" + i % 2, "b" + i / 2, ABSENT));
        assertThat(writer.apply(update(
                        pairs, keys, rows(0, size, i -> TextRows.row(pairs, ABSENT, ABSENT, "" + (i + 1))))))
                .isEqualTo(size);
        assertThat(writer.apply(delete(pairs, keys.subList(1, size)))).isEqualTo(size - 1);
        commit();
        assertThat(content(pairs)).containsExactly("[0, b0, 1]");
    }
}
