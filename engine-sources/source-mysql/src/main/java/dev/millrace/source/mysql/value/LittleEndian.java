package dev.millrace.source.mysql.value;

/** Numbers in the byte order of the log. */
final class LittleEndian {
    private LittleEndian() {}

    static int uint1(byte[] b, int at) {
        return b[at] & 0xFF;
    }

    static int uint2(byte[] b, int at) {
        return (b[at] & 0xFF) | ((b[at + 1] & 0xFF) << 8);
    }

    static int uint3(byte[] b, int at) {
        return uint2(b, at) | ((b[at + 2] & 0xFF) << 16);
    }

    static int int3(byte[] b, int at) {
        return uint2(b, at) | (b[at + 2] << 16);
    }

    static int int4(byte[] b, int at) {
        return uint2(b, at) | (uint2(b, at + 2) << 16);
    }

    static long uint4(byte[] b, int at) {
        return int4(b, at) & 0xFFFFFFFFL;
    }

    static long int8(byte[] b, int at) {
        return uint4(b, at) | ((long) int4(b, at + 4) << 32);
    }

    /** An unsigned number of one to eight bytes. */
    static long unsigned(byte[] b, int at, int width) {
        long value = 0;
        for (int i = width - 1; i >= 0; i--) {
            value = (value << 8) | (b[at + i] & 0xFF);
        }
        return value;
    }

    /** An unsigned number of one to eight bytes, most significant byte first. */
    static long bigEndian(byte[] b, int at, int width) {
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = (value << 8) | (b[at + i] & 0xFF);
        }
        return value;
    }
}
