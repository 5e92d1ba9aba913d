package dev.millrace.sink.dynamodb.item;

import dev.millrace.model.ByteBuilder;
import java.nio.charset.StandardCharsets;

/** Text within strings of JSON. */
final class JsonText {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final int FIRST_PRINTABLE = ' ';

    private JsonText() {}

    /** Appends what a JSON string has to hold so that it says what {@code utf8} says in its first {@code length} bytes. */
    static void append(byte[] utf8, int length, ByteBuilder into) {
        int from = 0;
        for (int i = 0; i < length; i++) {
            int character = utf8[i] & 0xff;
            if (character < FIRST_PRINTABLE || character == '"' || character == '\\') {
                into.append(utf8, from, i - from);
                from = i + 1;
                escape(character, into.append('\\'));
            }
        }
        into.append(utf8, from, length - from);
    }

    private static void escape(int character, ByteBuilder into) {
        switch (character) {
            case '"', '\\' -> into.append((char) character);
            case '\b' -> into.append('b');
            case '\t' -> into.append('t');
            case '\n' -> into.append('n');
            case '\f' -> into.append('f');
            case '\r' -> into.append('r');
            default -> into.append("u00").append(HEX[character >> 4]).append(HEX[character & 15]);
        }
    }
}
