package dev.millrace.sink.postgres.encode;

import dev.millrace.model.ByteBuilder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Escapes text for COPY: backslash, tab, newline and carriage return are all that mean something there. */
final class CopyText {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long TOPS = 0x8080808080808080L;
    private static final long BACKSLASHES = ONES * '\\';
    private static final long CONTROL_LIMITS = ONES * 0x20;

    private CopyText() {}

    static void append(byte[] data, int offset, int length, ByteBuilder out) {
        int plain = plainPrefix(data, offset, length);
        out.append(data, offset, plain);
        if (plain < length) {
            appendEscaped(data, offset + plain, length - plain, out);
        }
    }

    /** How many bytes at the start surely need no escape, looked at eight at a time. */
    private static int plainPrefix(byte[] data, int offset, int length) {
        int position = 0;
        while (position + Long.BYTES <= length) {
            long word = (long) LONGS.get(data, offset + position);
            long backslash = word ^ BACKSLASHES;
            long suspects = (((backslash - ONES) & ~backslash) | ((word - CONTROL_LIMITS) & ~word)) & TOPS;
            if (suspects != 0) {
                return position;
            }
            position += Long.BYTES;
        }
        while (position < length && letterFor(data[offset + position]) == 0) {
            position++;
        }
        return position;
    }

    private static void appendEscaped(byte[] data, int offset, int length, ByteBuilder out) {
        out.ensure(Math.multiplyExact(2, length));
        byte[] target = out.array();
        int start = out.size();
        int to = start;
        for (int from = offset; from < offset + length; from++) {
            byte letter = letterFor(data[from]);
            if (letter == 0) {
                target[to++] = data[from];
            } else {
                target[to++] = '\\';
                target[to++] = letter;
            }
        }
        out.advance(to - start);
    }

    private static byte letterFor(byte character) {
        return switch (character) {
            case '\\' -> '\\';
            case '\t' -> 't';
            case '\n' -> 'n';
            case '\r' -> 'r';
            default -> 0;
        };
    }
}
