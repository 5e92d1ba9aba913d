package dev.millrace.sink.s3.csv;

import dev.millrace.error.ErrorCode;
import dev.millrace.model.BulkFormat;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.model.WireForm;
import dev.millrace.sink.s3.file.Image;
import dev.millrace.sink.s3.file.UnparsedRows;
import dev.millrace.spi.EndpointSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

/** A line of {@code COPY} becomes the line of CSV that the row in it would become. */
class CopyLinesTest {
    /** Digits with a sign in front that the canonical form has not. */
    private static final WireForm MARKED = new WireForm() {
        @Override
        public String name() {
            return "marked";
        }

        @Override
        public void writeCanonical(byte[] data, int offset, int length, ByteBuilder out) {
            out.append(data, offset + 1, length - 1);
        }
    };

    private static final TableSchema TABLE = table(
            column("id", Kind.INT4),
            column("text", Kind.CLOB),
            column("flag", Kind.BOOLEAN),
            column("raw", Kind.BLOB),
            column("marked", Kind.CLOB).withWire(MARKED),
            column("more", Kind.CLOB));

    private static final TableSchema TEXTS = table(
            column("a", Kind.CLOB),
            column("b", Kind.CLOB),
            column("c", Kind.CLOB),
            column("d", Kind.CLOB),
            column("e", Kind.CLOB),
            column("f", Kind.CLOB));

    private static final List<Map<String, String>> SETTINGS = List.of(
            Map.of(),
            Map.of("CsvNullValue", ""),
            Map.of("CsvDelimiter", "||", "CsvRowDelimiter", "\\r\\n"),
            Map.of("CsvDelimiter", "\\t", "Rfc4180", "false"));

    @Property
    void aLineIsWhatItsRowWouldBe(
            @ForAll("rows") List<List<@Nullable String>> rows,
            @ForAll("settings") Map<String, String> settings,
            @ForAll boolean onlyTexts) {
        CsvRows encoder = encoder(onlyTexts ? TEXTS : TABLE, settings);
        ByteBuilder wanted = new ByteBuilder();
        for (List<@Nullable String> row : rows) {
            encoder.append(List.of("I", "a,b"), row(row), null, Image.WHOLE, wanted);
        }
        assertThat(written(encoder, rows.stream().map(CopyLinesTest::line).collect(Collectors.joining())))
                .isEqualTo(wanted.toString());
    }

    @Provide
    Arbitrary<List<List<@Nullable String>>> rows() {
        Arbitrary<@Nullable String> text = Arbitraries.strings()
                .withChars("ab,|\"\\\n\r\t\b\f\u000BNUL é")
                .ofMaxLength(8)
                .injectNull(0.1);
        Arbitrary<@Nullable String> odd = Arbitraries.of("NULL", "\\N", "N", "", "\"", "a,b");
        Arbitrary<@Nullable String> plain = Arbitraries.of("plain", "1", "-0.5");
        return Arbitraries.frequencyOf(Tuple.of(1, text), Tuple.of(1, odd), Tuple.of(6, plain))
                .list()
                .ofSize(6)
                .list()
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<Map<String, String>> settings() {
        return Arbitraries.of(SETTINGS);
    }

    @Test
    void otherFormatsAndGeneratedColumnsAreLeftToTheirRows() {
        CsvRows encoder = encoder(TABLE, Map.of());
        assertThat(encoder.unparsed(CopyLines.FORMAT)).isPresent();
        assertThat(encoder.unparsed(new BulkFormat("postgres-copy-binary"))).isEmpty();
        ColumnSchema generated = new ColumnSchema(
                "twice", DataType.of(Kind.INT4), "integer", true, Fill.GENERATED, "2 * id", WireForm.CANONICAL);
        assertThat(encoder(table(column("id", Kind.INT4), generated), Map.of()).unparsed(CopyLines.FORMAT))
                .isEmpty();
    }

    @Test
    void aLineOfAnotherTableIsRefused() {
        CsvRows encoder = encoder(TABLE, Map.of());
        for (String line : List.of("1\ttwo\n", "1\ttwo\tt\t\tx4\tsix\tseven\n")) {
            assertThat(failsWith(ErrorCode.INTERNAL, () -> written(encoder, line)))
                    .hasMessageContaining("6 columns");
        }
    }

    private static String written(CsvRows encoder, String lines) {
        UnparsedRows unparsed = encoder.unparsed(CopyLines.FORMAT).orElseThrow();
        unparsed.begin(List.of("I", "a,b"));
        byte[] stream = lines.getBytes(StandardCharsets.UTF_8);
        ByteBuilder out = new ByteBuilder();
        int at = 0;
        while (at < stream.length) {
            at = unparsed.append(stream, at, out);
        }
        return out.toString();
    }

    /** Texts as the wire has them; in the places of the flag and the marked column something that is one. */
    private static @Nullable String value(List<@Nullable String> row, int column) {
        String text = row.get(column);
        if (text == null) {
            return null;
        }
        return column == 2 ? (text.isEmpty() ? "f" : "t") : column == 4 ? "$" + text : text;
    }

    private static Row row(List<@Nullable String> values) {
        RowBuffer buffer = new RowBuffer();
        buffer.begin(values.size());
        for (int column = 0; column < values.size(); column++) {
            String value = value(values, column);
            if (value == null) {
                buffer.appendNull();
            } else {
                byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
                buffer.append(bytes, 0, bytes.length);
            }
        }
        return buffer.finish();
    }

    /** As PostgreSQL prints it. */
    private static String line(List<@Nullable String> values) {
        List<String> fields = new ArrayList<>();
        for (int column = 0; column < values.size(); column++) {
            String value = value(values, column);
            fields.add(
                    value == null
                            ? "\\N"
                            : value.replace("\\", "\\\\")
                                    .replace("\n", "\\n")
                                    .replace("\r", "\\r")
                                    .replace("\t", "\\t")
                                    .replace("\b", "\\b")
                                    .replace("\f", "\\f")
                                    .replace("\u000B", "\\v"));
        }
        return String.join("\t", fields) + "\n";
    }

    private static CsvRows encoder(TableSchema table, Map<String, String> settings) {
        return new CsvRows(table, List.of("Op", "at"), CsvSettings.of(new EndpointSettings(settings)), false);
    }

    private static TableSchema table(ColumnSchema... columns) {
        return TableSchema.builder(new TableId("s", "t"), EngineFamily.POSTGRES)
                .columns(List.of(columns))
                .build();
    }

    private static ColumnSchema column(String name, Kind kind) {
        return ColumnSchema.of(name, DataType.of(kind), "type");
    }
}
