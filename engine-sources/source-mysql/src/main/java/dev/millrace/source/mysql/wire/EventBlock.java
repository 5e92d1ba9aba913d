package dev.millrace.source.mysql.wire;

import java.util.Arrays;

/** Some log events as they came from the network, one after the other. Written by one thread, then handed over to another. */
final class EventBlock {
    static final int LARGEST = 256 * 1024;
    static final int SMALLEST = 8 * 1024;

    final byte[] bytes;
    /** Checksum bytes at the end of each event of this block. */
    final int trailer;

    int used;
    /** Bytes at the beginning that still belong to the last event of the block before. */
    int continued;
    /** Whether the last event goes on in the next block. */
    boolean open;

    private int[] starts = new int[16];
    private int count;

    EventBlock(int capacity, int trailer) {
        this.bytes = new byte[capacity];
        this.trailer = trailer;
    }

    int free() {
        return bytes.length - used;
    }

    int count() {
        return count;
    }

    int start(int index) {
        return starts[index];
    }

    void beginEvent() {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = used;
    }
}
