package dev.millrace.source.sqlserver.snapshot;

import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.sqlserver.capture.ServerLog;
import dev.millrace.source.sqlserver.connection.Connections;
import dev.millrace.source.sqlserver.connection.ControlConnection;
import dev.millrace.source.sqlserver.connection.ServerErrors;
import dev.millrace.source.sqlserver.position.LogSequenceNumber;
import dev.millrace.source.sqlserver.value.ColumnValues;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.OnePoint;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.SnapshotWindow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The load's view of the tables: each chunk is read in a transaction of its own under snapshot isolation. What the capture job had read before
 * it began is in it, and nothing behind the end of the log right after; so rows with a key are told between two places. A table without a
 * key, or one that has to show one place, is locked against writers while its transactions begin, which makes the two places one. On a
 * readable secondary no lock does that: a table without a key is refused there, and one with a key is told between two places always.
 */
public final class SqlServerSnapshot implements Snapshot {
    private static final Logger LOG = LoggerFactory.getLogger(SqlServerSnapshot.class);
    private static final int FETCHED_ROWS = 2_000;

    private final LoadConnections connections;
    private final ExactTransactions exact;
    private final ServerLog log;
    private final ChunkPlanner planner;
    private final ColumnValues values;
    private final LogSequenceNumber start;
    private final boolean capture;
    private final boolean secondary;
    private final Map<TableId, OnePoint<Connection>> points = new ConcurrentHashMap<>();

    /**
     * @param start a place whose transactions every reader sees that begins from now on
     * @param capture whether the log is read from there; if not, nothing is asked of it
     */
    public SqlServerSnapshot(
            Connections connections,
            ControlConnection control,
            ServerLog log,
            ColumnValues values,
            LogSequenceNumber start,
            boolean capture) {
        this.connections = new LoadConnections(connections);
        this.exact = new ExactTransactions(this.connections, log, start);
        this.log = log;
        this.planner = new ChunkPlanner(control);
        this.values = values;
        this.start = start;
        this.capture = capture;
        this.secondary = capture && log.isSecondary();
    }

    /** Whether a chunk may be read under another snapshot than its neighbours. */
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
    public Hold holdOnePoint(TableSchema table, int readers) {
        TableId id = table.id();
        if (capture && secondary) {
            requireKey(table);
            LOG.warn(
                    "table {} is read from a readable secondary, where no lock keeps writers away: its chunks do not show one"
                            + " place in the log",
                    id);
        } else if (capture) {
            try {
                points.put(id, exact.of(id, readers));
            } catch (SQLException failure) {
                if (table.identifyingKey().isEmpty() || !ServerErrors.isLockTimeout(failure)) {
                    throw ServerErrors.classify(locking(id), failure);
                }
                LOG.warn(
                        "table {} could not be locked for the moment in which its snapshot begins: a transaction holds it ({});"
                                + " its chunks do not show one place in the log",
                        id,
                        failure.getMessage());
            }
        }
        return () -> letGo(id);
    }

    private void requireKey(TableSchema table) {
        if (table.identifyingKey().isEmpty()) {
            throw ExactTransactions.onSecondary(table.id());
        }
    }

    private void letGo(TableId table) {
        OnePoint<Connection> point = points.remove(table);
        if (point != null) {
            point.end().forEach(connections::discard);
        }
    }

    @Override
    public ChunkReader read(TableSchema table, Chunk chunk) {
        String query = SnapshotQueries.rows(table, ChunkBounds.decode(chunk.bounds()));
        try {
            OnePoint<Connection> point = points.get(table.id());
            if (point == null && capture && table.identifyingKey().isEmpty()) {
                point = exact.of(table.id(), 1);
            }
            return point == null ? between(query, table) : at(point, query, table);
        } catch (SQLException failure) {
            throw ServerErrors.classify("reading table " + table.id(), failure);
        }
    }

    private ChunkReader between(String query, TableSchema table) throws SQLException {
        LogSequenceNumber low = capture ? log.captured().or(start) : start;
        Connection connection = connections.isolated();
        try {
            ResultSet rows = begun(connection, query);
            LogSequenceNumber high = capture ? log.end().or(low) : low;
            return new ResultSetReader(rows, table, values, new SnapshotWindow(low, high), read -> {
                connections.discard(connection);
            });
        } catch (SQLException | RuntimeException failure) {
            connections.discard(connection);
            throw failure;
        }
    }

    private ChunkReader at(OnePoint<Connection> point, String query, TableSchema table) throws SQLException {
        Connection connection = point.take();
        try {
            ResultSet rows = begun(connection, query);
            return new ResultSetReader(rows, table, values, point.window(), read -> {
                if (read && points.containsValue(point)) {
                    point.giveBack(connection);
                } else {
                    lose(point, connection);
                }
            });
        } catch (SQLException | RuntimeException failure) {
            lose(point, connection);
            throw failure;
        }
    }

    /** A statement that is broken off may end its transaction, so that the next one would show a later moment. */
    private void lose(OnePoint<Connection> point, Connection connection) {
        connections.discard(connection);
        point.lose();
    }

    /** The first statement that reads is where a snapshot begins. */
    private static ResultSet begun(Connection connection, String query) throws SQLException {
        Statement statement = connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        statement.setFetchSize(FETCHED_ROWS);
        return statement.executeQuery(query);
    }

    private static String locking(TableId table) {
        return "locking table " + table + " against writers for the moment in which its snapshot begins";
    }

    @Override
    public void close() {
        connections.close();
    }
}
