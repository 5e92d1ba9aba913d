package dev.millrace.sink.s3.load;

import dev.millrace.model.ByteBuilder;
import java.util.Arrays;

/** Encoded lines that wait to be written, and where each ends. Belongs to one thread. */
final class Lines {
    private static final int LARGEST_KEPT = 16 << 20;

    private ByteBuilder bytes = new ByteBuilder(64 << 10);
    private int[] ends = new int[1024];
    private int count;

    /** Where the next line is encoded to, followed by {@link #endLine}. */
    ByteBuilder out() {
        return bytes;
    }

    void endLine() {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
        }
        ends[count++] = bytes.size();
    }

    int count() {
        return count;
    }

    int end(int line) {
        return ends[line];
    }

    byte[] bytes() {
        return bytes.array();
    }

    /** Forgets all lines but the first ones. */
    void truncate(int lines) {
        bytes.truncate(lines == 0 ? 0 : ends[lines - 1]);
        count = lines;
        if (lines == 0 && bytes.array().length > LARGEST_KEPT) {
            bytes = new ByteBuilder(64 << 10);
        }
    }
}
