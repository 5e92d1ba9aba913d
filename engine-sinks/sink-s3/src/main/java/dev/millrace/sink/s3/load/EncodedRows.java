package dev.millrace.sink.s3.load;

import dev.millrace.model.ByteBuilder;
import java.util.Arrays;

/** Encoded rows that wait to be written, and where each ends. Belongs to one thread. */
final class EncodedRows {
    private static final int LARGEST_KEPT = 16 << 20;

    private ByteBuilder bytes = new ByteBuilder(64 << 10);
    private int[] ends = new int[1024];
    private int count;

    /** Where the next row is encoded to, followed by {@link #endRow}. */
    ByteBuilder out() {
        return bytes;
    }

    void endRow() {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
        }
        ends[count++] = bytes.size();
    }

    int count() {
        return count;
    }

    int end(int row) {
        return ends[row];
    }

    byte[] bytes() {
        return bytes.array();
    }

    /** Forgets all rows but the first ones. */
    void truncate(int rows) {
        bytes.truncate(rows == 0 ? 0 : ends[rows - 1]);
        count = rows;
        if (rows == 0 && bytes.array().length > LARGEST_KEPT) {
            bytes = new ByteBuilder(64 << 10);
        }
    }
}
