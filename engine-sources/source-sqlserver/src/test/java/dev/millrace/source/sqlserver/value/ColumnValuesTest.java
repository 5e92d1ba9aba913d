package dev.millrace.source.sqlserver.value;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Values as Debezium tells them, with times as ISO texts and numbers as texts. */
class ColumnValuesTest {
    private final ColumnValues values = new ColumnValues(true);

    private String told(String nativeType, DataType type, Object value) {
        return told(values, nativeType, type, value);
    }

    private static String told(ColumnValues values, String nativeType, DataType type, Object value) {
        ByteBuilder out = new ByteBuilder();
        values.told(ColumnSchema.of("c", type, nativeType)).write(value, out);
        return new String(out.toByteArray(), UTF_8);
    }

    @Test
    void numbers() {
        assertThat(told("bit", DataType.of(Kind.BOOLEAN), true)).isEqualTo("t");
        assertThat(told("bit", DataType.of(Kind.BOOLEAN), false)).isEqualTo("f");
        assertThat(told("tinyint", DataType.of(Kind.UINT1), (short) 255)).isEqualTo("255");
        assertThat(told("smallint", DataType.of(Kind.INT2), (short) -32768)).isEqualTo("-32768");
        assertThat(told("int", DataType.of(Kind.INT4), Integer.MIN_VALUE)).isEqualTo("-2147483648");
        assertThat(told("numeric(5,1)", DataType.numeric(5, 1), "9999.9")).isEqualTo("9999.9");
        assertThat(told("smallmoney", DataType.numeric(10, 4), "-214748.3648")).isEqualTo("-214748.3648");
        assertThat(told("bigint", DataType.of(Kind.INT8), Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(told("money", DataType.numeric(19, 4), "-922337203685477.5808"))
                .isEqualTo("-922337203685477.5808");
        assertThat(told("decimal(38,0)", DataType.numeric(38, 0), "1E+3")).isEqualTo("1000");
        assertThat(told("real", DataType.of(Kind.REAL4), 0.1f)).isEqualTo("0.1");
        assertThat(told("float(53)", DataType.of(Kind.REAL8), 3.0)).isEqualTo("3");
        assertThat(told("float(53)", DataType.of(Kind.REAL8), 1.0e300)).isEqualTo("1E300");
    }

    @Test
    void timesKeepTheirHundredNanoseconds() {
        assertThat(told("date", DataType.of(Kind.DATE), "0001-01-01Z")).isEqualTo("0001-01-01");
        assertThat(told("time(7)", DataType.ofScale(Kind.TIME, 7), "23:59:59.9999999Z"))
                .isEqualTo("23:59:59.9999999");
        assertThat(told("datetime2(7)", DataType.ofScale(Kind.DATETIME, 7), "9999-12-31T23:59:59.9999999Z"))
                .isEqualTo("9999-12-31 23:59:59.9999999");
        assertThat(told("datetime", DataType.ofScale(Kind.DATETIME, 3), "1753-01-01T00:00:00.003Z"))
                .isEqualTo("1753-01-01 00:00:00.003");
        assertThat(told("smalldatetime", DataType.ofScale(Kind.DATETIME, 0), "2026-11-23T08:30:00Z"))
                .isEqualTo("2026-11-23 08:30:00");
    }

    /** As DMS's text, so that the offset is not lost. */
    @Test
    void timesWithAnOffsetKeepIt() {
        DataType text = DataType.ofLength(Kind.STRING, 34);
        assertThat(told("datetimeoffset(7)", text, "2026-11-23T08:30:00.1234567+05:30"))
                .isEqualTo("2026-11-23 08:30:00.1234567 +05:30");
        assertThat(told("datetimeoffset(0)", text, "2026-11-23T08:30:00Z")).isEqualTo("2026-11-23 08:30:00 +00:00");
    }

    @Test
    void textsAndBytes() {
        DataType five = DataType.ofLength(Kind.STRING, 5);
        assertThat(told("char(5)", five, "ab   ")).isEqualTo("ab");
        assertThat(told("nchar(5)", five, "     ")).isEmpty();
        assertThat(told("varchar(5)", five, "ab ")).isEqualTo("ab ");
        assertThat(told(new ColumnValues(false), "char(5)", five, "ab   ")).isEqualTo("ab   ");
        assertThat(told("uniqueidentifier", DataType.of(Kind.UUID), "6F9619FF-8B86-D011-B42D-00C04FC964FF"))
                .isEqualTo("6f9619ff-8b86-d011-b42d-00c04fc964ff");
        assertThat(told("xml", DataType.of(Kind.XML), "<a b=\"1\"/>")).isEqualTo("<a b=\"1\"/>");
        assertThat(told("varbinary(5)", DataType.ofLength(Kind.BYTES, 5), ByteBuffer.wrap("bytes".getBytes(UTF_8))))
                .isEqualTo("bytes");
        for (String large : List.of("varchar(max)", "nvarchar(max)", "text", "ntext")) {
            assertThat(told(large, DataType.of(Kind.CLOB), "ab ü ")).isEqualTo("ab ü ");
        }
        assertThat(told("hierarchyid", DataType.ofLength(Kind.STRING, 250), "/1/"))
                .isEqualTo("/1/");
        assertThat(told("sql_variant", DataType.of(Kind.OTHER), "0.1")).isEqualTo("0.1");
        assertThat(told("geography", DataType.of(Kind.GEOMETRY), ByteBuffer.wrap("wkb".getBytes(UTF_8))))
                .isEqualTo("wkb");
        assertThat(told("image", DataType.of(Kind.BLOB), "bytes".getBytes(UTF_8)))
                .isEqualTo("bytes");
    }
}
