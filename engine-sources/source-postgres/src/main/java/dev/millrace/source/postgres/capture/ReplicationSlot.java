package dev.millrace.source.postgres.capture;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.source.postgres.connection.Sql;
import dev.millrace.source.postgres.position.LogSequenceNumber;
import dev.millrace.source.postgres.position.ServerIdentity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A replication slot as {@code pg_replication_slots} shows it.
 *
 * @param plugin the output plugin; empty for a physical slot
 * @param sameDatabase whether it decodes the database we are connected to
 * @param activeProcess the server process that uses it; 0 if none
 * @param walStatus {@code reserved}, {@code extended}, {@code unreserved} or {@code lost}
 * @param restart from where the server reads the log again when decoding starts
 * @param confirmed up to where changes were acknowledged; what is before can't be read again
 */
public record ReplicationSlot(
        String name,
        String plugin,
        boolean sameDatabase,
        int activeProcess,
        String walStatus,
        long restart,
        long confirmed) {
    private static final String PLUGIN = "pgoutput";

    private static final String QUERY = """
            SELECT plugin, database = current_database(), active_pid, wal_status,
                   restart_lsn - '0/0'::pg_lsn, confirmed_flush_lsn - '0/0'::pg_lsn
            FROM pg_replication_slots
            WHERE slot_name = ?""";

    public static Optional<ReplicationSlot> find(Connection connection, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(QUERY)) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                String plugin = row.getString(1);
                String status = row.getString(4);
                return Optional.of(new ReplicationSlot(
                        name,
                        plugin == null ? "" : plugin,
                        row.getBoolean(2),
                        row.getInt(3),
                        status == null ? "" : status,
                        row.getLong(5),
                        row.getLong(6)));
            }
        }
    }

    /** Whether the server has removed log that the slot needs. */
    public boolean isLost() {
        return walStatus.equals("lost") || restart == 0;
    }

    /** The position up to which changes were acknowledged. */
    public LogSequenceNumber confirmedPosition(ServerIdentity server) {
        return new LogSequenceNumber(confirmed, server);
    }

    /** @throws ReplicationException {@code SETTING_INVALID}, {@code SOURCE_SLOT_LOST} */
    public void requireUsable() {
        if (!plugin.equals(PLUGIN) || !sameDatabase) {
            throw new ReplicationException(
                    ErrorCode.SETTING_INVALID,
                    "replication slot " + name + " "
                            + (plugin.equals(PLUGIN)
                                    ? "belongs to another database"
                                    : "has plugin '" + plugin + "', not " + PLUGIN)
                            + "; name another slot in SlotName, or drop it: " + dropStatement());
        }
        if (isLost()) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_SLOT_LOST,
                    "replication slot " + name + " is lost: the server removed log that it needs"
                            + " (wal_status " + walStatus + "); raise max_slot_wal_keep_size, run "
                            + dropStatement() + ", and reload the task's tables");
        }
    }

    /** @throws ReplicationException {@code SOURCE_SLOT_ACTIVE} */
    public void requireInactive() {
        if (activeProcess != 0) {
            throw active(name, activeProcess);
        }
    }

    static ReplicationException active(String name, int process) {
        return new ReplicationException(
                ErrorCode.SOURCE_SLOT_ACTIVE,
                "replication slot " + name + " is in use by server process " + process
                        + "; stop the task that reads it, or run SELECT pg_terminate_backend(" + process + ")");
    }

    public static ReplicationException missing(String name) {
        return new ReplicationException(
                ErrorCode.SOURCE_SLOT_LOST,
                "replication slot " + name + " does not exist on the server, so changes since the last"
                        + " position can't be read; it was dropped, or did not come along in a failover."
                        + " Reload the task's tables");
    }

    private String dropStatement() {
        return "SELECT pg_drop_replication_slot(" + Sql.literal(name) + ")";
    }
}
