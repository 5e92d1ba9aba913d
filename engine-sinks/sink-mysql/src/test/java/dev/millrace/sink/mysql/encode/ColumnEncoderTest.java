package dev.millrace.sink.mysql.encode;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.WireForm;
import dev.millrace.sink.mysql.dialect.TargetColumn;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ColumnEncoderTest {
    private static final String UTF8 = " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";

    @Test
    void fieldsReadBackAsTheBytesTheyWere() {
        ColumnEncoder encoder = encoder(DataType.of(Kind.BLOB), "longblob", DataType.of(Kind.BLOB));
        Random random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            byte[] value = new byte[random.nextInt(40)];
            for (int i = 0; i < value.length; i++) {
                value[i] = random.nextBoolean()
                        ? (byte) random.nextInt(256)
                        : (byte) "\\\t\n\r\0N'0nt".charAt(random.nextInt(10));
            }
            ByteBuilder field = new ByteBuilder();
            encoder.appendField(row(value), field);
            assertThat(readField(field.toByteArray())).isEqualTo(value);
        }
    }

    @Test
    void quotedLiteralsReadBackAsTheTextTheyWere() {
        ColumnEncoder encoder = encoder(DataType.of(Kind.CLOB), "longtext" + UTF8, DataType.of(Kind.CLOB));
        Random random = new Random(8);
        for (int round = 0; round < 2000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                text.append("'\\\0\n\"é;-/*%0".charAt(random.nextInt(12)));
            }
            ByteBuilder literal = new ByteBuilder();
            encoder.appendLiteral(row(bytes(text.toString())), literal);
            assertThat(readLiteral(literal.toString())).isEqualTo(text.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BOOLEAN, t, INT1, tinyint(1), '1', 1",
        "BOOLEAN, f, BIT, bit(1), 0, 0",
        "INT8, -5, INT8, bigint, '-5', -5",
        "NUMERIC, 1.50, NUMERIC, 'decimal(9,2)', '1.50', 1.50",
        "REAL4, 0.1, REAL4, float, '0.1', 0.100000001490116119384765625e0",
        "REAL8, 0.1, REAL8, double, '0.1', 0.1e0",
        "REAL8, -1e-300, REAL8, double, '-1e-300', -1e-300",
        "BIT, 0101, BIT, bit(4), 5, 5",
        "BIT, 1111111111111111111111111111111111111111111111111111111111111111, BIT, bit(64), 18446744073709551615, 18446744073709551615",
        "YEAR, 2024, YEAR, year, '2024', 2024",
        "UUID, abc, STRING, char(36), 'abc', 'abc'",
        "TIMESTAMP_TZ, 2024-01-02 03:04:05+00, CLOB, longtext, '2024-01-02 03:04:05+00', '2024-01-02 03:04:05+00'"
    })
    void literals(Kind source, String value, Kind target, String nativeType, String stored, String compared) {
        ColumnEncoder encoder = encoder(DataType.of(source), nativeType, DataType.of(target));
        ByteBuilder literal = new ByteBuilder();
        encoder.appendLiteral(row(bytes(value)), literal);
        boolean bare = target == Kind.BIT;
        assertThat(literal.toString()).isEqualTo(bare ? stored : "'" + stored + "'");
        literal.clear();
        encoder.appendComparable(row(bytes(value)), literal);
        boolean quoted = target == Kind.STRING || target == Kind.CLOB;
        assertThat(literal.toString()).isEqualTo(quoted ? "'" + compared + "'" : compared);
    }

    @ParameterizedTest
    @CsvSource({
        "DATETIME, 0, 2024-01-02 03:04:05, 2024-01-02 03:04:05",
        "DATETIME, 0, 2024-01-02 03:04:05.000, 2024-01-02 03:04:05",
        "DATETIME, 3, 2024-01-02 03:04:05.120000+00, 2024-01-02 03:04:05.12",
        "TIMESTAMP_TZ, 6, 2024-01-02 03:04:05.123456+00:00, 2024-01-02 03:04:05.123456",
        "DATE, 0, 0001-01-01, 0001-01-01",
        "DATE, 0, 0000-00-00, 0000-00-00",
        "TIME, 6, -838:59:59.5, -838:59:59.5",
        "TIME, 0, 24:00:00, 24:00:00"
    })
    void timesInWordsOfMySql(Kind target, int scale, String value, String written) {
        ColumnEncoder encoder = encoder(DataType.of(target), "t", DataType.ofScale(target, scale));
        ByteBuilder field = new ByteBuilder();
        encoder.appendField(row(bytes(value)), field);
        assertThat(field.toString()).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({
        "DATETIME, 3, 2024-01-02 03:04:05.1234, fraction digits",
        "DATETIME, 0, 2024-01-02 03:04:05.6, fraction digits",
        "DATETIME, 6, infinity, infinite",
        "DATETIME, 6, -infinity, infinite",
        "DATE, 0, 0044-03-15 BC, before year 1",
        "DATE, 0, 10000-01-01, behind year 9999",
        "TIMESTAMP_TZ, 6, 2024-01-02 03:04:05-05, not in UTC",
        "TIME, 6, 03:04:05+02, not in UTC",
        "NUMERIC, 0, NaN, not a number",
        "NUMERIC, 0, Infinity, not a number",
        "INT4, 0, 1; DROP TABLE x, not a number",
        "INT4, 0, '', not a number"
    })
    void valuesThatWouldBeAlteredAreRefused(Kind target, int scale, String value, String why) {
        ColumnEncoder encoder = encoder(DataType.of(target), "t", DataType.ofScale(target, scale));
        assertThatThrownBy(() -> encoder.appendField(row(bytes(value)), new ByteBuilder()))
                .isInstanceOfSatisfying(ReplicationException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_VALUE_REFUSED);
                    assertThat(failure.getMessage())
                            .contains("column c of table db.t")
                            .contains(why);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\": 1, \"b\": [0.1, -2e10]} | true",
                "18446744073709551615 | true",
                "18446744073709551616 | false",
                "18446744073709551617 | false",
                "-9223372036854775808 | true",
                "-9223372036854775809 | false",
                "[1.12345678901234567890] | false",
                "[0.30000000000000004] | true",
                "{\"1234567890123456789012345\": \"\\\"1234567890123456789012345\"} | true",
                "1e999999999999 | true",
                "1e400000000000000 | true",
                "1.000000000000000000e3 | true"
            })
    void numbersOfJsonSurviveOrNot(String document, boolean survives) {
        byte[] data = bytes(document);
        assertThat(JsonNumbers.survive(data, 0, data.length)).isEqualTo(survives);
    }

    @Test
    void otherWireFormsAreTurnedIntoTheCanonicalOne() {
        WireForm upper = new WireForm() {
            @Override
            public String name() {
                return "reversed";
            }

            @Override
            public void writeCanonical(byte[] data, int offset, int length, ByteBuilder out) {
                for (int i = offset + length - 1; i >= offset; i--) {
                    out.append(data[i]);
                }
            }
        };
        ColumnSchema source =
                ColumnSchema.of("c", DataType.of(Kind.CLOB), "text").withWire(upper);
        ColumnSchema target = ColumnSchema.of("c", DataType.of(Kind.CLOB), "longtext" + UTF8);
        ColumnEncoder encoder = new ColumnEncoder(0, source, new TargetColumn(target), "db.t");
        ByteBuilder out = new ByteBuilder();
        encoder.appendField(row(bytes("abc\t")), out);
        assertThat(out.toString()).isEqualTo("\\tcba");
        out.clear();
        encoder.appendLiteral(row(bytes("abc'")), out);
        assertThat(out.toString()).isEqualTo("'\\'cba'");
        assertThat(encoder.formedLength(row(bytes("abcd")))).isEqualTo(4);
    }

    @Test
    void nullAndAbsentAreNull() {
        ColumnEncoder encoder = encoder(DataType.of(Kind.CLOB), "longtext" + UTF8, DataType.of(Kind.CLOB));
        ByteBuilder out = new ByteBuilder();
        encoder.appendField(row(null), out);
        encoder.appendLiteral(row(null), out);
        encoder.appendComparable(row(null), out);
        assertThat(out.toString()).isEqualTo("\\NNULLNULL");
        assertThat(encoder.formedLength(row(null))).isZero();
    }

    private static ColumnEncoder encoder(DataType source, String nativeType, DataType target) {
        return new ColumnEncoder(
                0,
                ColumnSchema.of("c", source, "source type"),
                new TargetColumn(ColumnSchema.of("c", target, nativeType)),
                "db.t");
    }

    private static Row row(byte @Nullable [] value) {
        RowBuffer buffer = new RowBuffer();
        buffer.begin(1);
        if (value == null) {
            buffer.appendNull();
        } else {
            buffer.append(value, 0, value.length);
        }
        return buffer.finish();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** As the manual of LOAD DATA says a field is read; an unescaped separator would end it. */
    private static byte[] readField(byte[] field) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        for (int i = 0; i < field.length; i++) {
            assertThat(field[i]).isNotIn((byte) '\t', (byte) '\n');
            if (field[i] != '\\') {
                value.write(field[i]);
                continue;
            }
            i++;
            switch (field[i]) {
                case '0' -> value.write(0);
                case 'n' -> value.write('\n');
                case 't' -> value.write('\t');
                case 'N' -> throw new AssertionError("reads as NULL");
                default -> value.write(field[i]);
            }
        }
        return value.toByteArray();
    }

    private static String readLiteral(String literal) {
        assertThat(literal).startsWith("'").endsWith("'");
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < literal.length() - 1; i++) {
            char character = literal.charAt(i);
            assertThat(character).isNotEqualTo('\'');
            if (character == '\\') {
                i++;
                assertThat(i).isLessThan(literal.length() - 1);
                char escaped = literal.charAt(i);
                text.append(escaped == '0' ? '\0' : escaped);
            } else {
                text.append(character);
            }
        }
        return text.toString();
    }
}
