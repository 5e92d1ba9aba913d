package dev.millrace.source.postgres.reader;

import dev.millrace.error.ErrorCategory.Reaction;
import dev.millrace.error.ReplicationException;
import dev.millrace.source.postgres.capture.SlotRelease;
import dev.millrace.source.postgres.connection.PostgresConnections;
import dev.millrace.source.postgres.connection.SourceErrors;
import dev.millrace.source.postgres.connection.Sql;
import dev.millrace.source.postgres.decoding.EventBuffer;
import dev.millrace.source.postgres.decoding.PgOutputDecoder;
import dev.millrace.source.postgres.position.LogSequenceNumber;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the way to the log that fits how far behind its end the reader is, and changes it between two transactions when the other
 * one has become better.
 */
final class AdaptiveChannel implements LogChannel {
    private static final Logger LOG = LoggerFactory.getLogger(AdaptiveChannel.class);
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);
    private static final Duration SETTLING_LIMIT = Duration.ofSeconds(2);

    private static final String DISTANCES = "SELECT restart_lsn - '0/0'::pg_lsn,"
            + " pg_current_wal_flush_lsn() - '0/0'::pg_lsn FROM pg_replication_slots WHERE slot_name = ";

    private final PostgresConnections connections;
    private final String slot;
    private final String publication;
    private final PgOutputDecoder decoder;
    private final ReadPolicy policy;
    private final SlotRelease release;
    private final long begun;

    private volatile LogChannel current;
    private volatile boolean aborted;
    private @Nullable Connection control;
    private boolean functionsUsable;
    private boolean leaving;
    private boolean settling;
    private boolean settled;
    private long exhaustedAt;
    private long acknowledged;
    private long lookedAt = System.nanoTime();

    /** @param from what lies before is not wanted */
    AdaptiveChannel(
            PostgresConnections connections,
            String slot,
            String publication,
            PgOutputDecoder decoder,
            ReadPolicy policy,
            long from)
            throws SQLException {
        this.connections = connections;
        this.slot = slot;
        this.publication = publication;
        this.decoder = decoder;
        this.policy = policy;
        this.release = new SlotRelease(connections, slot);
        this.begun = from;
        this.functionsUsable = policy.farBehindBytes() >= 0;
        this.current = open(from);
    }

    private LogChannel open(long reached) throws SQLException {
        return isFarBehind(reached) ? openFunctions(reached) : openStream(reached);
    }

    private LogChannel openFunctions(long reached) throws SQLException {
        try {
            LogChannel functions = SlotFunctions.open(connections, slot, publication, reached, decoder, policy);
            LOG.info("Reading the log in bulk from {}", LogSequenceNumber.text(reached));
            return functions;
        } catch (SQLException failure) {
            if (SourceErrors.code(failure).category().reaction() == Reaction.RETRY) {
                throw failure;
            }
            functionsUsable = false;
            LOG.info("Can't read the log in bulk, so it is streamed: {}", failure.getMessage());
            return openStream(reached);
        }
    }

    private LogChannel openStream(long reached) throws SQLException {
        LOG.info("Streaming the log from {}", LogSequenceNumber.text(reached));
        return ReplicationStream.open(connections, slot, publication, reached, decoder);
    }

    /** Not knowing is no reason to fail: the stream is always right. */
    private boolean isFarBehind(long reached) {
        if (!functionsUsable) {
            return false;
        }
        try {
            Connection asking = control == null ? connections.openCatalog("reader-distance") : control;
            control = asking;
            try (Statement statement = asking.createStatement();
                    ResultSet row = statement.executeQuery(DISTANCES + Sql.literal(slot))) {
                return row.next() && policy.prefersFunctions(reached, row.getLong(1), row.getLong(2));
            }
        } catch (SQLException | ReplicationException unknown) {
            LOG.debug("Can't see how far the log has got: {}", unknown.getMessage());
            PostgresConnections.abort(control);
            control = null;
            return false;
        }
    }

    @Override
    public boolean read(EventBuffer into, boolean upToCommit) throws SQLException {
        if (settling) {
            if (mustSettle() && System.nanoTime() - exhaustedAt <= SETTLING_LIMIT.toNanos()) {
                return false;
            }
            settling = false;
            settled = true;
        }
        if (current.isExhausted()) {
            if (!settled && mustSettle()) {
                settling = true;
                exhaustedAt = System.nanoTime();
                return false;
            }
            change();
        } else if (leaving && !decoder.inTransaction()) {
            change();
        }
        boolean any = current.read(into, upToCommit || leaving);
        if (any && System.nanoTime() - lookedAt > LOOK_INTERVAL.toNanos()) {
            lookedAt = System.nanoTime();
            leaving = current instanceof ReplicationStream && isFarBehind(current.reached());
        }
        return any;
    }

    /**
     * To begin a stream the server reads the log again from the slot's restart point, which follows what is acknowledged; while much of
     * what was read has yet to be applied, that would only take the processor from it. Done once, since a source that is written to without
     * pause may always leave something to be applied.
     */
    private boolean mustSettle() {
        return decoder.reached() != begun && Long.compareUnsigned(acknowledged, decoder.reached()) < 0;
    }

    private void change() throws SQLException {
        LogChannel old = current;
        long reached = old.reached();
        boolean wasFar = !(old instanceof ReplicationStream);
        leaving = false;
        settled = false;
        old.report(acknowledged, true);
        old.close();
        release.await();
        current = wasFar ? openStream(reached) : open(reached);
        if (aborted) {
            current.abort();
        }
    }

    @Override
    public long reached() {
        return current.reached();
    }

    @Override
    public boolean isExhausted() {
        return false;
    }

    @Override
    public void report(long newlyAcknowledged, boolean atOnce) throws SQLException {
        acknowledged = newlyAcknowledged;
        current.report(newlyAcknowledged, atOnce);
    }

    @Override
    public void abort() {
        aborted = true;
        current.abort();
    }

    /** Returns when the server has let go of the slot. */
    @Override
    public void close() {
        abort();
        PostgresConnections.abort(control);
        release.await();
    }
}
