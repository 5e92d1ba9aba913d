package dev.millrace.testing.contract.sink;

import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoadWriter;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import dev.millrace.spi.sink.TaskStore;
import dev.millrace.spi.source.Chunk;
import dev.millrace.testing.contract.TextRows;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.millrace.error.ErrorCategory.TARGET_DATA;
import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

/** Values and names of any kind arrive as they are, by load and by change; what does not fit is refused, never cut (law 5). */
public abstract class TargetValueContract extends SinkTopic {
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "two  blanks ",
            "\\",
            "\\N",
            "\\.",
            "a\tb",
            "line\nfeed\r\n",
            "'",
            "\"",
            "`",
            "it''s",
            "{\"x\",y}",
            "NULL",
            "%s ? $1 :x ;--",
            "Grüße 日本 😀",
            "/* x */");

    private TableSchema samples() {
        return keyed(
                "samples",
                integer("id").notNull(),
                string("short", 60),
                column("large", DataType.of(Kind.CLOB)),
                column("raw", DataType.of(Kind.BLOB)),
                number("price"));
    }

    private static List<Row> sampleRows(TableSchema samples, int copies) {
        Random random = new Random(7);
        byte[] raw = new byte[70_000];
        random.nextBytes(raw);
        List<@Nullable String[]> values = new ArrayList<>();
        TEXTS.forEach(text -> values.add(new @Nullable String[] {text, text, "", "0.00"}));
        values.add(new @Nullable String[] {null, null, null, null});
        values.add(new @Nullable String[] {
            "x", "é\\\n".repeat(30_000), HexFormat.of().formatHex(raw), "-0.01"
        });
        values.add(new @Nullable String[] {"x", "y", "00275c5cff0a0d", "99999999.99"});
        List<Row> rows = new ArrayList<>();
        for (int copy = 0; copy < copies; copy++) {
            for (@Nullable String[] each : values) {
                rows.add(TextRows.row(samples, "" + rows.size(), each[0], each[1], each[2], each[3]));
            }
        }
        return rows;
    }

    @ParameterizedTest(name = "{0} copies")
    @ValueSource(ints = {1, 30})
    void valuesOfALoadArriveAsTheyAre(int copies) {
        TableSchema samples = samples();
        sink.createTable(samples);
        List<Row> rows = sampleRows(samples, copies);
        load(samples, rows);
        assertThat(content(samples)).containsExactlyInAnyOrderElementsOf(shown(samples, rows));
    }

    @ParameterizedTest(name = "{0} copies")
    @ValueSource(ints = {1, 30})
    void valuesOfChangesArriveAsTheyAre(int copies) {
        TableSchema samples = samples();
        sink.createTable(samples);
        List<Row> rows = sampleRows(samples, copies);
        List<Row> turned = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            List<@Nullable String> values = TextRows.values(samples, rows.get(rows.size() - 1 - i));
            values.set(0, "" + i);
            turned.add(TextRows.row(samples, values.toArray(new @Nullable String[0])));
        }
        try (ChangeWriter writer = sink.openChangeWriter(begin())) {
            writer.apply(insert(samples, rows));
            writer.commit(checkpoint("inserted"));
            assertThat(content(samples)).containsExactlyInAnyOrderElementsOf(shown(samples, rows));
            assertThat(writer.apply(update(samples, rows, turned))).isEqualTo(rows.size());
            writer.commit(checkpoint("updated"));
            assertThat(content(samples)).containsExactlyInAnyOrderElementsOf(shown(samples, turned));
            writer.apply(upsert(samples, rows));
            writer.commit(checkpoint("upserted"));
            assertThat(content(samples)).containsExactlyInAnyOrderElementsOf(shown(samples, rows));
        }
    }

    @ParameterizedTest(name = "{0} copies")
    @ValueSource(ints = {1, 30})
    void textKeysFindTheirRows(int copies) {
        TableSchema words = table(
                        "words", string("word", 60).notNull(), integer("n").notNull(), integer("v"))
                .primaryKey(new KeySchema("PRIMARY", List.of("word", "n")))
                .build();
        sink.createTable(words);
        List<Row> rows = new ArrayList<>();
        for (int copy = 0; copy < copies; copy++) {
            for (String text : TEXTS) {
                rows.add(TextRows.row(words, text, "" + copy, "0"));
            }
        }
        try (ChangeWriter writer = sink.openChangeWriter(begin())) {
            writer.apply(insert(words, rows));
            List<Row> changed = rows.stream()
                    .map(row -> TextRows.row(words, ABSENT, ABSENT, "1"))
                    .toList();
            assertThat(writer.apply(update(words, rows, changed))).isEqualTo(rows.size());
            assertThat(writer.apply(delete(words, rows))).isEqualTo(rows.size());
            writer.commit(checkpoint("deleted"));
        }
        assertThat(content(words)).isEmpty();
    }

    @Test
    void namesOfAnyKindAreTaken() {
        TableSchema odd = TableSchema.builder(new TableId(fixture.schema(), "select \"x\" ? ä 'y' `z`"), sink.family())
                .column(integer("Key ?").notNull())
                .column(string("from", 20))
                .column(string("\"quoted\" 'x' `y`", 20))
                .column(string("größe $1", 20))
                .primaryKey(new KeySchema("PRIMARY", List.of("Key ?")))
                .build();
        sink.createTable(odd);
        assertThat(sink.describe(odd.id()).orElseThrow().columns())
                .extracting(column -> column.name())
                .containsExactly("Key ?", "from", "\"quoted\" 'x' `y`", "größe $1");
        load(odd, rows(0, 100, i -> TextRows.row(odd, "" + i, "a", "b", "c")));
        for (int size : List.of(1, 50)) {
            try (ChangeWriter writer = sink.openChangeWriter(begin())) {
                List<Row> rows = rows(0, size, i -> TextRows.row(odd, "" + i, "A", "B", ABSENT));
                assertThat(writer.apply(update(odd, rows, rows))).isEqualTo(size);
                writer.apply(upsert(odd, rows(0, size, i -> TextRows.row(odd, "" + i, "x", "y", "z"))));
                assertThat(writer.apply(delete(odd, rows))).isEqualTo(size);
                writer.apply(insert(odd, rows(0, size, i -> TextRows.row(odd, "" + i, "x", "y", "z"))));
                writer.commit(checkpoint("odd"));
            }
        }
        assertThat(content(odd)).hasSize(100).contains("[0, x, y, z]", "[99, a, b, c]");
        sink.truncateTable(odd.id());
        sink.dropTable(odd.id());
        assertThat(sink.describe(odd.id())).isEmpty();
    }

    @ParameterizedTest(name = "{0} rows")
    @ValueSource(ints = {1, 3, 300})
    void valuesThatDoNotFitAreDataErrors(int size) {
        sink.createTable(items);
        try (ChangeWriter writer = sink.openChangeWriter(begin())) {
            writer.apply(insert(items, items(1000, 1000 + size)));
            writer.commit(checkpoint("before"));
            for (Row bad : List.of(
                    TextRows.row(items, "1000", "x".repeat(101), "1"),
                    TextRows.row(items, "1000", "x", "123456789.00"))) {
                List<Row> rows = new ArrayList<>(items(1001, 1000 + size));
                rows.add(bad);
                refuses(writer, update(items, rows, rows));
                refuses(writer, upsert(items, rows));
                refuses(writer, insert(items, rows(0, size, i -> i == size - 1 ? bad : item(i, "new"))));
            }
            writer.apply(insert(items, items(1, 2)));
            writer.commit(checkpoint("after"));
        }
        List<Row> expected = new ArrayList<>(items(1000, 1000 + size));
        expected.addAll(items(1, 2));
        assertThat(content()).containsExactlyInAnyOrderElementsOf(shown(items, expected));
    }

    /** A refused set leaves a transaction that can only be rolled back; what came before it in the same one goes too. */
    private void refuses(ChangeWriter writer, ChangeSet set) {
        writer.apply(insert(items, items(5000, 5001)));
        failsWith(TARGET_DATA, () -> writer.apply(set));
        writer.rollback();
    }

    @Test
    void nullWhereNoneIsAllowedIsDataError() {
        TableSchema strict =
                keyed("strict", integer("id").notNull(), string("name", 10).notNull());
        sink.createTable(strict);
        try (ChangeWriter writer = sink.openChangeWriter(begin())) {
            failsWith(TARGET_DATA, () -> writer.apply(insert(strict, List.of(TextRows.row(strict, "1", null)))));
            writer.rollback();
        }
        assertThat(content(strict)).isEmpty();
    }

    @Test
    void messagesHoldNoValues() {
        sink.createTable(items);
        String secret = "s3cret".repeat(20);
        try (ChangeWriter writer = sink.openChangeWriter(begin())) {
            Throwable failure = failsWith(
                    TARGET_DATA, () -> writer.apply(insert(items, List.of(TextRows.row(items, "1", secret, "1")))));
            for (Throwable each = failure; each != null; each = each.getCause()) {
                assertThat(String.valueOf(each.getMessage())).doesNotContain("s3cret");
            }
            writer.rollback();
        }
    }

    private void load(TableSchema table, List<Row> rows) {
        Fence fence = begin();
        try (TaskStore store = sink.taskStore()) {
            store.planTable(fence, table.id(), true, List.of(new Chunk(0, "all", rows.size(), "")));
        }
        try (LoadWriter writer = sink.openLoadWriter(table, fence)) {
            writer.write(rows);
            writer.commit(table.id(), 0, new ChunkDone(rows.size(), "low", "high"));
        }
    }
}
