package dev.millrace.source.debezium.record;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ByteBuilder;
import java.nio.ByteBuffer;

/** Byte strings, which connectors tell as arrays or as buffers. */
final class Bytes {
    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private Bytes() {}

    static byte[] of(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        throw new ReplicationException(
                ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                "Debezium tells a value as " + value.getClass().getName()
                        + ", which has no canonical form; leave Reader out, or leave the table out");
    }

    static void append(Object value, ByteBuilder out) {
        out.append(of(value));
    }

    /** Appends {@code \x} and two digits per byte. */
    static void appendHex(Object value, ByteBuilder out) {
        out.append('\\').append('x');
        for (byte each : of(value)) {
            out.append(DIGITS[each >> 4 & 0xF]).append(DIGITS[each & 0xF]);
        }
    }

    /** Appends as many bits as the column has, of bytes that come the least first and without zeros at the end. */
    static void appendBits(Object value, int width, ByteBuilder out) {
        byte[] leastFirst = of(value);
        for (int bit = width - 1; bit >= 0; bit--) {
            boolean set = bit / 8 < leastFirst.length && (leastFirst[bit / 8] >> bit % 8 & 1) != 0;
            out.append(set ? '1' : '0');
        }
    }
}
