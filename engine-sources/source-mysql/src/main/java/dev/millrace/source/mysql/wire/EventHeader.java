package dev.millrace.source.mysql.wire;

/** Where things are in the header that every log event begins with. */
public final class EventHeader {
    public static final int LENGTH = 19;
    static final int TYPE = 4;
    private static final int SIZE = 9;
    private static final int NEXT = 13;
    private static final int FLAGS = 17;

    private EventHeader() {}

    /** When it happened, in seconds since 1970. */
    public static long seconds(byte[] bytes, int start) {
        return uint4(bytes, start);
    }

    public static int type(byte[] bytes, int start) {
        return bytes[start + TYPE] & 0xFF;
    }

    /** Length of the event with header and checksum. */
    public static long size(byte[] bytes, int start) {
        return uint4(bytes, start + SIZE);
    }

    /** Where the next event begins in the file, modulo 4 GiB; 0 for events that are in no file. */
    public static long nextOffset(byte[] bytes, int start) {
        return uint4(bytes, start + NEXT);
    }

    public static int flags(byte[] bytes, int start) {
        return (bytes[start + FLAGS] & 0xFF) | ((bytes[start + FLAGS + 1] & 0xFF) << 8);
    }

    private static long uint4(byte[] bytes, int at) {
        int value = (bytes[at] & 0xFF)
                | ((bytes[at + 1] & 0xFF) << 8)
                | ((bytes[at + 2] & 0xFF) << 16)
                | ((bytes[at + 3] & 0xFF) << 24);
        return value & 0xFFFFFFFFL;
    }
}
