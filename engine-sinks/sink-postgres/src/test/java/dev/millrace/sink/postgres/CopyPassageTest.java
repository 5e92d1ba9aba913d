package dev.millrace.sink.postgres;

import dev.millrace.model.BulkFormat;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.TableSchema;
import dev.millrace.model.WireForm;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.millrace.sink.postgres.Target.column;
import static org.assertj.core.api.Assertions.assertThat;

/** Which tables go through unparsed, and how. */
class CopyPassageTest {
    private static final List<BulkFormat> BOTH = List.of(CopyPassage.BINARY, CopyPassage.TEXT);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "integer",
                "numeric(12,2)",
                "character varying(16)",
                "timestamp(3) without time zone",
                "bigint[]",
                "character varying(4)[]",
                "text COLLATE \"C\""
            })
    void sameBuiltInTypesGoThroughInBinary(String type) {
        assertThat(choose(Kind.OTHER, type, type)).contains(CopyPassage.BINARY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "character varying(16)|character varying(32)",
                "numeric(12,2)|numeric",
                "text|text COLLATE \"C\"",
            })
    void lengthAndCollationAreTheTargetsOwn(String source, String target) {
        assertThat(choose(Kind.OTHER, source, target)).contains(CopyPassage.BINARY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "integer|bigint",
                "integer|integer[]",
                "text|character varying(9)",
                "timestamp(3) without time zone|timestamp(3) with time zone",
                "json|jsonb",
                "interval|interval",
                "xml|xml",
                "app.mood[]|app.mood[]",
                "app.\"integer\"|app.\"integer\""
            })
    void whateverDiffersOrMayDifferGoesThroughAsText(String source, String target) {
        assertThat(choose(Kind.OTHER, source, target)).contains(CopyPassage.TEXT);
    }

    @Test
    void enumsAreLabelsInBothFormats() {
        assertThat(choose(Kind.ENUM, "app.mood", "other.mood")).contains(CopyPassage.BINARY);
        TableSchema wanted = Target.table("t", List.of(), column("c", Kind.ENUM, "app.mood"));
        TableSchema target = Target.table("t", List.of(), column("c", Kind.CLOB, "text"));
        assertThat(CopyPassage.choose(BOTH, TableBinding.of(wanted, target))).contains(CopyPassage.TEXT);
    }

    @Test
    void valuesThatHaveToBeTurnedIntoOthersAreNotPassed() {
        ColumnSchema money = column("c", Kind.NUMERIC, "money").withWire(new Foreign());
        TableSchema wanted = Target.table("t", List.of(), column("id", Kind.INT4, "integer"), money);
        assertThat(CopyPassage.choose(BOTH, TableBinding.of(wanted, wanted))).isEmpty();
    }

    @Test
    void printedBytesAreText() {
        ColumnSchema printed = column("c", Kind.BLOB, "bytea").withWire(new PrintedHex());
        TableSchema wanted = Target.table("t", List.of(), printed, column("x", Kind.XML, "xml"));
        assertThat(CopyPassage.choose(BOTH, TableBinding.of(wanted, wanted))).contains(CopyPassage.TEXT);
    }

    @Test
    void whatIsNotOfferedIsNotChosen() {
        TableSchema table = Target.table("t", List.of(), column("c", Kind.INT4, "integer"));
        TableBinding binding = TableBinding.of(table, table);
        assertThat(CopyPassage.choose(List.of(CopyPassage.TEXT), binding)).contains(CopyPassage.TEXT);
        assertThat(CopyPassage.choose(List.of(new BulkFormat("another")), binding))
                .isEmpty();
    }

    @Test
    void streamMustHaveJustTheColumnsThatTheTargetTakes() {
        ColumnSchema plain = column("c", Kind.INT4, "integer");
        ColumnSchema generated =
                new ColumnSchema("g", plain.type(), "integer", true, Fill.GENERATED, "c + 1", WireForm.CANONICAL);
        TableSchema both = Target.table("t", List.of(), plain, generated);
        TableSchema filled = Target.table("t", List.of(), plain, column("g", Kind.INT4, "integer"));

        assertThat(CopyPassage.choose(BOTH, TableBinding.of(both, both))).contains(CopyPassage.BINARY);
        assertThat(CopyPassage.choose(BOTH, TableBinding.of(filled, both))).isEmpty();
        assertThat(CopyPassage.choose(BOTH, TableBinding.of(both, filled))).isEmpty();
    }

    private static Optional<BulkFormat> choose(Kind kind, String source, String target) {
        TableSchema wanted = Target.table("t", List.of(), column("c", kind, source));
        TableSchema present = Target.table("t", List.of(), column("c", kind, target));
        return CopyPassage.choose(BOTH, TableBinding.of(wanted, present));
    }

    private static final class Foreign implements WireForm {
        @Override
        public String name() {
            return "foreign";
        }

        @Override
        public void writeCanonical(byte[] data, int offset, int length, ByteBuilder out) {
            out.append(data, offset, length);
        }
    }
}
