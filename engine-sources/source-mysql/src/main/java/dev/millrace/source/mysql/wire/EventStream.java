package dev.millrace.source.mysql.wire;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The events of a log, read from the network by a thread of their own and handed over in blocks through a bounded queue: when the
 * reader is slow, the queue fills, the thread stops reading, and the server has to wait.
 *
 * <p>One thread reads; any thread may close. The bytes of an event are valid until the next one is asked for.
 */
public final class EventStream implements AutoCloseable {
    private static final int BLOCKS_AHEAD = 24;
    private static final long TURN_MILLIS = 200;

    private final WireSession session;
    private final BlockingQueue<EventBlock> queue = new ArrayBlockingQueue<>(BLOCKS_AHEAD);
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean finished;
    private volatile @Nullable ReplicationException failure;

    private @Nullable EventBlock block;
    private int index;
    private byte[] bytes = new byte[0];
    private int start;
    private int available;
    private long size;
    private boolean whole;

    private EventStream(WireSession session, EventPump pump, String threadName) {
        this.session = session;
        this.thread = new Thread(() -> pump(pump), threadName);
        thread.setDaemon(true);
    }

    static EventStream start(WireSession session, EventPump pump, String threadName) {
        EventStream stream = new EventStream(session, pump, threadName);
        stream.thread.start();
        return stream;
    }

    private void pump(EventPump pump) {
        try {
            pump.run(this::offer);
        } catch (ReplicationException refused) {
            failure = refused;
        } catch (IOException broken) {
            failure = session.lost("reading the binary log", broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error defect) {
            failure = new ReplicationException(
                    ErrorCode.SOURCE_LOG_UNREADABLE, "the binary log can't be taken apart: " + defect, defect);
        } finally {
            finished = true;
        }
    }

    private boolean offer(EventBlock full) throws InterruptedException {
        while (!closed) {
            if (queue.offer(full, TURN_MILLIS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Goes on to the next event, waiting up to {@code nanos} for it.
     *
     * @return false if none came, the server has no more, or the stream was closed
     */
    public boolean next(long nanos) {
        skipRest();
        long deadline = System.nanoTime() + nanos;
        while (block == null || index == block.count()) {
            if (!nextBlock(deadline)) {
                return false;
            }
        }
        EventBlock current = block;
        bytes = current.bytes;
        start = current.start(index++);
        boolean last = index == current.count();
        available = (last ? current.used : current.start(index)) - start;
        whole = !(last && current.open);
        size = whole ? available - current.trailer : EventHeader.size(bytes, start) - current.trailer;
        return true;
    }

    private boolean nextBlock(long deadline) {
        EventBlock next = await(deadline);
        if (next == null) {
            return false;
        }
        block = next;
        index = 0;
        return true;
    }

    private @Nullable EventBlock await(long deadline) {
        while (!closed) {
            boolean last = finished;
            try {
                long left = Math.min(deadline - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(TURN_MILLIS));
                EventBlock next = left > 0 && !last ? queue.poll(left, TimeUnit.NANOSECONDS) : queue.poll();
                if (next != null) {
                    return next;
                }
                if (last) {
                    throwFailure();
                    return null;
                }
                if (left <= 0) {
                    return null;
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
        return null;
    }

    private void throwFailure() {
        ReplicationException known = failure;
        if (known != null && !closed) {
            throw known;
        }
    }

    /** Whether the server said that it has no more events; only where it was asked not to wait for new ones. */
    public boolean isFinished() {
        return finished && queue.isEmpty() && (block == null || index == block.count());
    }

    /** The array that holds the current event, header first. */
    public byte[] array() {
        return bytes;
    }

    /** Where the current event starts. */
    public int offset() {
        return start;
    }

    /** Bytes of the current event with header, without checksum. */
    public long size() {
        return size;
    }

    /** Puts the current event together if it came in pieces; from then on {@link #array()} holds all of it. */
    public void assemble() {
        if (whole) {
            return;
        }
        byte[] all = new byte[Math.toIntExact(size + currentBlock().trailer)];
        System.arraycopy(bytes, start, all, 0, available);
        int filled = available;
        while (filled < all.length) {
            EventBlock piece = nextPiece();
            System.arraycopy(piece.bytes, 0, all, filled, piece.continued);
            filled += piece.continued;
        }
        whole = true;
        bytes = all;
        start = 0;
    }

    /** The current event behind its header, piece by piece, for events that may be too large to hold. */
    public InputStream body() {
        return new Body();
    }

    private EventBlock currentBlock() {
        if (block == null) {
            throw new IllegalStateException("there is no current event");
        }
        return block;
    }

    private EventBlock nextPiece() {
        if (!nextBlock(Long.MAX_VALUE / 2 + System.nanoTime() / 2)) {
            throwFailure();
            throw new ReplicationException(
                    ErrorCode.SOURCE_CONNECTION_LOST, "the binary log ended in the middle of an event");
        }
        EventBlock piece = currentBlock();
        whole = !(piece.open && piece.count() == 0);
        return piece;
    }

    private void skipRest() {
        while (!whole && block != null) {
            nextPiece();
        }
    }

    /** Cuts the line and waits a moment for the thread to end. Idempotent. */
    @Override
    public void close() {
        closed = true;
        session.close();
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads across the pieces of one event; its end may hold the checksum. */
    private final class Body extends InputStream {
        private byte[] piece = bytes;
        private int at = start + EventHeader.LENGTH;
        private int end = start + available;

        @Override
        public int read() {
            return refill() ? piece[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            if (!refill()) {
                return -1;
            }
            int count = Math.min(length, end - at);
            System.arraycopy(piece, at, target, offset, count);
            at += count;
            return count;
        }

        private boolean refill() {
            while (at == end) {
                if (whole) {
                    return false;
                }
                EventBlock next = nextPiece();
                piece = next.bytes;
                at = 0;
                end = next.continued;
            }
            return true;
        }
    }
}
