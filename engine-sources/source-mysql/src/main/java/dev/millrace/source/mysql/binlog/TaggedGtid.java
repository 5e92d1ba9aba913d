package dev.millrace.source.mysql.binlog;

import java.nio.charset.StandardCharsets;

/**
 * The announcement of a transaction whose GTID has a tag (MySQL 8.3 and later): numbered fields with numbers of variable length,
 * whose count of leading one bits, from the lowest on, tells how many bytes follow.
 */
record TaggedGtid(long mostSignificant, long leastSignificant, String tag, long number, long commitMicros) {
    private static final int FLAGS = 0;
    private static final int UUID = 1;
    private static final int NUMBER = 2;
    private static final int TAG = 3;
    private static final int COMMIT_TIME = 6;

    static TaggedGtid read(byte[] bytes, int body, int end) {
        Reader in = new Reader(bytes, body, end);
        in.unsigned();
        in.unsigned();
        in.unsigned();
        long high = 0;
        long low = 0;
        String tag = "";
        long number = 0;
        long micros = 0;
        while (in.at < end && micros == 0) {
            int field = (int) in.unsigned();
            switch (field) {
                case UUID -> {
                    high = in.eightBytes();
                    low = in.eightBytes();
                }
                case NUMBER -> number = in.signed();
                case TAG -> tag = in.text();
                case COMMIT_TIME -> micros = in.unsigned();
                case FLAGS -> in.unsigned();
                default -> in.unsigned();
            }
        }
        return new TaggedGtid(high, low, tag, number, micros);
    }

    /** Reads the fields' encoding. */
    private static final class Reader {
        private final byte[] bytes;
        private final int end;
        private int at;

        Reader(byte[] bytes, int at, int end) {
            this.bytes = bytes;
            this.at = at;
            this.end = end;
        }

        long unsigned() {
            int first = bytes[at] & 0xFF;
            int more = Integer.numberOfTrailingZeros(~first);
            long value = more >= 7 ? 0 : first >>> (more + 1);
            int shift = more >= 7 ? 0 : 7 - more;
            for (int i = 1; i <= Math.min(more, 8) && at + i < end; i++) {
                value |= (bytes[at + i] & 0xFFL) << (shift + 8 * (i - 1));
            }
            at += 1 + Math.min(more, 8);
            return value;
        }

        long signed() {
            long value = unsigned();
            return (value >>> 1) ^ -(value & 1);
        }

        /** Fixed arrays hold each byte as a number of its own. */
        long eightBytes() {
            long value = 0;
            for (int i = 0; i < 8; i++) {
                value = (value << 8) | (unsigned() & 0xFF);
            }
            return value;
        }

        String text() {
            int length = (int) unsigned();
            String text = new String(bytes, at, length, StandardCharsets.UTF_8);
            at += length;
            return text;
        }
    }
}
