package dev.millrace.source.postgres.reader;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads stretch after stretch on a daemon thread of its own, so that the server decodes the next one while the last is still being
 * decoded and applied here: it sends nothing of a stretch before it has decoded all of it. Goes on until the policy is for another
 * way; holds up to the buffer's capacity and one slab more.
 *
 * <p>One thread takes; any thread may abort. Nothing here knows of what was taken, so it tells nothing of how far the reader is.
 */
final class StretchPrefetch implements AutoCloseable {
    private static final long SLAB_BYTES = 256 << 10;

    /** What a message costs besides its bytes: its array's header, the reference to it, and what rounds it up. */
    static final int ARRAY_BYTES = 24;

    /** A call that brought fewer tells nothing of how large changes are. */
    private static final long TELLING_CHANGES = 1000;

    private static final long CLOSE_PATIENCE_MILLIS = 1000;

    private final StretchCalls calls;
    private final SlotState start;
    private final ReadPolicy policy;
    private final SlabBuffer buffer;
    private final Thread thread;
    private long bytesPerChange = ReadPolicy.UNKNOWN_BYTES_PER_CHANGE;
    private boolean started;

    StretchPrefetch(StretchCalls calls, SlotState start, ReadPolicy policy, long capacityBytes, String threadName) {
        this.calls = calls;
        this.start = start;
        this.policy = policy;
        this.buffer = new SlabBuffer(capacityBytes);
        this.thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
    }

    /**
     * The next slab in the order of the log; null if none came in time. The first call starts the thread. Throws what ended the
     * thread, behind everything that it had handed over.
     */
    @Nullable
    Slab take(long nanos) throws SQLException {
        if (!started) {
            started = true;
            thread.start();
        }
        return buffer.take(nanos);
    }

    private void run() {
        try {
            SlotState at = start;
            while (at != null && policy.staysWithFunctions(at.reached(), at.restart(), at.end())) {
                at = readStretch(at.reached(), at.restart());
            }
        } catch (SQLException | RuntimeException | Error failure) {
            buffer.fail(failure);
        }
    }

    /** Where the slot stands behind the stretch; null if the buffer was closed. */
    private @Nullable SlotState readStretch(long reached, long restart) throws SQLException {
        calls.begin(reached + policy.stretchBytes(reached, restart), policy.changes(reached, restart, bytesPerChange));
        List<byte[]> pending = new ArrayList<>();
        long pendingBytes = 0;
        long changes = 0;
        long bytes = 0;
        for (byte[] message = calls.next(); message != null; message = calls.next()) {
            pending.add(message);
            pendingBytes += message.length + ARRAY_BYTES;
            bytes += message.length;
            changes++;
            if (pendingBytes >= SLAB_BYTES) {
                if (!buffer.put(new Slab(pending, pendingBytes, null))) {
                    return null;
                }
                pending = new ArrayList<>();
                pendingBytes = 0;
            }
        }
        if (changes >= TELLING_CHANGES) {
            bytesPerChange = bytes / changes;
        }
        SlotState end = calls.state();
        return buffer.put(new Slab(pending, pendingBytes + ARRAY_BYTES, end)) ? end : null;
    }

    /** Ends the thread, whatever it is doing, without waiting for that. */
    void abort() {
        buffer.close();
        calls.abort();
    }

    /** Waits a moment for the thread's end. */
    @Override
    public void close() {
        abort();
        try {
            thread.join(CLOSE_PATIENCE_MILLIS);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }
}
