package dev.millrace.source.mysql.value;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Every decoder on bytes as they stand in the log. */
class DecodersTest {

    @ParameterizedTest
    @CsvSource({
        "1, false, 80, -128",
        "1, true, ff, 255",
        "2, false, 0080, -32768",
        "2, true, ffff, 65535",
        "3, false, 000080, -8388608",
        "3, true, ffffff, 16777215",
        "4, false, 00000080, -2147483648",
        "4, true, ffffffff, 4294967295",
        "8, false, 0000000000000080, -9223372036854775808",
        "8, true, ffffffffffffffff, 18446744073709551615"
    })
    void integers(int width, boolean unsigned, String hex, String expected) {
        assertThat(decode(NumberDecoders.integer(width, unsigned), hex)).isEqualTo(expected);
    }

    /** The example of the format's own description: 1234567890.1234 and its negative. */
    @ParameterizedTest
    @CsvSource({"810dfb38d204d2, 1234567890.1234", "7ef204c72dfb2d, -1234567890.1234"})
    void decimals(String hex, String expected) {
        assertThat(decode(NumberDecoders.decimal(14, 4), hex)).isEqualTo(expected);
    }

    @Property
    void decimalsOfAnySize(@ForAll long value) {
        String hex = HexFormat.of().formatHex(packed(value));
        assertThat(decode(NumberDecoders.decimal(19, 0), hex)).isEqualTo(String.valueOf(value));
        assertThat(new BigDecimal(decode(NumberDecoders.decimal(19, 0), hex))).isEqualTo(BigDecimal.valueOf(value));
    }

    /** Nineteen digits: one in a byte, and two groups of nine in four bytes each. */
    private static byte[] packed(long value) {
        String digits = new BigDecimal(value).abs().toPlainString();
        digits = "0".repeat(19 - digits.length()) + digits;
        byte[] bytes = new byte[9];
        bytes[0] = Byte.parseByte(digits.substring(0, 1));
        java.nio.ByteBuffer.wrap(bytes, 1, 8)
                .putInt(Integer.parseInt(digits.substring(1, 10)))
                .putInt(Integer.parseInt(digits.substring(10)));
        if (value < 0) {
            for (int i = 0; i < 9; i++) {
                bytes[i] = (byte) ~bytes[i];
            }
        }
        bytes[0] ^= (byte) 0x80;
        return bytes;
    }

    @ParameterizedTest
    @CsvSource({"00, 0000", "01, 1901", "ff, 2155"})
    void years(String hex, String expected) {
        assertThat(decode(NumberDecoders.year(), hex)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 01, 1",
        "10, 02aa, 1010101010",
        "64, 8000000000000001, 1000000000000000000000000000000000000000000000000000000000000001"
    })
    void bits(int count, String hex, String expected) {
        assertThat(decode(NumberDecoders.bit(count), hex)).isEqualTo(expected);
    }

    @Test
    void moments() {
        assertThat(decode(TemporalDecoders.date(), "000000")).isEqualTo("0000-00-00");
        assertThat(decode(TemporalDecoders.date(), "9f4f1f".substring(0, 6))).hasSize(10);
        assertThat(decode(TemporalDecoders.timestamp(0), "00000000")).isEqualTo("0000-00-00 00:00:00+00");
        assertThat(decode(TemporalDecoders.timestamp(3), "7fffffff2706")).isEqualTo("2038-01-19 03:14:07.999+00");
        assertThat(decode(TemporalDecoders.timestamp(6), "386d43800f423f".substring(0, 14)))
                .isEqualTo("2000-01-01 00:00:00.999999+00");
        assertThat(decode(TemporalDecoders.dateTime(0), "8000000000")).isEqualTo("0000-00-00 00:00:00");
        assertThat(decode(TemporalDecoders.time(0), "800000")).isEqualTo("00:00:00");
        assertThat(decode(TemporalDecoders.time(1), "7ffffff6")).isEqualTo("-00:00:00.1");
        assertThat(decode(TemporalDecoders.oldTime(), "b1d1f8")).startsWith("-");
        assertThat(decode(TemporalDecoders.oldTimestamp(), "00000000")).isEqualTo("0000-00-00 00:00:00+00");
        assertThat(decode(TemporalDecoders.oldDateTime(), HexFormat.of().formatHex(littleEndian(20240229123456L))))
                .isEqualTo("2024-02-29 12:34:56");
    }

    private static byte[] littleEndian(long value) {
        return java.nio.ByteBuffer.allocate(8)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    @Test
    void textsOfAnyLengthPrefix() {
        for (int prefix = 1; prefix <= 4; prefix++) {
            String head = "02" + "00".repeat(prefix - 1);
            assertThat(decode(TextDecoders.text(prefix, CharacterConverter.UTF_8), head + "6162"))
                    .isEqualTo("ab");
            assertThat(decode(TextDecoders.trimmedText(prefix, CharacterConverter.UTF_8), head + "6120"))
                    .isEqualTo("a");
        }
        assertThat(decode(TextDecoders.paddedBytes(1, 4), "0201ff")).isEqualTo("\u0001\u00ff\u0000\u0000");
        assertThat(decode(
                        TextDecoders.text(1, CharacterConverter.of(java.nio.charset.StandardCharsets.UTF_16BE)),
                        "0400410042"))
                .isEqualTo("AB");
    }

    @Test
    void labels() {
        assertThat(decode(TextDecoders.enumeration(1, List.of("a", "b")), "00")).isEmpty();
        assertThat(decode(TextDecoders.enumeration(2, List.of("a", "b")), "0200"))
                .isEqualTo("b");
        assertThat(decode(TextDecoders.set(1, List.of("a", "b", "c")), "05")).isEqualTo("a,c");
        assertThatThrownBy(() -> decode(TextDecoders.enumeration(1, List.of("a")), "02"))
                .returns(ErrorCode.SOURCE_SCHEMA_UNKNOWN, failure -> ((ReplicationException) failure).code());
        assertThatThrownBy(() -> decode(TextDecoders.set(1, List.of("a")), "02"))
                .returns(ErrorCode.SOURCE_SCHEMA_UNKNOWN, failure -> ((ReplicationException) failure).code());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | null",
                "0400 | null",
                "0401 | true",
                "0402 | false",
                "05ffff | -1",
                "0b000000000000f03f | 1.0",
                "0b9a9999999999b93f | 0.1",
                "0c03614222 | 'aB\\\"'",
                "0200000400 | []"
            })
    void json(String hex, String expected) {
        String length = String.format(Locale.ROOT, "%02x000000", hex.length() / 2);
        String text = decode(TextDecoders.json(4), length + hex);
        assertThat(text).isEqualTo(expected.startsWith("aB") ? "\"aB\\\"\"" : expected);
    }

    @Test
    void nativeTypes() {
        NativeType set = NativeType.parse("set('a,b','it''s','x)') CHARACTER SET latin1 COLLATE latin1_bin");
        assertThat(set).returns("set", NativeType::base).returns("latin1", NativeType::characterSet);
        assertThat(set.arguments()).containsExactly("a,b", "it's", "x)");
        assertThat(NativeType.parse("bigint unsigned"))
                .returns(true, NativeType::isUnsigned)
                .returns(false, NativeType::isZeroFilled);
        assertThat(NativeType.parse("decimal(10,2) unsigned zerofill").argument(1, 0))
                .isEqualTo(2);
        assertThat(NativeType.parse("enum('unsigned')").isUnsigned()).isFalse();
    }

    private static String decode(ColumnDecoder decoder, String hex) {
        byte[] bytes = HexFormat.of().parseHex("ee" + hex + "ee");
        RowBuffer buffer = new RowBuffer();
        buffer.begin(1);
        assertThat(decoder.decode(bytes, 1, buffer)).as("end").isEqualTo(bytes.length - 1);
        assertThat(decoder.skip(bytes, 1)).as("skipped").isEqualTo(bytes.length - 1);
        Row row = buffer.finish();
        byte[] value = java.util.Arrays.copyOfRange(row.data(), row.offset(0), row.offset(0) + row.length(0));
        return new String(
                value,
                decoder.getClass().getName().contains("PaddedBytes")
                        ? java.nio.charset.StandardCharsets.ISO_8859_1
                        : java.nio.charset.StandardCharsets.UTF_8);
    }
}
