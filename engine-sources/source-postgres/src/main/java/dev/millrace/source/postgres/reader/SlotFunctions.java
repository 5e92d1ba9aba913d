package dev.millrace.source.postgres.reader;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.source.postgres.connection.PostgresConnections;
import dev.millrace.source.postgres.decoding.EventBuffer;
import dev.millrace.source.postgres.decoding.PgOutputDecoder;
import dev.millrace.source.postgres.position.LogSequenceNumber;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log in bulk by SQL functions, from a temporary {@linkplain SlotCopy copy} of the slot; the slot itself is moved only to
 * what the engine has acknowledged. A {@link StretchPrefetch} receives ahead; everything here, and so what {@link #reached} and
 * {@link #isExhausted} tell, is about what was decoded, never about what was only received.
 */
final class SlotFunctions implements LogChannel {
    /** What may be received ahead: a stretch of narrow rows, so that the server can go on while one is decoded. */
    private static final long AHEAD_BYTES = 32 << 20;

    private static final int BATCH_EVENTS = 8192;
    private static final long BATCH_BYTES = 2 << 20;

    /** Short, so that the reader shows signs of life while the server decodes a stretch. */
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final StretchPrefetch prefetch;
    private final PgOutputDecoder decoder;
    private final ReadPolicy policy;
    private final SlotAdvance advance;
    private final BinaryCopy rows = new BinaryCopy();

    /** Behind the last call that was decoded to its end. */
    private SlotState state;

    private boolean inCall;
    private @Nullable Slab slab;
    private int next;

    SlotFunctions(
            StretchCalls calls,
            SlotState state,
            PgOutputDecoder decoder,
            ReadPolicy policy,
            SlotAdvance advance,
            String threadName) {
        this.prefetch = new StretchPrefetch(calls, state, policy, AHEAD_BYTES, threadName);
        this.state = state;
        this.decoder = decoder;
        this.policy = policy;
        this.advance = advance;
    }

    /** @param from what lies before was read */
    static SlotFunctions open(
            PostgresConnections connections,
            String slot,
            String publication,
            long from,
            PgOutputDecoder decoder,
            ReadPolicy policy)
            throws SQLException {
        SlotCopy copy = SlotCopy.open(connections, slot, publication);
        try {
            SlotState start = copy.startAt(from);
            SlotAdvance advance = new SlotAdvance(connections, slot);
            return new SlotFunctions(copy, start, decoder, policy, advance, connections.threadName(SlotCopy.ROLE));
        } catch (SQLException | RuntimeException failure) {
            copy.abort();
            throw failure;
        }
    }

    @Override
    public boolean isExhausted() {
        return !inCall && !policy.staysWithFunctions(state.reached(), state.restart(), state.end());
    }

    @Override
    public boolean read(EventBuffer into, boolean upToCommit) throws SQLException {
        if (isExhausted()) {
            return false;
        }
        boolean any = false;
        boolean stop = false;
        while (!stop && into.size() < BATCH_EVENTS && into.byteSize() < BATCH_BYTES) {
            Slab current = slab == null ? take(any ? 0 : WAIT_NANOS) : slab;
            if (current == null) {
                break;
            }
            any = true;
            stop = step(current, into, upToCommit);
        }
        return any;
    }

    private @Nullable Slab take(long nanos) throws SQLException {
        Slab taken = prefetch.take(nanos);
        if (taken != null && !inCall) {
            inCall = true;
            rows.begin();
        }
        slab = taken;
        next = 0;
        return taken;
    }

    /** Goes on by a message; true behind the last of a call, or of a transaction if that is wanted. */
    private boolean step(Slab current, EventBuffer into, boolean upToCommit) {
        if (next < current.messages().size()) {
            rows.decode(current.messages().get(next++), decoder, into);
            return upToCommit && !decoder.inTransaction();
        }
        slab = null;
        SlotState end = current.end();
        if (end != null) {
            requireWholeTransactions();
            state = end;
            inCall = false;
        }
        return end != null;
    }

    /** The function gives whole transactions; the rest of a cut one would be lost to whoever reads on from here. */
    private void requireWholeTransactions() {
        if (decoder.inTransaction()) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_LOG_UNREADABLE,
                    "the server's changes behind " + LogSequenceNumber.text(decoder.reached())
                            + " end within a transaction");
        }
    }

    /** Between calls that is what the call has passed, changes or not. */
    @Override
    public long reached() {
        boolean between = !inCall && !decoder.inTransaction();
        return between && Long.compareUnsigned(state.reached(), decoder.reached()) > 0
                ? state.reached()
                : decoder.reached();
    }

    @Override
    public void report(long acknowledged, boolean atOnce) throws SQLException {
        advance.to(acknowledged, atOnce);
    }

    @Override
    public void abort() {
        prefetch.abort();
        advance.close();
    }

    @Override
    public void close() {
        abort();
        prefetch.close();
    }
}
