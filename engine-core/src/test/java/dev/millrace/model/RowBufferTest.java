package dev.millrace.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RowBufferTest {
    private final RowBuffer buffer = new RowBuffer();

    @Test
    void tellsNullAbsentAndEmptyApart() {
        buffer.begin(3);
        buffer.appendNull();
        buffer.appendAbsent();
        buffer.append(new byte[0], 0, 0);
        Row row = buffer.finish();

        assertThat(row.isNull(0)).isTrue();
        assertThat(row.isPresent(0)).isTrue();
        assertThat(row.isPresent(1)).isFalse();
        assertThat(row.isNull(1)).isFalse();
        assertThat(row.text(2)).isEmpty();
        assertThat(row.isComplete()).isFalse();
    }

    @Test
    void aRowWithTooFewColumnsIsADefect() {
        buffer.begin(2);
        buffer.appendNull();

        assertThatThrownBy(buffer::finish).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aProjectionPicksAndRepeatsColumns() {
        Row row = row("a", "b", "c").project(new int[] {2, 0, 2});

        assertThat(row.columnCount()).isEqualTo(3);
        assertThat(row.text(0)).isEqualTo("c");
        assertThat(row.text(1)).isEqualTo("a");
        assertThat(row.text(2)).isEqualTo("c");
    }

    @Test
    void neverShowsValuesInItsText() {
        assertThat(row("secret").toString()).doesNotContain("secret");
    }

    @Property(tries = 200)
    void rowsStayAsTheyWereWhileTheBufferGoesOn(
            @ForAll @Size(min = 1, max = 60) List<@StringLength(max = 5000) String> values) {
        List<Row> rows = new ArrayList<>();
        for (String value : values) {
            rows.add(row(value, value));
        }
        for (int i = 0; i < rows.size(); i++) {
            byte[] expected = values.get(i).getBytes(StandardCharsets.UTF_8);
            assertThat(rows.get(i).length(0)).isEqualTo(expected.length);
            assertThat(rows.get(i).sameValue(row("x", values.get(i)), 1)).isTrue();
        }
    }

    private Row row(String... values) {
        buffer.begin(values.length);
        for (String value : values) {
            buffer.openValue().append(value);
            buffer.closeValue();
        }
        return buffer.finish();
    }
}
