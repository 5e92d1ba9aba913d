package dev.millrace.source.postgres.reader;

import dev.millrace.error.ErrorCategory.Reaction;
import dev.millrace.source.postgres.connection.PostgresConnections;
import dev.millrace.source.postgres.connection.SourceErrors;
import dev.millrace.source.postgres.position.LogSequenceNumber;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the calls that decode stretches of the log, in two sessions by turns: the next call is made, by a thread of its own, as soon as
 * the one before has begun to send. If the server has no room for a second copy of the slot, the calls follow each other in one
 * session. Belongs to one thread, but for {@link #close}.
 */
final class StretchesAhead implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StretchesAhead.class);

    private final PostgresConnections connections;
    private final String slot;
    private final String publication;
    private final ReadPolicy policy;
    private final ExecutorService caller;
    private final SlotCopy one;
    private volatile @Nullable SlotCopy other;
    private volatile boolean closed;
    private @Nullable CompletableFuture<Stretch> prepared;

    private StretchesAhead(
            PostgresConnections connections, String slot, String publication, ReadPolicy policy, SlotCopy one) {
        this.connections = connections;
        this.slot = slot;
        this.publication = publication;
        this.policy = policy;
        this.one = one;
        this.caller = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, connections.threadName("reader-ahead"));
            thread.setDaemon(true);
            return thread;
        });
    }

    static StretchesAhead open(PostgresConnections connections, String slot, String publication, ReadPolicy policy)
            throws SQLException {
        SlotCopy one = SlotCopy.open(connections, "reader-bulk", slot, publication);
        return new StretchesAhead(connections, slot, publication, policy, one);
    }

    /** The stretch at the slot, or behind {@code from}; waits for its decoding. */
    Stretch first(long from) throws SQLException {
        one.begin(from);
        return at(one);
    }

    /** The stretch where a copy of the slot stands; waits for its decoding. */
    Stretch at(SlotCopy copy) throws SQLException {
        SlotState state = copy.state();
        boolean worth = policy.staysWithFunctions(state.reached(), state.restart(), state.end());
        LOG.debug(
                "Behind {} the log has {} bytes left, and {} to be read again; {}",
                LogSequenceNumber.text(state.reached()),
                state.end() - state.reached(),
                state.reached() - state.restart(),
                worth ? "reading up to " + LogSequenceNumber.text(policy.stretchEnd(state)) : "leaving it");
        return new Stretch(copy, state, worth ? copy.read(policy.stretchEnd(state), policy.changes(state)) : null);
    }

    /** Has the stretch behind this one decoded, which has begun to be sent. */
    void prepare(Stretch before) throws SQLException {
        try {
            prepared = CompletableFuture.supplyAsync(() -> follow(before.slot()), caller);
        } catch (RejectedExecutionException afterTheEnd) {
            throw closed();
        }
    }

    private Stretch follow(SlotCopy before) {
        try {
            SlotCopy spare = before == one ? other() : one;
            spare.follow(before);
            return at(spare);
        } catch (SQLException failure) {
            throw new CompletionException(failure);
        }
    }

    private SlotCopy other() throws SQLException {
        SlotCopy known = other;
        if (known == null) {
            known = SlotCopy.open(connections, "reader-bulk-2", slot, publication);
            other = known;
            if (closed) {
                known.abort();
            }
        }
        return known;
    }

    /** The stretch behind this one, all of which was received; waits for its decoding. */
    Stretch next(Stretch before) throws SQLException {
        CompletableFuture<Stretch> asked = prepared;
        prepared = null;
        if (asked == null) {
            return at(before.slot());
        }
        try {
            return asked.join();
        } catch (CompletionException failure) {
            return inTurn(before, failure.getCause());
        }
    }

    private Stretch inTurn(Stretch before, @Nullable Throwable failure) throws SQLException {
        if (failure instanceof SQLException refused
                && !closed
                && SourceErrors.code(refused).category().reaction() != Reaction.RETRY) {
            LOG.info("Can't decode the log ahead: {}", refused.getMessage());
            return at(before.slot());
        }
        if (failure instanceof SQLException lost) {
            throw lost;
        }
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        throw new IllegalStateException(failure);
    }

    private static SQLException closed() {
        return new SQLException("the sessions that read the log in bulk were closed", "08003");
    }

    /** Ends the sessions at once, and with them whoever waits. Any thread may call it. */
    @Override
    public void close() {
        closed = true;
        one.abort();
        SlotCopy second = other;
        if (second != null) {
            second.abort();
        }
        caller.shutdown();
    }
}
