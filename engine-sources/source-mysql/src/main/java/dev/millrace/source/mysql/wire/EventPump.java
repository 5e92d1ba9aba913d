package dev.millrace.source.mysql.wire;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.CRC32;

/**
 * The network side of an {@link EventStream}: cuts the server's packets into events, checks their checksums and collects them in
 * blocks. Belongs to the stream's own thread.
 */
final class EventPump {
    /** Takes finished blocks; waits while the reader is behind, so that the server has to wait too. */
    interface Outlet {
        /** False if nobody wants more. */
        boolean put(EventBlock block) throws InterruptedException;
    }

    private static final int OK = 0;
    private static final int END = 0xFE;
    private static final int FAILED = 0xFF;
    private static final int FORMAT_DESCRIPTION = 15;
    private static final int CHECKSUM_BYTES = 4;
    private static final int LARGEST_ERROR = 4096;

    private final PacketInput input;
    private final CRC32 checksum = new CRC32();
    private int trailer;
    private EventBlock block;

    EventPump(PacketInput input, boolean checksummed) {
        this.input = input;
        this.trailer = checksummed ? CHECKSUM_BYTES : 0;
        this.block = new EventBlock(EventBlock.SMALLEST, trailer);
    }

    /** Runs until the server has no more events, or nobody wants them. */
    void run(Outlet outlet) throws IOException, InterruptedException {
        byte[] status = new byte[1];
        while (true) {
            int part = input.beginPart();
            if (part == 0 || input.take(status, 0, 1) == 0) {
                throw new EOFException("the server sent an empty packet");
            }
            int mark = status[0] & 0xFF;
            if (mark == END && part < 9) {
                outlet.put(block);
                return;
            }
            if (mark == FAILED) {
                outlet.put(block);
                throw refusal(part - 1);
            }
            if (mark != OK) {
                throw new IOException("unexpected packet " + mark + " in the stream of log events");
            }
            if (!event(part, outlet)) {
                return;
            }
            if (!input.hasBuffered() && block.used > 0 && !handOver(outlet, false)) {
                return;
            }
        }
    }

    private boolean event(int firstPart, Outlet outlet) throws IOException, InterruptedException {
        int part = firstPart;
        int remaining = part - 1;
        if (remaining > block.free() && block.used > 0 && !handOver(outlet, false)) {
            return false;
        }
        if (remaining > block.free()) {
            block = new EventBlock(Math.min(EventBlock.LARGEST, remaining), trailer);
        }
        block.beginEvent();
        EventBlock first = block;
        int start = block.used;
        ChecksumCheck check = new ChecksumCheck();
        while (true) {
            while (remaining > 0) {
                if (block.free() == 0 && !handOver(outlet, true)) {
                    return false;
                }
                int taken = input.take(block.bytes, block.used, Math.min(block.free(), remaining));
                check.update(block.bytes, block.used, taken, first.bytes, start, block == first);
                block.used += taken;
                remaining -= taken;
                if (block != first) {
                    block.continued = block.used;
                }
            }
            if (!PacketInput.isContinued(part)) {
                break;
            }
            part = input.beginPart();
            remaining = part;
        }
        return finish(first, start, check, outlet);
    }

    private boolean finish(EventBlock first, int start, ChecksumCheck check, Outlet outlet)
            throws IOException, InterruptedException {
        if (first.bytes[start + EventHeader.TYPE] == FORMAT_DESCRIPTION) {
            int algorithm = first.bytes[block.used - CHECKSUM_BYTES - 1];
            trailer = algorithm == 1 ? CHECKSUM_BYTES : 0;
            return handOver(outlet, false);
        }
        check.verify();
        return true;
    }

    private boolean handOver(Outlet outlet, boolean open) throws InterruptedException {
        block.open = open;
        int capacity =
                open ? EventBlock.LARGEST : Math.max(EventBlock.SMALLEST, Math.min(EventBlock.LARGEST, block.used * 2));
        boolean wanted = outlet.put(block);
        block = new EventBlock(capacity, trailer);
        return wanted;
    }

    private ReplicationException refusal(int length) throws IOException {
        byte[] packet = new byte[Math.min(LARGEST_ERROR, length) + 1];
        int at = 1;
        while (at < packet.length) {
            at += input.take(packet, at, packet.length - at);
        }
        return WireSession.refusal("reading the binary log", packet, 0, packet.length);
    }

    /** Sums up an event that may come in several pieces; the last four bytes are the expected sum. */
    private final class ChecksumCheck {
        private long bodyLeft = -1;
        private int expected;
        private int expectedBytes;

        void update(byte[] piece, int at, int length, byte[] firstBytes, int start, boolean inFirst) {
            if (trailer == 0) {
                return;
            }
            int from = at;
            int count = length;
            if (bodyLeft < 0) {
                if (inFirst && at + length - start < EventHeader.LENGTH) {
                    return;
                }
                checksum.reset();
                bodyLeft = EventHeader.size(firstBytes, start) - CHECKSUM_BYTES;
                from = start;
                count = at + length - start;
            }
            int body = (int) Math.min(count, bodyLeft);
            checksum.update(piece, from, body);
            bodyLeft -= body;
            for (int i = from + body; i < from + count; i++) {
                expected |= (piece[i] & 0xFF) << (8 * expectedBytes++);
            }
        }

        void verify() {
            if (trailer != 0 && (bodyLeft != 0 || expected != (int) checksum.getValue())) {
                throw new ReplicationException(
                        ErrorCode.SOURCE_LOG_UNREADABLE,
                        "an event of the binary log has a wrong checksum: it was damaged on the source's disk or on the way;"
                                + " look at the log with mysqlbinlog --verify-binlog-checksum, and reload the task's tables"
                                + " if it is the file");
            }
        }
    }
}
