package dev.millrace.source.mysql.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a byte stream into packets of the protocol. A packet's bytes lie in {@link #array()} until the next one is read. Not
 * thread-safe.
 */
final class PacketInput {
    private static final int HEADER = 4;
    private static final int INITIAL_CAPACITY = 256 * 1024;
    private static final int LARGEST_PART = 0xFFFFFF;

    private final InputStream in;
    private byte[] buffer = new byte[INITIAL_CAPACITY];
    private int start;
    private int end;
    private int offset;
    private int length;
    /** Payload bytes of the current packet that {@link #beginPart} has announced and nobody has taken yet. */
    private int partRemaining;

    PacketInput(InputStream in) {
        this.in = in;
    }

    byte[] array() {
        return buffer;
    }

    /** Where the current packet starts in {@link #array()}. */
    int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    /** Reads one whole packet; packets that continue each other come as one. */
    void next() throws IOException {
        int part = readHeader();
        require(part);
        offset = start;
        length = part;
        start += part;
        while (part == LARGEST_PART) {
            part = appendPart();
        }
    }

    /** Moves the next part over its own header, so that the packet's bytes lie together. */
    private int appendPart() throws IOException {
        require(HEADER);
        int part = size(start);
        require(HEADER + part);
        System.arraycopy(buffer, start + HEADER, buffer, offset + length, part);
        start += HEADER + part;
        length += part;
        return part;
    }

    /** Reads a part's header only; its bytes are then taken with {@link #take}. */
    int beginPart() throws IOException {
        partRemaining = readHeader();
        return partRemaining;
    }

    /** Whether the part begun last is followed by another one of the same packet. */
    static boolean isContinued(int partLength) {
        return partLength == LARGEST_PART;
    }

    /** Copies up to {@code wanted} bytes of the part begun last; at least one, unless none is left. */
    int take(byte[] target, int at, int wanted) throws IOException {
        int count = Math.min(wanted, partRemaining);
        if (count == 0) {
            return 0;
        }
        if (start == end) {
            start = 0;
            end = 0;
            fill();
        }
        count = Math.min(count, end - start);
        System.arraycopy(buffer, start, target, at, count);
        start += count;
        partRemaining -= count;
        return count;
    }

    /** Whether more bytes can be had without waiting for the network. */
    boolean hasBuffered() {
        return start < end;
    }

    private int readHeader() throws IOException {
        if (start == end) {
            start = 0;
            end = 0;
        }
        length = 0;
        offset = start;
        require(HEADER);
        int part = size(start);
        start += HEADER;
        return part;
    }

    private int size(int at) {
        return (buffer[at] & 0xFF) | ((buffer[at + 1] & 0xFF) << 8) | ((buffer[at + 2] & 0xFF) << 16);
    }

    /** Makes {@code count} bytes available from {@link #start} on, and keeps those of the current packet before it. */
    private void require(int count) throws IOException {
        while (end - start < count) {
            int kept = length > 0 ? offset : start;
            if (start + count > buffer.length) {
                makeRoom(kept, count);
            }
            fill();
        }
    }

    private void makeRoom(int kept, int count) {
        int needed = start - kept + count;
        byte[] target = needed > buffer.length ? new byte[Math.max(needed, grown(buffer.length))] : buffer;
        System.arraycopy(buffer, kept, target, 0, end - kept);
        buffer = target;
        start -= kept;
        end -= kept;
        offset -= kept;
        if (length == 0) {
            offset = start;
        }
    }

    private static int grown(int capacity) {
        return (int) Math.min(Integer.MAX_VALUE - 16L, capacity * 2L);
    }

    private void fill() throws IOException {
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, grown(buffer.length));
        }
        int count = in.read(buffer, end, buffer.length - end);
        if (count < 0) {
            throw new EOFException("the server closed the connection");
        }
        end += count;
    }
}
