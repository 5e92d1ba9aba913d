package dev.millrace.source.oracle.snapshot;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.source.oracle.server.Connections;
import dev.millrace.source.oracle.server.Query;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.Snapshot;
import java.sql.Connection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The load's view of the tables: every query is as of the same system change number, so all windows are exact, of tables without key too, and no table
 * is locked. How long that works is a matter of the server's undo. Thread-safe.
 */
public final class OracleSnapshot implements Snapshot {
    private final Connections connections;
    private final Query query;
    private final SourcePosition start;
    private final SnapshotStatements statements;
    private final ChunkPlanner planner;
    private final boolean trims;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final Set<Connection> busy = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @param start the place in the log that the snapshot shows
     * @param scn the same place as a number
     * @param trims whether texts of fixed length come without the blanks at their end
     */
    public OracleSnapshot(Connections connections, SourcePosition start, long scn, boolean trims) {
        this.connections = connections;
        this.query = Query.overTables(connections);
        this.start = start;
        this.statements = new SnapshotStatements(scn);
        this.planner = new ChunkPlanner(query, statements);
        this.trims = trims;
    }

    /** Whether a row stays in the chunk as long as its key stays. */
    public static boolean isStable(Chunk chunk) {
        return ChunkBounds.decode(chunk.bounds()).isStable();
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
        return new RowReader(this, table, statements, ChunkBounds.decode(chunk.bounds()), trims);
    }

    Connection take() {
        Connection connection;
        synchronized (idle) {
            connection = idle.poll();
        }
        if (connection == null) {
            connection = connections.open();
        }
        busy.add(connection);
        if (closed) {
            discard(connection);
            throw new ReplicationException(ErrorCode.SOURCE_CONNECTION_LOST, "the snapshot is closed");
        }
        return connection;
    }

    void giveBack(Connection connection) {
        if (busy.remove(connection)) {
            synchronized (idle) {
                idle.push(connection);
            }
            if (closed) {
                close();
            }
        }
    }

    /** Ends a connection whose query is not at its end. */
    void discard(Connection connection) {
        if (busy.remove(connection)) {
            connections.cut(connection);
        }
    }

    @Override
    public void close() {
        closed = true;
        busy.forEach(this::discard);
        synchronized (idle) {
            while (!idle.isEmpty()) {
                connections.close(idle.pop());
            }
        }
        query.close();
    }
}
