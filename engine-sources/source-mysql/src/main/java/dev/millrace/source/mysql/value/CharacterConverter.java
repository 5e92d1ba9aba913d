package dev.millrace.source.mysql.value;

import dev.millrace.model.ByteBuilder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Turns text of one of the server's character sets into UTF-8. Stateless. */
public interface CharacterConverter {

    /** For {@code utf8mb4}, {@code utf8mb3} and {@code ascii}. */
    CharacterConverter UTF_8 = (bytes, offset, length, out) -> out.append(bytes, offset, length);

    void append(byte[] bytes, int offset, int length, ByteBuilder out);

    /** For sets with one byte a character: the characters of the bytes 0 to 255, one code point each. */
    static CharacterConverter singleByte(String characters) {
        int[] points = characters.codePoints().toArray();
        if (points.length != 256) {
            throw new IllegalArgumentException("a single-byte table has 256 characters, not " + points.length);
        }
        byte[][] utf8 = new byte[256][];
        for (int i = 0; i < 256; i++) {
            utf8[i] = Character.toString(points[i]).getBytes(StandardCharsets.UTF_8);
        }
        return (bytes, offset, length, out) -> {
            for (int i = offset; i < offset + length; i++) {
                byte b = bytes[i];
                byte[] sequence = utf8[b & 0xFF];
                if (sequence.length == 1) {
                    out.append(sequence[0]);
                } else {
                    out.append(sequence);
                }
            }
        };
    }

    /**
     * For {@code utf32}. Java's own decoders take a byte order mark at the beginning for something else than a character, and the
     * server does not.
     */
    CharacterConverter UTF_32 = (bytes, offset, length, out) -> {
        for (int i = offset; i + 4 <= offset + length; i += 4) {
            int point = (int) LittleEndian.bigEndian(bytes, i, 4);
            boolean isCharacter = Character.isValidCodePoint(point) && Character.getType(point) != Character.SURROGATE;
            out.append(isCharacter ? Character.toString(point) : "?");
        }
    };

    /** For sets with several bytes a character. Malformed text becomes question marks, as in the server's own conversion. */
    static CharacterConverter of(Charset charset) {
        return (bytes, offset, length, out) -> {
            CharsetDecoder decoder = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE)
                    .replaceWith("?");
            try {
                out.append(
                        decoder.decode(ByteBuffer.wrap(bytes, offset, length)).toString());
            } catch (CharacterCodingException failure) {
                throw new IllegalStateException("a decoder that replaces refused text", failure);
            }
        };
    }
}
