package dev.millrace.source.postgres.decoding;

import java.nio.charset.StandardCharsets;

/** Reads a message from left to right. Mutable, on the row path; belongs to one thread. */
final class MessageCursor {
    byte[] data = new byte[0];
    int position;

    void reset(byte[] newData, int offset) {
        data = newData;
        position = offset;
    }

    byte readByte() {
        return data[position++];
    }

    int readShort() {
        int high = data[position++] & 0xFF;
        return high << 8 | (data[position++] & 0xFF);
    }

    int readInt() {
        int high = readShort();
        return high << 16 | readShort();
    }

    long readLong() {
        long high = readInt();
        return high << 32 | (readInt() & 0xFFFFFFFFL);
    }

    /** A string that ends with a zero byte. */
    String readString() {
        int start = position;
        while (data[position] != 0) {
            position++;
        }
        return new String(data, start, position++ - start, StandardCharsets.UTF_8);
    }
}
