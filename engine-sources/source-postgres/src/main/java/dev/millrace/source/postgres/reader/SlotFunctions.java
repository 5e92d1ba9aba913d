package dev.millrace.source.postgres.reader;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.source.postgres.connection.PostgresConnections;
import dev.millrace.source.postgres.decoding.EventBuffer;
import dev.millrace.source.postgres.decoding.PgOutputDecoder;
import dev.millrace.source.postgres.position.LogSequenceNumber;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;

/**
 * Reads the log in bulk by {@code pg_logical_slot_get_binary_changes}, stretch by stretch. A call sends nothing before it has decoded
 * its whole stretch; so there are two sessions, and while one stretch is received, the server decodes the next one in the other
 * session. The slot itself is moved only to what the engine has acknowledged. Changes come through a {@code COPY} in binary format,
 * so the client holds no more than a batch of them.
 */
final class SlotFunctions implements LogChannel {
    private static final int BATCH_EVENTS = 8192;
    private static final long BATCH_BYTES = 2 << 20;

    private final PgOutputDecoder decoder;
    private final SlotAdvance advance;
    private final StretchesAhead ahead;
    private final BinaryCopy rows = new BinaryCopy();
    private Stretch stretch;
    private @Nullable CopyOut changes;
    private boolean following;

    private SlotFunctions(PgOutputDecoder decoder, SlotAdvance advance, StretchesAhead ahead, Stretch first) {
        this.decoder = decoder;
        this.advance = advance;
        this.ahead = ahead;
        this.stretch = first;
        this.changes = first.changes();
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
        StretchesAhead ahead = StretchesAhead.open(connections, slot, publication, policy);
        try {
            return new SlotFunctions(decoder, new SlotAdvance(connections, slot), ahead, ahead.first(from));
        } catch (SQLException | RuntimeException failure) {
            ahead.close();
            throw failure;
        }
    }

    @Override
    public boolean isExhausted() throws SQLException {
        if (changes != null || decoder.inTransaction()) {
            return false;
        }
        if (stretch.changes() != null) {
            enter(ahead.next(stretch));
        }
        if (changes == null) {
            // that so little is left was seen when the stretch before began, which may be long ago
            enter(ahead.at(stretch.slot()));
        }
        return changes == null;
    }

    private void enter(Stretch next) {
        if (Long.compareUnsigned(next.before().reached(), decoder.reached()) < 0) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_LOG_UNREADABLE,
                    "the next stretch of the log would begin at "
                            + LogSequenceNumber.text(next.before().reached()) + ", but changes up to "
                            + LogSequenceNumber.text(decoder.reached()) + " were read; set EngineSettings"
                            + " BulkReadMegabytes to -1 to stream the log");
        }
        stretch = next;
        changes = next.changes();
        rows.begin();
        following = false;
    }

    @Override
    public boolean read(EventBuffer into, boolean upToCommit) throws SQLException {
        if (isExhausted()) {
            return false;
        }
        while (changes != null && into.size() < BATCH_EVENTS && into.byteSize() < BATCH_BYTES) {
            byte[] message = changes.readFromCopy();
            if (message == null) {
                changes = null;
                break;
            }
            prepareNext();
            rows.decode(message, decoder, into);
            if (upToCommit && !decoder.inTransaction()) {
                break;
            }
        }
        return true;
    }

    /** Only now: the first message shows that the call has moved its copy of the slot. */
    private void prepareNext() throws SQLException {
        if (!following) {
            following = true;
            ahead.prepare(stretch);
        }
    }

    /** Between calls that is what the call has passed, changes or not. */
    @Override
    public long reached() {
        long passed = stretch.before().reached();
        boolean between = changes == null && !decoder.inTransaction();
        return between && Long.compareUnsigned(passed, decoder.reached()) > 0 ? passed : decoder.reached();
    }

    @Override
    public void report(long acknowledged, boolean atOnce) throws SQLException {
        advance.to(acknowledged, atOnce);
    }

    @Override
    public void abort() {
        ahead.close();
        advance.close();
    }

    @Override
    public void close() {
        abort();
    }
}
