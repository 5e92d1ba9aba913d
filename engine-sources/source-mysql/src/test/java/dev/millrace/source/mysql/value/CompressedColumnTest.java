package dev.millrace.source.mysql.value;

import dev.millrace.model.RowBuffer;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CompressedColumnTest {
    private static final byte[] LONG = "long ".repeat(100).getBytes(US_ASCII);

    @ParameterizedTest
    @CsvSource({"00, ''", "020078, x", "0400616263, abc"})
    void valuesThatStandAsTheyAre(String hex, String expected) {
        assertThat(decode(HexFormat.of().parseHex(hex))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void deflatedValuesWithAndWithoutFrame(boolean frameless) {
        assertThat(decode(logged(frameless ? 0x8A : 0x82, LONG.length, deflated(frameless))))
                .isEqualTo(new String(LONG, US_ASCII));
    }

    @Test
    void damage() {
        byte[] deflated = deflated(true);
        assertThatThrownBy(() -> decode(logged(0x8A, LONG.length + 1, deflated)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> decode(logged(0x9A, LONG.length, deflated)))
                .isInstanceOf(IllegalArgumentException.class);
        byte[] broken = deflated.clone();
        Arrays.fill(broken, (byte) 0xFF);
        assertThatThrownBy(() -> decode(logged(0x8A, LONG.length, broken)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] logged(int head, int length, byte[] deflated) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(deflated.length + 3);
        out.write(head);
        out.write(length >> 8);
        out.write(length);
        out.writeBytes(deflated);
        return out.toByteArray();
    }

    private static byte[] deflated(boolean frameless) {
        Deflater deflater = new Deflater(6, frameless);
        deflater.setInput(LONG);
        deflater.finish();
        byte[] out = new byte[LONG.length];
        int size = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, size);
    }

    private static String decode(byte[] logged) {
        RowBuffer row = new RowBuffer();
        row.begin(1);
        int end = new CompressedColumn(1, CharacterConverter.UTF_8).decode(logged, 0, row);
        assertThat(end).isEqualTo(logged.length);
        return row.finish().text(0);
    }
}
