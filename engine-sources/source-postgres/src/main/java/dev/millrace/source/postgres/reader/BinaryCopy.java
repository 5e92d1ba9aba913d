package dev.millrace.source.postgres.reader;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.source.postgres.decoding.EventBuffer;
import dev.millrace.source.postgres.decoding.PgOutputDecoder;

/**
 * The binary format of {@code COPY} ("Binary Format" in PostgreSQL's manual) with one column, whose values are decoded where they
 * are. Mutable; belongs to one thread.
 */
final class BinaryCopy {
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final int HEADER = SIGNATURE.length + 8;

    private boolean headerRead;

    /** A new copy begins. */
    void begin() {
        headerRead = false;
    }

    /** @param data whole rows; the first also holds the header. It must not change any more. */
    void decode(byte[] data, PgOutputDecoder decoder, EventBuffer into) {
        int position = headerRead ? 0 : skipHeader(data);
        while (position < data.length) {
            int columns = data[position] << 8 | (data[position + 1] & 0xFF);
            position += 2;
            if (columns < 0) {
                return;
            }
            int length = readInt(data, position);
            position += 4;
            if (columns != 1 || length < 0 || position + length > data.length) {
                throw broken();
            }
            decoder.decode(data, position, length, into);
            position += length;
        }
    }

    private int skipHeader(byte[] data) {
        for (int i = 0; i < SIGNATURE.length; i++) {
            if (data.length < HEADER || data[i] != SIGNATURE[i]) {
                throw broken();
            }
        }
        headerRead = true;
        return HEADER + readInt(data, HEADER - 4);
    }

    private static int readInt(byte[] data, int position) {
        return data[position] << 24
                | (data[position + 1] & 0xFF) << 16
                | (data[position + 2] & 0xFF) << 8
                | (data[position + 3] & 0xFF);
    }

    private static ReplicationException broken() {
        return new ReplicationException(
                ErrorCode.SOURCE_LOG_UNREADABLE, "the server sent changes in a form that is no binary COPY");
    }
}
