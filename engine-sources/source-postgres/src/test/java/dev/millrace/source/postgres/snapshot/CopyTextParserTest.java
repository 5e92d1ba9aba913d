package dev.millrace.source.postgres.snapshot;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.model.WireForm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Lines of COPY become rows. */
final class CopyTextParserTest {
    private static TableSchema table(int columns) {
        TableSchema.Builder builder = TableSchema.builder(new TableId("public", "t"), EngineFamily.POSTGRES);
        for (int i = 0; i < columns; i++) {
            builder.column(ColumnSchema.of("c" + i, DataType.of(Kind.CLOB), "text"));
        }
        return builder.build();
    }

    private static List<@Nullable String> parse(TableSchema table, String line) {
        Row row = new CopyTextParser(table).parse((line + "\n").getBytes(StandardCharsets.UTF_8));
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 0; i < row.columnCount(); i++) {
            values.add(row.isPresent(i) ? row.text(i) : "absent");
        }
        return values;
    }

    @Test
    void valuesNullsAndEscapes() {
        assertThat(parse(table(3), "a\t\\N\tü")).containsExactly("a", null, "ü");
        assertThat(parse(table(3), "\t\t")).containsExactly("", "", "");
        assertThat(parse(table(2), "\\\\N\tx\\ty\\nz\\\\\\b\\f\\r\\v")).containsExactly("\\N", "x\ty\nz\\\b\f\r\u000B");
        assertThat(parse(table(1), "\\N")).containsExactly((String) null);
        assertThat(parse(table(2), "\\\\\t\\\\")).containsExactly("\\", "\\");
    }

    @Test
    void generatedColumnsAreNotInTheLine() {
        TableSchema table = TableSchema.builder(new TableId("public", "t"), EngineFamily.POSTGRES)
                .column(new ColumnSchema(
                        "g", DataType.of(Kind.INT4), "integer", true, Fill.GENERATED, "(a)", WireForm.CANONICAL))
                .column(ColumnSchema.of("a", DataType.of(Kind.INT4), "integer"))
                .build();
        assertThat(parse(table, "1")).containsExactly("absent", "1");
    }

    @Test
    void linesThatDoNotFitAreRefused() {
        for (String line : new String[] {"a", "a\tb\tc", ""}) {
            assertThatThrownBy(() -> parse(table(2), line))
                    .isInstanceOf(ReplicationException.class)
                    .hasMessageContaining("public.t");
        }
    }

    @Property(tries = 300)
    void whatTheServerEscapesComesBack(@ForAll @Size(min = 1, max = 5) List<String> texts) {
        StringBuilder line = new StringBuilder();
        List<@Nullable String> expected = new ArrayList<>();
        for (String text : texts) {
            String storable = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            expected.add(storable);
            line.append(line.isEmpty() && expected.size() == 1 ? "" : "\t").append(escape(storable));
        }
        assertThat(parse(table(texts.size()), line.toString())).isEqualTo(expected);
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\")
                .replace("\b", "\\b")
                .replace("\f", "\\f")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t")
                .replace("\u000B", "\\v");
    }
}
