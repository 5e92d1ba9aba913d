package dev.millrace.source.mysql.snapshot;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.source.mysql.wire.WireSession;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The load's view of the tables: as many sessions as chunks are read at once, each with a consistent snapshot of its own and known
 * bounds in the log. No table is locked.
 */
final class MySqlSnapshot implements Snapshot {
    private static final int ATTEMPTS = 6;

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

    /** Without a key there is no way to apply a change twice, so nothing may have happened to the table within the bounds. */
    private SnapshotSession exact(TableSchema table) {
        SnapshotSession suitable = takeExact(table);
        for (int attempt = 1; suitable == null && attempt <= ATTEMPTS; attempt++) {
            SnapshotSession session = opened(attempt == 1 ? opener.open() : opener.openNarrow());
            if (session.isExact(table.id())) {
                suitable = session;
            } else {
                discard(session);
            }
        }
        if (suitable == null) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_ROW_IDENTITY_MISSING,
                    "table " + table.id() + " has no key and is changed so often that in " + ATTEMPTS
                            + " attempts no snapshot showed it at a known place in the log; add a primary key, or load it while"
                            + " it is not written to");
        }
        return suitable;
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
