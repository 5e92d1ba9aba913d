package dev.millrace.source.mysql.snapshot;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.mysql.server.Remedies;
import dev.millrace.source.mysql.wire.WireSession;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The load's view of the tables: as many sessions as chunks are read at once, each with a consistent snapshot of its own and known
 * bounds in the log. No table is locked, unless it has no key and is written to without pause.
 */
final class MySqlSnapshot implements Snapshot {
    private static final int ATTEMPTS = 4;
    private static final int LOCKED_ATTEMPTS = 10;

    private final SessionOpener opener;
    private final ChunkPlanner planner;
    private final SnapshotDialect dialect;
    private final SourcePosition start;
    private final List<SnapshotSession> idle = new ArrayList<>();
    private final Set<WireSession> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    MySqlSnapshot(SessionOpener opener, ChunkPlanner planner, SnapshotDialect dialect) {
        this.opener = opener;
        this.planner = planner;
        this.dialect = dialect;
        SnapshotSession first = opened(opener.open());
        start = first.low();
        idle.add(first);
    }

    @Override
    public SourcePosition start() {
        return start;
    }

    @Override
    public List<Chunk> plan(TableSchema table, ChunkPolicy policy) {
        return planner.plan(table, policy);
    }

    @Override
    public ChunkReader read(TableSchema table, Chunk chunk) {
        SnapshotSession session = table.identifyingKey().isPresent() ? any() : exact(table);
        try {
            String query = dialect.rows(table, ChunkBounds.decode(chunk.bounds()));
            return new TextRowReader(
                    session.wire().stream(query),
                    table,
                    session.window(table.id()),
                    () -> giveBack(session),
                    () -> discard(session));
        } catch (RuntimeException failure) {
            discard(session);
            throw failure;
        }
    }

    private SnapshotSession any() {
        synchronized (idle) {
            if (!idle.isEmpty()) {
                return idle.remove(idle.size() - 1);
            }
        }
        return opened(opener.open());
    }

    /**
     * Without a key there is no way to apply a change twice, so nothing may have happened to the table within the bounds. Where the
     * server does not tell the place of a snapshot, a moment without changes is looked for; if there is none, one is made.
     */
    private SnapshotSession exact(TableSchema table) {
        SnapshotSession suitable = takeExact(table);
        for (int attempt = 1; suitable == null && attempt <= ATTEMPTS; attempt++) {
            suitable = ifExact(attempt == 1 ? opener.open() : opener.openNarrow(), table.id());
        }
        for (int attempt = 1; suitable == null && attempt <= LOCKED_ATTEMPTS; attempt++) {
            suitable = locked(table.id());
        }
        if (suitable == null) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_ROW_IDENTITY_MISSING,
                    "table " + table.id()
                            + " has no key and is changed so often that no snapshot showed it at a known place in"
                            + " the log, and in " + LOCKED_ATTEMPTS
                            + " attempts it could not be locked for a moment either;"
                            + " add a primary key, or end the transactions that keep it locked"
                            + " (information_schema.INNODB_TRX) and resume the task");
        }
        return suitable;
    }

    private @Nullable SnapshotSession locked(TableId table) {
        for (TableLocks.Strength strength : TableLocks.Strength.values()) {
            Optional<SnapshotSession> session = openLocked(table, strength);
            if (session.isPresent()) {
                return ifExact(session.get(), table);
            }
        }
        return ifExact(opener.openNarrow(), table);
    }

    private Optional<SnapshotSession> openLocked(TableId table, TableLocks.Strength strength) {
        try {
            return opener.openLocked(table, strength);
        } catch (ReplicationException refused) {
            if (refused.code() != ErrorCode.SOURCE_GRANT_MISSING) {
                throw refused;
            }
            throw new ReplicationException(
                    ErrorCode.SOURCE_ROW_IDENTITY_MISSING,
                    "table " + table
                            + " has no key and is changed so often that no snapshot showed it at a known place in the"
                            + " log, and the task's user may not lock it for a moment; " + Remedies.lockTables(table)
                            + ", or add a primary key",
                    refused);
        }
    }

    private @Nullable SnapshotSession ifExact(SnapshotSession session, TableId table) {
        opened(session);
        if (session.isExact(table)) {
            return session;
        }
        discard(session);
        return null;
    }

    private @Nullable SnapshotSession takeExact(TableSchema table) {
        synchronized (idle) {
            for (SnapshotSession session : idle) {
                if (session.isExact(table.id())) {
                    idle.remove(session);
                    return session;
                }
            }
        }
        return null;
    }

    private SnapshotSession opened(SnapshotSession session) {
        open.add(session.wire());
        if (closed) {
            discard(session);
            throw new ReplicationException(ErrorCode.SOURCE_CONNECTION_LOST, "the snapshot is closed");
        }
        return session;
    }

    private void giveBack(SnapshotSession session) {
        synchronized (idle) {
            idle.add(session);
        }
    }

    private void discard(SnapshotSession session) {
        open.remove(session.wire());
        session.wire().close();
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(WireSession::close);
        open.clear();
    }
}
