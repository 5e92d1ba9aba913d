package dev.millrace.source.postgres.connection;

import dev.millrace.source.postgres.position.LogSequenceNumber;
import dev.millrace.source.postgres.position.ServerIdentity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a server is, and where its log ends.
 *
 * @param version {@code server_version_num}, such as 160004
 * @param identity whose log it is
 * @param standby whether it is in recovery
 * @param segmentSize bytes of one file of the log
 */
public record ServerFacts(int version, ServerIdentity identity, boolean standby, long segmentSize) {
    /** The oldest version whose log is read. */
    public static final int OLDEST_VERSION = 130000;

    private static final long PAGE_SIZE = 8192;
    private static final long PAGE_HEADER = 24;
    private static final long SEGMENT_HEADER = 40;

    private static final String QUERY = """
            SELECT current_setting('server_version_num')::int,
                   s.system_identifier,
                   CASE WHEN pg_is_in_recovery() THEN c.timeline_id
                        ELSE ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int END,
                   pg_is_in_recovery(),
                   pg_size_bytes(current_setting('wal_segment_size'))
            FROM pg_control_system() s, pg_control_checkpoint() c""";

    private static final String END_ON_PRIMARY =
            "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn, pg_current_wal_flush_lsn() - '0/0'::pg_lsn";
    private static final String END_ON_STANDBY = "SELECT pg_last_wal_replay_lsn() - '0/0'::pg_lsn";

    public static ServerFacts read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUERY)) {
            row.next();
            return new ServerFacts(
                    row.getInt(1),
                    new ServerIdentity(row.getLong(2), row.getInt(3)),
                    row.getBoolean(4),
                    row.getLong(5));
        }
    }

    /**
     * The end of the log: what was committed before is covered by it. A log whose end was written by something that does not wait
     * for the disk, such as a pruned page, is flushed soon after.
     */
    public LogSequenceNumber end(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(standby ? END_ON_STANDBY : END_ON_PRIMARY)) {
            row.next();
            long end = endOfRecord(row.getLong(1));
            if (!standby && end > row.getLong(2)) {
                wakeWriter(connection);
            }
            return new LogSequenceNumber(end, identity);
        }
    }

    /**
     * The insert position skips the header of a page that nothing was written to yet, and a position at which the reader
     * arrives never does.
     */
    long endOfRecord(long insertPosition) {
        if (insertPosition % segmentSize == SEGMENT_HEADER) {
            return insertPosition - SEGMENT_HEADER;
        }
        return insertPosition % PAGE_SIZE == PAGE_HEADER ? insertPosition - PAGE_HEADER : insertPosition;
    }

    /** The commit of an otherwise empty transaction makes the WAL writer flush up to here within a few hundred milliseconds. */
    private static void wakeWriter(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_current_xact_id()");
        }
    }
}
