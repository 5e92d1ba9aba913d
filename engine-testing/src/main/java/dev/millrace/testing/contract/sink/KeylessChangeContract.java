package dev.millrace.testing.contract.sink;

import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Fence;
import dev.millrace.testing.contract.TextRows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** In a table without a key a row is told by all its values, and each change takes one row, even if several are equal. */
public abstract class KeylessChangeContract extends SinkTopic {
    private TableSchema log;
    private ChangeWriter writer;

    @SuppressWarnings("NullAway.Init") // JUnit calls openWriter before any test
    protected KeylessChangeContract() {}

    @BeforeEach
    final void openWriter() {
        Fence fence = begin();
        log = table("log", integer("n"), string("what", 40), column("detail", DataType.of(Kind.CLOB)))
                .build();
        sink.createTable(log);
        writer = sink.openChangeWriter(fence);
    }

    @AfterEach
    final void closeWriter() {
        writer.close();
    }

    private Row entry(@Nullable String n, @Nullable String what, @Nullable String detail) {
        return TextRows.row(log, n, what, detail);
    }

    private void insertAll(Row... rows) {
        writer.apply(insert(log, List.of(rows)));
    }

    private List<String> committed() {
        writer.commit(checkpoint("applied"));
        return content(log);
    }

    @Test
    void deleteTakesOneRowPerIdentity() {
        Row twin = entry("1", "twin", "same");
        insertAll(twin, twin, twin, entry("2", "other", "same"));
        assertThat(writer.apply(delete(log, twin))).isEqualTo(1);
        assertThat(committed()).containsExactlyInAnyOrder("[1, twin, same]", "[1, twin, same]", "[2, other, same]");
        assertThat(writer.apply(delete(log, twin, twin))).isEqualTo(2);
        assertThat(writer.apply(delete(log, twin))).isZero();
        assertThat(committed()).containsExactly("[2, other, same]");
    }

    @ParameterizedTest(name = "{0} rows")
    @ValueSource(ints = {1, 40, 700})
    void equalIdentitiesTakeAsManyEqualRows(int size) {
        Row same = entry("7", "same", null);
        writer.apply(insert(log, Collections.nCopies(size + 2, same)));
        assertThat(writer.apply(delete(log, Collections.nCopies(size, same)))).isEqualTo(size);
        assertThat(committed()).containsExactly("[7, same, null]", "[7, same, null]");
    }

    @Test
    void nullMatchesNullAndNotTheEmptyText() {
        Row withNull = entry(null, null, null);
        insertAll(withNull, entry(null, "", null), entry(null, null, ""));
        assertThat(writer.apply(delete(log, withNull))).isEqualTo(1);
        assertThat(committed()).containsExactlyInAnyOrder("[null, , null]", "[null, null, ]");
        assertThat(writer.apply(delete(log, entry(null, "", null)))).isEqualTo(1);
        assertThat(committed()).containsExactly("[null, null, ]");
    }

    @Test
    void updateChangesOneRowPerIdentity() {
        Row twin = entry("1", "twin", "d");
        insertAll(twin, twin);
        assertThat(writer.apply(update(log, List.of(twin), List.of(entry("1", "lone", ABSENT)))))
                .isEqualTo(1);
        assertThat(committed()).containsExactlyInAnyOrder("[1, twin, d]", "[1, lone, d]");
    }

    @ParameterizedTest(name = "{0} rows")
    @ValueSource(ints = {40, 700})
    void manyIdentitiesAreChangedAndDeletedAtOnce(int size) {
        List<Row> rows = new ArrayList<>(rows(0, size, i -> entry("" + i, "n" + i, i % 3 == 0 ? null : "d")));
        writer.apply(insert(log, rows));
        List<Row> changed = rows(0, size, i -> entry(ABSENT, "m" + i, null));
        assertThat(writer.apply(update(log, rows, changed))).isEqualTo(size);
        List<Row> expected = rows(0, size, i -> entry("" + i, "m" + i, null));
        assertThat(committed()).containsExactlyInAnyOrderElementsOf(shown(log, expected));
        assertThat(writer.apply(delete(log, expected.subList(1, size)))).isEqualTo(size - 1);
        assertThat(committed()).containsExactly("[0, m0, null]");
    }

    @Test
    void columnsThatTheLogDidNotCarryTellNothing() {
        insertAll(entry("1", "a", "long"), entry("2", "b", "long"));
        assertThat(writer.apply(delete(log, entry("2", "b", ABSENT)))).isEqualTo(1);
        assertThat(committed()).containsExactly("[1, a, long]");
    }
}
