package dev.millrace.sink.postgres.encode;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.model.WireForm;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EncoderTest {
    private static final WireForm UPSIDE_DOWN = new WireForm() {
        @Override
        public String name() {
            return "upside-down";
        }

        @Override
        public void writeCanonical(byte[] data, int offset, int length, ByteBuilder out) {
            for (int i = offset + length - 1; i >= offset; i--) {
                out.append(data[i]);
            }
        }
    };

    @Test
    void copyLineHasFieldsOfSeveralRows() {
        TableSchema layout = layout(Kind.INT4, Kind.CLOB);
        ByteBuilder out = new ByteBuilder();
        new CopyEncoder(layout, new int[] {0}).appendFields(row("7", "x"), out);
        new CopyEncoder(layout, new int[] {1, 0}).appendFields(row("8", null), out);
        CopyEncoder.endLine(out);
        assertThat(out.toString()).isEqualTo("7\t\\N\t8\n");
    }

    @Test
    void lineWithoutFieldsIsEmpty() {
        ByteBuilder out = new ByteBuilder();
        CopyEncoder.endLine(out);
        assertThat(out.toString()).isEqualTo("\n");
    }

    @Test
    void copyEscapesWhatCopyReads() {
        assertThat(copy(Kind.CLOB, WireForm.CANONICAL, "a\\b\tc\nd\re")).isEqualTo("a\\\\b\\tc\\nd\\re\n");
        assertThat(copy(Kind.CLOB, WireForm.CANONICAL, "\\N")).isEqualTo("\\\\N\n");
        assertThat(copy(Kind.CLOB, WireForm.CANONICAL, "\\.")).isEqualTo("\\\\.\n");
        assertThat(copy(Kind.CLOB, WireForm.CANONICAL, "")).isEqualTo("\n");
    }

    @Test
    void bytesBecomeHexDigits() {
        assertThat(copy(Kind.BLOB, WireForm.CANONICAL, "a\0\\ÿ")).isEqualTo("\\\\x61005cc3bf\n");
        assertThat(copy(Kind.BLOB, WireForm.CANONICAL, "")).isEqualTo("\\\\x\n");
    }

    @Test
    void foreignFormsAreMadeCanonicalFirst() {
        assertThat(copy(Kind.CLOB, UPSIDE_DOWN, "\tab")).isEqualTo("ba\\t\n");
        assertThat(copy(Kind.BLOB, UPSIDE_DOWN, "ab")).isEqualTo("\\\\x6261\n");
    }

    @Property
    void copyTextReadsBack(@ForAll @CharRange(from = '\t', to = '~') String text) {
        String line = copy(Kind.CLOB, WireForm.CANONICAL, text);
        assertThat(unescape(line.substring(0, line.length() - 1))).isEqualTo(text);
        assertThat(line.chars().filter(character -> character == '\n').count()).isEqualTo(1);
        assertThat(line).doesNotContain("\t").doesNotContain("\r");
    }

    @Test
    void arraysQuoteWhatIsNotANumber() {
        assertThat(array(Kind.INT8, "1", "-2", null)).isEqualTo("{1,-2,NULL}");
        assertThat(array(Kind.NUMERIC, "1.50", "NaN")).isEqualTo("{1.50,\"NaN\"}");
        assertThat(array(Kind.DATETIME, "2026-01-01 00:00:00")).isEqualTo("{\"2026-01-01 00:00:00\"}");
        assertThat(array(Kind.CLOB, "", "NULL", "a\"b\\c,{}")).isEqualTo("{\"\",\"NULL\",\"a\\\"b\\\\c,{}\"}");
        assertThat(array(Kind.BLOB, "a\0")).isEqualTo("{\"\\\\x6100\"}");
        assertThat(array(Kind.INT4)).isEqualTo("{}");
    }

    @Test
    void absentIsNotWrittenAsNull() {
        RowBuffer buffer = new RowBuffer();
        buffer.begin(1);
        buffer.appendAbsent();
        Row row = buffer.finish();
        CopyEncoder copyEncoder = new CopyEncoder(layout(Kind.CLOB), new int[] {0});
        ArrayEncoder arrayEncoder = new ArrayEncoder(layout(Kind.CLOB), 0);
        assertInternal(() -> copyEncoder.appendFields(row, new ByteBuilder()));
        assertInternal(() -> arrayEncoder.append(List.of(row), new ByteBuilder()));
    }

    private static void assertInternal(Runnable work) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL));
    }

    private static String copy(Kind kind, WireForm wire, String value) {
        TableSchema layout = TableSchema.builder(new TableId("s", "t"), EngineFamily.POSTGRES)
                .column(ColumnSchema.of("c", DataType.of(kind), "x").withWire(wire))
                .build();
        ByteBuilder out = new ByteBuilder();
        new CopyEncoder(layout, new int[] {0}).appendFields(row(value), out);
        CopyEncoder.endLine(out);
        return out.toString();
    }

    private static String array(Kind kind, String... values) {
        List<Row> rows =
                java.util.Arrays.stream(values).map(value -> row(value)).toList();
        ByteBuilder out = new ByteBuilder();
        new ArrayEncoder(layout(kind), 0).append(rows, out);
        return out.toString();
    }

    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character != '\\') {
                plain.append(character);
                continue;
            }
            char letter = text.charAt(++i);
            plain.append(
                    switch (letter) {
                        case 't' -> '\t';
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        default -> letter;
                    });
        }
        return plain.toString();
    }

    private static TableSchema layout(Kind... kinds) {
        TableSchema.Builder builder = TableSchema.builder(new TableId("s", "t"), EngineFamily.POSTGRES);
        for (int i = 0; i < kinds.length; i++) {
            builder.column(ColumnSchema.of("c" + i, DataType.of(kinds[i]), "x"));
        }
        return builder.build();
    }

    private static Row row(String... values) {
        RowBuffer buffer = new RowBuffer();
        buffer.begin(values.length);
        for (String value : values) {
            if (value == null) {
                buffer.appendNull();
            } else {
                byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
                buffer.append(bytes, 0, bytes.length);
            }
        }
        return buffer.finish();
    }
}
