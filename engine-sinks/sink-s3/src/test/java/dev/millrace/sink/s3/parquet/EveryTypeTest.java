package dev.millrace.sink.s3.parquet;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.millrace.testing.contract.TextRows.row;
import static org.assertj.core.api.Assertions.assertThat;

/** DuckDB reads back every type as it was, and finds the type that it should have. */
class EveryTypeTest {
    private static final String LONG_TEXT = "x".repeat(100_000);

    @TempDir
    private Path folder;

    /**
     * @param duckType what DuckDB takes the column for
     * @param values in canonical form; bytes in hexadecimal digits
     * @param read as DuckDB prints them, if otherwise
     */
    private record Case(DataType type, String duckType, List<String> values, List<String> read) {
        @Override
        public String toString() {
            return type.kind() + " " + type.precision() + "," + type.scale();
        }
    }

    private static Case same(DataType type, String duckType, String... values) {
        return new Case(type, duckType, List.of(values), List.of(values));
    }

    static List<Case> cases() {
        return List.of(
                new Case(DataType.of(Kind.BOOLEAN), "BOOLEAN", List.of("t", "f"), List.of("true", "false")),
                same(DataType.of(Kind.INT1), "TINYINT", "-128", "127", "0"),
                same(DataType.of(Kind.INT2), "SMALLINT", "-32768", "32767"),
                same(DataType.of(Kind.INT4), "INTEGER", "-2147483648", "2147483647", "-1"),
                same(DataType.of(Kind.INT8), "BIGINT", "-9223372036854775808", "9223372036854775807", "10"),
                same(DataType.of(Kind.UINT1), "UTINYINT", "0", "255"),
                same(DataType.of(Kind.UINT2), "USMALLINT", "0", "65535"),
                same(DataType.of(Kind.UINT4), "UINTEGER", "0", "4294967295"),
                same(
                        DataType.of(Kind.UINT8),
                        "UBIGINT",
                        "0",
                        "18446744073709551615",
                        "9223372036854775808",
                        "9999999999999999999"),
                same(DataType.of(Kind.YEAR), "SMALLINT", "1901", "2155"),
                same(DataType.numeric(1, 0), "DECIMAL(1,0)", "9", "-9", "0"),
                same(DataType.numeric(9, 2), "DECIMAL(9,2)", "1234567.89", "-1234567.89", "0.01", "-0.10"),
                new Case(
                        DataType.numeric(10, 10),
                        "DECIMAL(10,10)",
                        List.of("0.0123456789", "-0.9999999999"),
                        List.of(".0123456789", "-.9999999999")),
                same(DataType.numeric(18, 3), "DECIMAL(18,3)", "999999999999999.999", "-999999999999999.999"),
                same(DataType.numeric(19, 0), "DECIMAL(19,0)", "9999999999999999999", "-1", "0"),
                same(
                        DataType.numeric(38, 10),
                        "DECIMAL(38,10)",
                        "9999999999999999999999999999.9999999999",
                        "-9999999999999999999999999999.9999999999",
                        "0.0000000001"),
                same(DataType.numeric(65, 30), "VARCHAR", "1." + "3".repeat(30)),
                same(DataType.numeric(0, 0), "VARCHAR", "1e-4", "NaN", "123.4500"),
                new Case(DataType.numeric(2, -3), "DECIMAL(5,0)", List.of("99000", "-1000"), List.of("99000", "-1000")),
                new Case(
                        DataType.of(Kind.REAL4),
                        "FLOAT",
                        List.of("1.5", "NaN", "-Infinity", "3.4028235E38"),
                        List.of("1.5", "nan", "-inf", "3.4028235e+38")),
                new Case(
                        DataType.of(Kind.REAL8),
                        "DOUBLE",
                        List.of("0.1", "-1.7976931348623157E308", "Infinity", "4.9E-324"),
                        List.of("0.1", "-1.7976931348623157e+308", "inf", "5e-324")),
                same(
                        DataType.of(Kind.STRING),
                        "VARCHAR",
                        "",
                        " ",
                        "NULL",
                        "über 漢字 😀",
                        "a,b\"c\"\r\nd\t\\",
                        "\u0001\u007f"),
                same(DataType.of(Kind.CLOB), "VARCHAR", LONG_TEXT, "short"),
                new Case(DataType.of(Kind.BYTES), "BLOB", List.of("00ff", "", "41"), List.of("\\x00\\xFF", "", "A")),
                new Case(DataType.of(Kind.BLOB), "BLOB", List.of("c328"), List.of("\\xC3(")),
                new Case(DataType.of(Kind.GEOMETRY), "BLOB", List.of("00000000"), List.of("\\x00\\x00\\x00\\x00")),
                same(DataType.ofLength(Kind.BIT, 3), "VARCHAR", "101"),
                new Case(
                        DataType.of(Kind.DATE),
                        "DATE",
                        List.of("1970-01-01", "0001-01-01", "9999-12-31", "2024-02-29", "0044-03-15 BC", "12345-06-07"),
                        List.of(
                                "1970-01-01",
                                "0001-01-01",
                                "9999-12-31",
                                "2024-02-29",
                                "0044-03-15 (BC)",
                                "12345-06-07")),
                new Case(
                        DataType.ofScale(Kind.TIME, 3),
                        "TIME",
                        List.of("00:00:00", "23:59:59.999"),
                        List.of("00:00:00", "23:59:59.999")),
                same(DataType.ofScale(Kind.TIME, 6), "TIME", "00:00:00.000001", "23:59:59.999999"),
                same(DataType.ofScale(Kind.TIME_TZ, 6), "VARCHAR", "12:00:00.5+02", "24:00:00-15:59:59"),
                same(
                        DataType.ofScale(Kind.DATETIME, 6),
                        "TIMESTAMP",
                        "1969-12-31 23:59:59.999999",
                        "2026-11-22 10:00:00.123456",
                        "2026-11-22 10:00:00",
                        "9999-12-31 23:59:59.999999"),
                new Case(
                        DataType.ofScale(Kind.DATETIME, 6),
                        "TIMESTAMP",
                        List.of("0044-03-15 12:00:00.5 BC"),
                        List.of("0044-03-15 (BC) 12:00:00.5")),
                same(DataType.ofScale(Kind.DATETIME, 7), "TIMESTAMP_NS", "2026-11-22 10:00:00.1234567"),
                new Case(
                        DataType.ofScale(Kind.TIMESTAMP_TZ, 6),
                        "TIMESTAMP WITH TIME ZONE",
                        List.of("2026-11-22 10:00:00.123456+00", "0044-03-15 12:00:00+00 BC"),
                        List.of("2026-11-22 10:00:00.123456+00", "0044-03-15 (BC) 12:00:00+00")),
                same(DataType.of(Kind.INTERVAL), "VARCHAR", "1 year 2 mons -3 days 04:05:06.789"),
                same(DataType.of(Kind.JSON), "VARCHAR", "{\"a\": [1, null, \"ü\"]}", "null"),
                same(DataType.of(Kind.XML), "VARCHAR", "<a>&amp;</a>"),
                same(DataType.of(Kind.UUID), "VARCHAR", "123e4567-e89b-12d3-a456-426614174000"),
                same(DataType.ofLabels(Kind.ENUM, List.of("a", "b")), "VARCHAR", "a", ""),
                same(DataType.ofLabels(Kind.SET, List.of("a", "b")), "VARCHAR", "a,b", ""),
                same(DataType.of(Kind.ARRAY), "VARCHAR", "{1,NULL,3}"),
                same(DataType.of(Kind.OTHER), "VARCHAR", "(1,2)"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsBackWhatWasWritten(Case one) throws Exception {
        try (ParquetFiles files = new ParquetFiles(folder.resolve("file.parquet"))) {
            for (String version : List.of("PARQUET_1_0", "PARQUET_2_0")) {
                for (String encoding : List.of("plain", "plain-dictionary", "rle-dictionary")) {
                    for (boolean gzip : new boolean[] {false, true}) {
                        Map<String, String> settings = Map.of("ParquetVersion", version, "EncodingType", encoding);
                        readsBack(files, one, settings, gzip);
                    }
                }
            }
        }
    }

    private static void readsBack(ParquetFiles files, Case one, Map<String, String> settings, boolean gzip)
            throws Exception {
        TableSchema table = table(one.type());
        List<Row> rows = new ArrayList<>();
        List<List<@Nullable String>> expected = new ArrayList<>();
        for (int i = 0; i < one.values().size(); i++) {
            rows.add(row(table, one.values().get(i)));
            expected.add(List.of("I", one.read().get(i), one.duckType()));
        }
        rows.add(row(table, (String) null));
        expected.add(Arrays.asList("I", null, one.duckType()));
        files.write(settings, gzip, table, rows);

        assertThat(files.query("SELECT Op, CAST(value AS VARCHAR), typeof(value) FROM %s"))
                .isEqualTo(expected);
    }

    @Test
    void noKindIsLeftOut() {
        Set<Kind> tested = EnumSet.noneOf(Kind.class);
        cases().forEach(one -> tested.add(one.type().kind()));
        assertThat(tested).containsExactlyInAnyOrder(Kind.values());
    }

    static TableSchema table(DataType type) {
        return TableSchema.builder(new TableId("s", "t"), EngineFamily.POSTGRES)
                .columns(List.of(ColumnSchema.of("value", type, "some")))
                .build();
    }
}
