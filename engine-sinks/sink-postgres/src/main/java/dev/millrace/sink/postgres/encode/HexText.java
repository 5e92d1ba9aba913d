package dev.millrace.sink.postgres.encode;

import dev.millrace.model.ByteBuilder;
import java.nio.charset.StandardCharsets;

/** Writes bytes as lower-case hexadecimal digits. */
final class HexText {
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private HexText() {}

    static void append(byte[] data, int offset, int length, ByteBuilder out) {
        out.ensure(Math.multiplyExact(2, length));
        byte[] target = out.array();
        int to = out.size();
        for (int from = offset; from < offset + length; from++) {
            target[to++] = DIGITS[(data[from] >> 4) & 0xF];
            target[to++] = DIGITS[data[from] & 0xF];
        }
        out.advance(2 * length);
    }
}
