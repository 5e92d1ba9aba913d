package dev.millrace.source.sqlserver.snapshot;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.source.sqlserver.capture.ServerLog;
import dev.millrace.source.sqlserver.connection.Queries;
import dev.millrace.source.sqlserver.connection.ServerErrors;
import dev.millrace.source.sqlserver.connection.Sql;
import dev.millrace.source.sqlserver.position.LogSequenceNumber;
import dev.millrace.spi.source.OnePoint;
import dev.millrace.spi.source.SnapshotWindow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins transactions that all show a table at one place in the log: it is locked against writers meanwhile. Other writers queue behind a
 * lock that waits for one of them, so it waits shortly, several times.
 *
 * @param start what counts as the end of a log that nothing was ever written to
 */
record ExactTransactions(LoadConnections connections, ServerLog log, LogSequenceNumber start) {
    private static final Logger LOG = LoggerFactory.getLogger(ExactTransactions.class);
    private static final int ATTEMPTS = 5;

    /**
     * So many, in connections that the caller has to discard.
     *
     * @throws SQLException {@linkplain ServerErrors#isLockTimeout of a lock} if somebody held one for too long
     */
    OnePoint<Connection> of(TableId table, int count) throws SQLException {
        List<Connection> readers = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                readers.add(connections.isolated());
            }
            return new OnePoint<>(table, SnapshotWindow.exactly(begun(table, readers)), readers);
        } catch (SQLException | RuntimeException failure) {
            readers.forEach(connections::discard);
            throw failure;
        }
    }

    /** The end of the log is behind every transaction that has written to the table: its lock goes no earlier. */
    private LogSequenceNumber begun(TableId table, List<Connection> readers) throws SQLException {
        Connection holder = connections.locking();
        try {
            requirePrimary(holder, table);
            lock(holder, table);
            for (Connection reader : readers) {
                Queries.run(reader, SnapshotQueries.begin(table));
            }
            LogSequenceNumber place = log.end().or(start);
            holder.rollback();
            return place;
        } finally {
            connections.discard(holder);
        }
    }

    /** "All locking hints are ignored" on a readable secondary. */
    private static void requirePrimary(Connection holder, TableId table) throws SQLException {
        String updateability = Queries.run(holder, ServerLog.UPDATEABILITY).get(0)[0];
        if (ServerLog.READ_ONLY.equals(updateability)) {
            throw onSecondary(table);
        }
    }

    static ReplicationException onSecondary(TableId table) {
        return new ReplicationException(
                ErrorCode.SOURCE_ROW_IDENTITY_MISSING,
                "table " + table
                        + " can't be loaded at one place in the log from a readable secondary, where no lock keeps"
                        + " writers away, so that rows without a key could be lost or doubled; read from the primary"
                        + " (without the setting ApplicationIntent), or run ALTER TABLE " + Sql.table(table)
                        + " ADD PRIMARY KEY (…) over the columns that identify its rows");
    }

    private static void lock(Connection holder, TableId table) throws SQLException {
        LOG.info("table {} is locked against writers for the moment in which its snapshot begins", table);
        for (int attempt = 1; true; attempt++) {
            try {
                Queries.run(holder, SnapshotQueries.lock(table));
                return;
            } catch (SQLException failure) {
                if (attempt == ATTEMPTS || !ServerErrors.isLockTimeout(failure)) {
                    throw failure;
                }
                holder.rollback();
            }
        }
    }
}
