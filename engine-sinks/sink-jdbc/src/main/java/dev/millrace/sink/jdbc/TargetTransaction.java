package dev.millrace.sink.jdbc;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.spi.sink.AppliedRange;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.RefusalWriter;
import dev.millrace.spi.sink.RefusedChange;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactions of one writer, one after the other on one connection: the first {@link #run} opens one, {@link #commit} ends it under
 * the fence. A connection that broke is given up; the next {@link #run} opens another. Belongs to one thread.
 *
 * @param <S> what the sink keeps per connection: prepared statements, staging tables; made anew with every connection
 */
public final class TargetTransaction<S> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TargetTransaction.class);

    private final TargetConnections connections;
    private final FencedCommit fencedCommit;
    private final RefusalRecords refusals;
    private final Fence fence;
    private final String role;
    private final SqlWork<Connection, S> sessionFactory;
    private @Nullable Connection connection;
    private @Nullable S session;
    private @Nullable Savepoint mark;
    private boolean open;
    private boolean failed;

    public TargetTransaction(
            TargetConnections connections,
            FencedCommit fencedCommit,
            RefusalRecords refusals,
            Fence fence,
            String role,
            SqlWork<Connection, S> sessionFactory) {
        this.connections = connections;
        this.fencedCommit = fencedCommit;
        this.refusals = refusals;
        this.fence = fence;
        this.role = role;
        this.sessionFactory = sessionFactory;
    }

    /**
     * Works in the open transaction. After a failure the transaction is good for {@link #rollback} only.
     *
     * @param doing for the message of a failure, such as {@code can't insert into table a.b}
     */
    public <T> T run(String doing, SqlWork<S, T> work) {
        return guarded(doing, () -> {
            S current = connect();
            open = true;
            return work.run(current);
        });
    }

    /** As {@link RefusalWriter#mark}. */
    public void mark() {
        guarded("can't set a savepoint", () -> {
            connect();
            open = true;
            Savepoint former = mark;
            mark = null;
            if (former != null) {
                requireConnection().releaseSavepoint(former);
            }
            mark = requireConnection().setSavepoint();
            return true;
        });
    }

    /** As {@link RefusalWriter#rollbackToMark}. */
    public void rollbackToMark() {
        Savepoint place = mark;
        if (place == null) {
            throw new ReplicationException(
                    ErrorCode.TARGET_CONNECTION_LOST, "the transaction was lost with its savepoint");
        }
        failed = false;
        guarded("can't go back to a savepoint", () -> {
            requireConnection().rollback(place);
            return true;
        });
    }

    /** As {@link RefusalWriter#record}. */
    public void record(RefusedChange refused) {
        run("can't record a refused change of table " + refused.source(), session -> {
            refusals.record(requireConnection(), refused);
            return true;
        });
    }

    /** As {@link dev.millrace.spi.sink.ChangeWriter#replayed}. */
    public void replayed(long id) {
        run("can't forget refused change " + id, session -> {
            refusals.forget(requireConnection(), id);
            return true;
        });
    }

    /** As {@link dev.millrace.spi.sink.ChangeWriter#suspend}. */
    public void suspend(TableId source, String reason) {
        run("can't record that table " + source + " is suspended", session -> {
            refusals.suspend(requireConnection(), source, reason);
            return true;
        });
    }

    /** Commits the work done since the last commit together with the checkpoint; see {@link FencedCommit}. */
    public void commit(Checkpoint checkpoint, List<AppliedRange> covered) {
        end(
                "can't commit up to " + checkpoint.position(),
                used -> fencedCommit.commit(used, fence, checkpoint, covered));
    }

    /** Commits the work done since the last commit together with the range that it makes up; see {@link FencedCommit}. */
    public void commitAhead(AppliedRange range) {
        end(
                "can't commit what lies between " + range.from() + " and " + range.to(),
                used -> fencedCommit.commitAhead(used, fence, range));
    }

    /** Commits the work done since the last commit together with the mark that a chunk is done; see {@link FencedCommit}. */
    public void commit(TableId source, int chunkOrdinal, ChunkDone done) {
        end(
                "can't commit chunk " + chunkOrdinal + " of table " + source,
                used -> fencedCommit.commit(used, fence, source, chunkOrdinal, done));
    }

    /** Takes back the work done since the last commit. Never throws. */
    public void rollback() {
        Connection used = connection;
        if (used == null || !open) {
            return;
        }
        open = false;
        failed = false;
        mark = null;
        try {
            used.rollback();
        } catch (SQLException failure) {
            LOG.debug("a rollback failed, so the connection is cut, which rolls back too", failure);
            giveUpConnection();
        }
    }

    /** Rolls back and gives the connection up. Idempotent. */
    @Override
    public void close() {
        rollback();
        Connection used = connection;
        if (used != null) {
            connection = null;
            session = null;
            connections.discard(used);
        }
    }

    private void end(String doing, CommitWork work) {
        guarded(doing, () -> {
            connect();
            open = true;
            work.commit(requireConnection());
            open = false;
            mark = null;
            return true;
        });
    }

    private <T> T guarded(String doing, GuardedWork<T> work) {
        if (failed) {
            throw new ReplicationException(
                    ErrorCode.INTERNAL, doing + ": the transaction failed before and was not rolled back");
        }
        failed = true;
        try {
            T result = work.run();
            failed = false;
            return result;
        } catch (SQLException failure) {
            ReplicationException translated = SqlErrors.translate(connections.dialect(), failure, doing);
            if (translated.code() == ErrorCode.TARGET_CONNECTION_LOST) {
                giveUpConnection();
            }
            throw translated;
        } finally {
            failed = failed && open;
        }
    }

    private S connect() throws SQLException {
        S current = session;
        if (current != null) {
            return current;
        }
        Connection fresh = connections.open(role);
        connection = fresh;
        try {
            fresh.setAutoCommit(false);
            S made = sessionFactory.run(fresh);
            session = made;
            return made;
        } finally {
            if (session == null) {
                giveUpConnection();
            }
        }
    }

    private Connection requireConnection() {
        Connection used = connection;
        if (used == null) {
            throw new IllegalStateException("no connection");
        }
        return used;
    }

    private void giveUpConnection() {
        Connection used = connection;
        connection = null;
        session = null;
        open = false;
        mark = null;
        if (used != null) {
            connections.abort(used);
        }
    }

    private interface GuardedWork<T> {
        T run() throws SQLException;
    }

    private interface CommitWork {
        void commit(Connection connection) throws SQLException;
    }
}
