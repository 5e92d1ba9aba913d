package dev.millrace.mapping;

import dev.millrace.metrics.TableCounters;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.model.WireForm;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class LobLimitsTest {
    private static final SelectionRule ALL = SelectionRule.include(1, "%", "%");
    private static final TableId NOTES = new TableId("s", "notes");
    private static final ColumnSchema ID =
            ColumnSchema.of("id", DataType.of(Kind.INT4), "integer").notNull();
    private static final ColumnSchema TEXT = ColumnSchema.of("body", DataType.of(Kind.CLOB), "text");
    private static final ColumnSchema BYTES = ColumnSchema.of("scan", DataType.of(Kind.BLOB), "bytea");

    /** One KB of UTF-16. */
    private static final int UNITS = 512;

    private final CutValues cuts = new CutValues();
    private final TableCounters counters = new TableCounters(NOTES);

    @ParameterizedTest
    @CsvSource({
        "x, 512, '', 512",
        "x, 513, '', 512",
        "ü, 512, '', 512",
        "ü, 513, '', 512",
        "€, 600, '', 512",
        "x, 510, 😀, 512",
        "x, 511, 😀, 511",
        "ü, 511, 😀, 511",
        "😀, 256, '', 512",
        "😀, 257, '', 512",
        "😀, 255, x😀, 511",
    })
    void textOfTwoBytesACharacterIsCutBetweenCodePoints(String repeated, int times, String end, int units) {
        String text = repeated.repeat(times) + end;

        String cut =
                route(EngineFamily.POSTGRES, TEXT).map(row("1", text), cuts).text(1);

        assertThat(cut).isEqualTo(text.substring(0, units));
        assertThat(cuts.take(route(EngineFamily.POSTGRES, TEXT), counters)).isEqualTo(units < text.length() ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"x, 1024, 1024", "x, 1025, 1024", "ü, 513, 512", "€, 342, 341", "😀, 257, 256"})
    void otherTextIsCutByItsBytes(String repeated, int times, int kept) {
        ColumnSchema clob = ColumnSchema.of("body", DataType.of(Kind.CLOB), "varchar(max)");

        Row row = route(EngineFamily.SQLSERVER, clob).map(row("1", repeated.repeat(times)));

        assertThat(row.text(1)).isEqualTo(repeated.repeat(kept));
    }

    @Property(tries = 300)
    void whatIsKeptIsTheLongestStartThatFits(@ForAll String text, @ForAll @IntRange(min = 1, max = 3) int kilobytes) {
        String large = text.isEmpty() ? "" : text.repeat(1 + 4096 / text.length());
        String sent = new String(large.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

        String cut = limited(table(EngineFamily.POSTGRES, TEXT), kilobytes)
                .map(row("1", sent))
                .text(1);

        int units = Math.min(sent.length(), kilobytes * UNITS);
        boolean splits = units < sent.length() && Character.isHighSurrogate(sent.charAt(units - 1));
        assertThat(cut).isEqualTo(sent.substring(0, splits ? units - 1 : units));
    }

    @Test
    void bytesInAnotherFormAreCutInTheirCanonicalOne() {
        TableRoute route = route(EngineFamily.POSTGRES, BYTES.withWire(new Doubled()));
        byte[] twice = new byte[2 * 1500];

        Row cut = route.map(row(2, new byte[] {1}, twice), cuts);

        assertThat(cut.length(1)).isEqualTo(1024);
        assertThat(cut.data()[cut.offset(0)]).isEqualTo((byte) 1);
        assertThat(route.wanted().column(1).wire()).isSameAs(WireForm.CANONICAL);
        assertThat(route.map(row(2, new byte[] {1}, new byte[20])).length(1)).isEqualTo(10);
        assertThat(cuts.take(route, counters)).isEqualTo(1);
    }

    @Test
    void nullAbsentAndSmallValuesStay() {
        TableRoute route = route(EngineFamily.POSTGRES, TEXT);
        Row none = row("1", null);
        RowBuffer buffer = new RowBuffer();
        buffer.begin(2);
        buffer.append(new byte[] {'1'}, 0, 1);
        buffer.appendAbsent();
        Row absent = buffer.finish();

        assertThat(route.map(none)).isSameAs(none);
        assertThat(route.map(absent)).isSameAs(absent);
        assertThat(route.leavesRowsAsRead()).isFalse();
    }

    @Test
    void keysAndWhatACutMakesUnreadableStayWhole() {
        TableSchema table = TableSchema.builder(NOTES, EngineFamily.POSTGRES)
                .columns(List.of(
                        ColumnSchema.of("word", DataType.of(Kind.CLOB), "text").notNull(),
                        ColumnSchema.of("alias", DataType.of(Kind.CLOB), "text"),
                        ColumnSchema.of("parent", DataType.of(Kind.CLOB), "text"),
                        ColumnSchema.of("doc", DataType.of(Kind.JSON), "jsonb"),
                        ColumnSchema.of("page", DataType.of(Kind.XML), "xml"),
                        ColumnSchema.of("tags", DataType.of(Kind.ARRAY), "text[]"),
                        ColumnSchema.of("free", DataType.of(Kind.CLOB), "character varying")))
                .primaryKey(new KeySchema("notes_pkey", List.of("word")))
                .uniqueKeys(List.of(new KeySchema("notes_alias", List.of("alias"))))
                .foreignKeys(List.of(new ForeignKeySchema(
                        "notes_parent", List.of("parent"), NOTES, List.of("word"), "NO ACTION", "NO ACTION", false)))
                .build();

        TableRoute route = limited(table, 1);

        assertThat(route.leavesRowsAsRead()).isTrue();
    }

    @Test
    void aLimitOfTheTableGoesBeforeThatOfTheTask() {
        assertThat(lengthWith(OptionalInt.of(2), 1)).isEqualTo(2 * UNITS);
        assertThat(lengthWith(OptionalInt.of(0), 1)).isEqualTo(4000);
        assertThat(lengthWith(OptionalInt.empty(), 1)).isEqualTo(UNITS);
        assertThat(lengthWith(OptionalInt.empty(), 0)).isEqualTo(4000);
        assertThat(lengthWith(OptionalInt.of(1), 0)).isEqualTo(UNITS);
    }

    private static int lengthWith(OptionalInt ofTable, int ofTask) {
        TableMappings rules = MappingRules.of(ALL, new TableSettingsRule(2, NOTES, Optional.empty(), ofTable));
        return new WithLobLimits(new WithoutGeneratedColumns(rules), ofTask)
                .route(table(EngineFamily.POSTGRES, TEXT))
                .map(row("1", "x".repeat(4000)))
                .length(1);
    }

    @Test
    void addedColumnsStandBehindWhatIsCut() {
        TableMappings rules = MappingRules.of(
                ALL,
                TransformationRule.ofColumn(
                        2,
                        "%",
                        "%",
                        "%",
                        new Transformation.AddColumn(
                                ColumnSchema.of("origin", DataType.of(Kind.CLOB), ""), new AddedValue.Text("here"))));
        TableRoute route = new WithLobLimits(rules, 1).route(table(EngineFamily.POSTGRES, TEXT));

        Row row = route.filled(row("1", "x".repeat(600)), RowHeader.ofLoad(Instant.EPOCH), cuts);

        assertThat(row.text(1)).isEqualTo("x".repeat(UNITS));
        assertThat(row.text(2)).isEqualTo("here");
        assertThat(cuts.take(route, counters)).isEqualTo(1);
        assertThat(cuts.take(route, counters)).isZero();
        assertThat(counters.isFirstTruncation()).isFalse();
    }

    private static TableRoute route(EngineFamily family, ColumnSchema column) {
        return limited(table(family, column), 1);
    }

    private static TableRoute limited(TableSchema table, int kilobytes) {
        return new WithLobLimits(MappingRules.of(ALL), kilobytes).route(table);
    }

    private static TableSchema table(EngineFamily family, ColumnSchema column) {
        return TableSchema.builder(NOTES, family)
                .columns(List.of(ID, column))
                .primaryKey(new KeySchema("notes_pkey", List.of("id")))
                .build();
    }

    private static Row row(String id, String body) {
        byte[] text = body == null ? null : body.getBytes(StandardCharsets.UTF_8);
        return row(2, id.getBytes(StandardCharsets.UTF_8), text);
    }

    private static Row row(int columns, byte[]... values) {
        RowBuffer buffer = new RowBuffer();
        buffer.begin(columns);
        for (byte[] value : values) {
            if (value == null) {
                buffer.appendNull();
            } else {
                buffer.append(value, 0, value.length);
            }
        }
        return buffer.finish();
    }

    /** Each byte twice. */
    private static final class Doubled implements WireForm {
        @Override
        public String name() {
            return "doubled";
        }

        @Override
        public void writeCanonical(byte[] data, int offset, int length, ByteBuilder out) {
            for (int i = offset; i < offset + length; i += 2) {
                out.append(data[i]);
            }
        }
    }
}
