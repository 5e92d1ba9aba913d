package dev.millrace.source.mysql.wire;

import java.nio.charset.StandardCharsets;

/** Reads the protocol's little-endian numbers and its length-encoded ones out of a byte array. Not thread-safe. */
public final class Payload {
    /** What {@link #packed()} returns for the mark of NULL. */
    public static final long NULL = -1;

    private byte[] bytes = new byte[0];
    private int at;
    private int end;

    /** Starts to read another stretch of bytes. */
    public Payload over(byte[] array, int offset, int length) {
        bytes = array;
        at = offset;
        end = offset + length;
        return this;
    }

    public byte[] array() {
        return bytes;
    }

    public int position() {
        return at;
    }

    public int end() {
        return end;
    }

    public int remaining() {
        return end - at;
    }

    public void skip(int count) {
        at += count;
    }

    public int uint1() {
        return bytes[at++] & 0xFF;
    }

    public int uint2() {
        return uint1() | (uint1() << 8);
    }

    public long uint4() {
        return uint2() | ((long) uint2() << 16);
    }

    public long uint6() {
        return uint4() | ((long) uint2() << 32);
    }

    public long int8() {
        return uint4() | (uint4() << 32);
    }

    public long bigEndian8() {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = (value << 8) | uint1();
        }
        return value;
    }

    /** A length-encoded number, or {@link #NULL}. */
    public long packed() {
        int first = uint1();
        return switch (first) {
            case 0xFB -> NULL;
            case 0xFC -> uint2();
            case 0xFD -> uint2() | ((long) uint1() << 16);
            case 0xFE -> int8();
            default -> first;
        };
    }

    /** A length-encoded UTF-8 text. */
    public String packedText() {
        return text((int) packed());
    }

    public String text(int length) {
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    /** A UTF-8 text that ends at a zero byte. */
    public String zeroEnded() {
        int zero = at;
        while (zero < end && bytes[zero] != 0) {
            zero++;
        }
        String text = text(zero - at);
        at++;
        return text;
    }
}
