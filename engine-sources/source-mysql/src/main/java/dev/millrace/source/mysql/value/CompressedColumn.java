package dev.millrace.source.mysql.value;

import dev.millrace.model.RowBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * MariaDB's {@code COMPRESSED} columns: a byte that tells the method, the length of the original in so many bytes as the same byte
 * says, and the compressed bytes. Values for which it does not pay stand as they are behind that byte.
 */
final class CompressedColumn extends ColumnDecoder.Prefixed {
    private static final int PLAIN = 0;
    private static final int ZLIB = 8;
    private static final int WITHOUT_FRAME = 8;
    private static final int LENGTH_BYTES = 7;

    private final CharacterConverter converter;

    CompressedColumn(int prefix, CharacterConverter converter) {
        super(prefix);
        this.converter = converter;
    }

    @Override
    void value(byte[] bytes, int start, int length, RowBuffer row) {
        if (length == 0) {
            row.append(bytes, start, 0);
            return;
        }
        int head = LittleEndian.uint1(bytes, start);
        if (head >> 4 == PLAIN) {
            converter.append(bytes, start + 1, length - 1, row.openValue());
        } else {
            byte[] original = inflated(bytes, start, length, head);
            converter.append(original, 0, original.length, row.openValue());
        }
        row.closeValue();
    }

    private static byte[] inflated(byte[] bytes, int start, int length, int head) {
        if (head >> 4 != ZLIB) {
            throw new IllegalArgumentException("a compressed value has the unknown method " + (head >> 4));
        }
        int lengthBytes = head & LENGTH_BYTES;
        byte[] original = new byte[Math.toIntExact(LittleEndian.bigEndian(bytes, start + 1, lengthBytes))];
        Inflater inflater = new Inflater((head & WITHOUT_FRAME) != 0);
        try {
            inflater.setInput(bytes, start + 1 + lengthBytes, length - 1 - lengthBytes);
            int size = inflater.inflate(original);
            if (size != original.length) {
                throw new IllegalArgumentException(
                        "a compressed value has " + size + " bytes instead of " + original.length);
            }
            return original;
        } catch (DataFormatException damaged) {
            throw new IllegalArgumentException("a compressed value can't be unpacked", damaged);
        } finally {
            inflater.end();
        }
    }
}
