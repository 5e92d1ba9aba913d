package dev.millrace.source.mysql.snapshot;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.mysql.server.ConnectionSettings;
import dev.millrace.source.mysql.wire.WireSession;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.OnePoint;
import dev.millrace.spi.source.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The load's view of the tables: as many sessions as chunks are read at once, each with a consistent snapshot of its own and known
 * bounds in the log. No table is locked, unless it has to show one place and is written to without pause.
 */
final class MySqlSnapshot implements Snapshot {
    private static final Logger LOG = LoggerFactory.getLogger(MySqlSnapshot.class);
    private static final int MOST_KEPT = 16;

    private final ConnectionSettings settings;
    private final SessionOpener opener;
    private final ExactSessions exact;
    private final ChunkPlanner planner;
    private final SnapshotDialect dialect;
    private final SourcePosition start;
    private final Map<TableId, OnePoint<SnapshotSession>> points = new ConcurrentHashMap<>();
    private final List<SnapshotSession> idle = new ArrayList<>();
    private final Set<WireSession> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    MySqlSnapshot(ConnectionSettings settings, SessionOpener opener, ChunkPlanner planner, SnapshotDialect dialect) {
        this.settings = settings;
        this.opener = opener;
        this.exact = new ExactSessions(opener, this::opened, this::discard);
        this.planner = planner;
        this.dialect = dialect;
        SnapshotSession first = opened(opener.open(1)).get(0);
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
    public Hold holdOnePoint(TableSchema table, int readers) {
        TableId id = table.id();
        try {
            List<SnapshotSession> known = takeExact(id, readers);
            List<SnapshotSession> sessions = known.isEmpty() ? exact.atMost(table, readers) : known;
            points.put(id, new OnePoint<>(id, sessions.get(0).window(id), sessions));
        } catch (ReplicationException refused) {
            if (refused.code() != ErrorCode.SOURCE_ROW_IDENTITY_MISSING
                    || table.identifyingKey().isEmpty()) {
                throw refused;
            }
            LOG.warn("{}", refused.getMessage());
        }
        return () -> letGo(id);
    }

    private void letGo(TableId table) {
        OnePoint<SnapshotSession> point = points.remove(table);
        if (point != null) {
            point.end().forEach(this::keepOrDiscard);
        }
    }

    @Override
    public ChunkReader read(TableSchema table, Chunk chunk) {
        String query = dialect.rows(table, ChunkBounds.decode(chunk.bounds()));
        OnePoint<SnapshotSession> point = points.get(table.id());
        if (point != null) {
            return read(query, table, point);
        }
        SnapshotSession session = table.identifyingKey().isPresent() ? any() : exact(table);
        try {
            return new TextRowReader(
                    session.wire().stream(query),
                    table,
                    session.window(table.id()),
                    () -> giveBack(session),
                    rest -> discard(session));
        } catch (RuntimeException failure) {
            discard(session);
            throw failure;
        }
    }

    private ChunkReader read(String query, TableSchema table, OnePoint<SnapshotSession> point) {
        SnapshotSession session = point.take();
        try {
            return new TextRowReader(
                    session.wire().stream(query),
                    table,
                    point.window(),
                    () -> point.giveBack(session),
                    rest -> breakOff(rest, session, point));
        } catch (RuntimeException failure) {
            discard(session);
            point.lose();
            throw failure;
        }
    }

    /** The session is still needed: nobody can open another that shows the same. */
    private void breakOff(WireSession.RowStream rest, SnapshotSession session, OnePoint<SnapshotSession> point) {
        if (closed) {
            discard(session);
            point.lose();
            return;
        }
        try (WireSession other = WireSession.open(settings)) {
            other.execute("KILL QUERY " + session.wire().threadId());
            rest.skip();
            point.giveBack(session);
        } catch (ReplicationException failure) {
            LOG.debug("a session could not be saved: {}", failure.getMessage());
            discard(session);
            point.lose();
        }
    }

    private SnapshotSession any() {
        synchronized (idle) {
            if (!idle.isEmpty()) {
                return idle.remove(idle.size() - 1);
            }
        }
        return opened(opener.open(1)).get(0);
    }

    private SnapshotSession exact(TableSchema table) {
        List<SnapshotSession> known = takeExact(table.id(), 1);
        return (known.isEmpty() ? exact.of(table, 1) : known).get(0);
    }

    /** So many sessions that nobody reads from and that show the same of a table; empty if there are not as many. */
    private List<SnapshotSession> takeExact(TableId table, int count) {
        synchronized (idle) {
            for (SnapshotSession session : idle) {
                List<SnapshotSession> alike = idle.stream()
                        .filter(other -> session.isExact(table)
                                && other.isExact(table)
                                && other.window(table).equals(session.window(table)))
                        .limit(count)
                        .toList();
                if (alike.size() == count) {
                    idle.removeAll(alike);
                    return alike;
                }
            }
        }
        return List.of();
    }

    private List<SnapshotSession> opened(List<SnapshotSession> sessions) {
        sessions.forEach(session -> open.add(session.wire()));
        if (closed) {
            sessions.forEach(this::discard);
            throw new ReplicationException(ErrorCode.SOURCE_CONNECTION_LOST, "the snapshot is closed");
        }
        return sessions;
    }

    private void giveBack(SnapshotSession session) {
        synchronized (idle) {
            idle.add(session);
        }
    }

    /** Sessions of many tables would be many. */
    private void keepOrDiscard(SnapshotSession session) {
        synchronized (idle) {
            if (!closed && idle.size() < MOST_KEPT) {
                idle.add(session);
                return;
            }
        }
        discard(session);
    }

    private void discard(SnapshotSession session) {
        open.remove(session.wire());
        session.wire().close();
    }

    @Override
    public void close() {
        closed = true;
        points.keySet().forEach(this::letGo);
        open.forEach(WireSession::close);
        open.clear();
    }
}
