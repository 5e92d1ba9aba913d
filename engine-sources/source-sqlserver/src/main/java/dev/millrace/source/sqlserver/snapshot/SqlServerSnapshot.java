package dev.millrace.source.sqlserver.snapshot;

import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.sqlserver.capture.ServerLog;
import dev.millrace.source.sqlserver.connection.Connections;
import dev.millrace.source.sqlserver.connection.ControlConnection;
import dev.millrace.source.sqlserver.connection.Queries;
import dev.millrace.source.sqlserver.connection.ServerErrors;
import dev.millrace.source.sqlserver.position.LogSequenceNumber;
import dev.millrace.source.sqlserver.value.ColumnValues;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.SnapshotWindow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The load's view of the tables: each chunk is read in a transaction of its own under snapshot isolation. What the capture job had read before
 * it began is in it, and nothing behind the end of the log right after; so rows with a key are told between two places. A table without a
 * key is locked against writers while its transaction begins, which makes the two places one.
 */
public final class SqlServerSnapshot implements Snapshot {
    private static final Logger LOG = LoggerFactory.getLogger(SqlServerSnapshot.class);
    private static final int FETCHED_ROWS = 2_000;

    private final Connections connections;
    private final ServerLog log;
    private final ChunkPlanner planner;
    private final ColumnValues values;
    private final LogSequenceNumber start;
    private final boolean capture;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

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
        this.connections = connections;
        this.log = log;
        this.planner = new ChunkPlanner(control);
        this.values = values;
        this.start = start;
        this.capture = capture;
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
    public ChunkReader read(TableSchema table, Chunk chunk) {
        String query = SnapshotQueries.rows(table, ChunkBounds.decode(chunk.bounds()));
        Connection connection = opened();
        try {
            isolate(connection);
            if (!capture) {
                return reader(connection, begun(connection, query), table, SnapshotWindow.exactly(start));
            }
            return table.identifyingKey().isPresent()
                    ? between(connection, query, table)
                    : exactly(connection, query, table);
        } catch (SQLException failure) {
            discard(connection);
            throw ServerErrors.classify("reading table " + table.id(), failure);
        } catch (RuntimeException failure) {
            discard(connection);
            throw failure;
        }
    }

    /** By a plain statement: the level that a prepared one sets lasts no longer than that. */
    private static void isolate(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(SnapshotQueries.ISOLATE);
        }
        connection.setAutoCommit(false);
    }

    private ChunkReader between(Connection connection, String query, TableSchema table) throws SQLException {
        LogSequenceNumber low = log.captured().or(start);
        ResultSet rows = begun(connection, query);
        return reader(connection, rows, table, new SnapshotWindow(low, log.end().or(low)));
    }

    private ChunkReader exactly(Connection connection, String query, TableSchema table) throws SQLException {
        Connection lock = opened();
        try {
            lock.setAutoCommit(false);
            lock(lock, table.id());
            ResultSet rows = begun(connection, query);
            LogSequenceNumber place = log.end().or(start);
            lock.rollback();
            return reader(connection, rows, table, SnapshotWindow.exactly(place));
        } finally {
            discard(lock);
        }
    }

    private static void lock(Connection connection, TableId table) throws SQLException {
        LOG.info(
                "table {} has no key: it is locked against writers for the moment in which its snapshot begins", table);
        Queries.run(connection, SnapshotQueries.lock(table));
    }

    /** The first statement that reads is where a snapshot begins. */
    private static ResultSet begun(Connection connection, String query) throws SQLException {
        Statement statement = connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        statement.setFetchSize(FETCHED_ROWS);
        return statement.executeQuery(query);
    }

    private ChunkReader reader(Connection connection, ResultSet rows, TableSchema table, SnapshotWindow window) {
        return new ResultSetReader(rows, table, values, window, () -> discard(connection));
    }

    private Connection opened() {
        Connection connection = connections.open();
        open.add(connection);
        return connection;
    }

    private void discard(Connection connection) {
        open.remove(connection);
        connections.cut(connection);
    }

    @Override
    public void close() {
        open.forEach(this::discard);
    }
}
