package dev.millrace.source.sqlserver.capture;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.source.sqlserver.connection.ControlConnection;
import dev.millrace.source.sqlserver.position.LogSequenceNumber;
import java.time.Instant;
import java.time.ZoneOffset;

/** Where the transaction log ends, and how far the capture job has read it. Thread-safe. */
public final class ServerLog {
    private static final String DOING = "asking for the end of the log";

    /** Asks whether the database is written to here. */
    public static final String UPDATEABILITY =
            "SELECT CAST(DATABASEPROPERTYEX(DB_NAME(), 'Updateability') AS nvarchar(128))";

    /** What is answered where it is not. */
    public static final String READ_ONLY = "READ_ONLY";

    private final ControlConnection control;

    public ServerLog(ControlConnection control) {
        this.control = control;
    }

    /** The end of the log: every transaction that has committed lies before it; on a secondary, every one that shows there. */
    public LogSequenceNumber end() {
        String text = control.value(DOING, "SELECT log_end_lsn FROM sys.dm_db_log_stats(DB_ID())");
        if (!text.isEmpty()) {
            return LogSequenceNumber.parse(text);
        }
        if (!isSecondary()) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_GRANT_MISSING,
                    "the server does not tell where its log ends; run GRANT VIEW DATABASE STATE for the task's user");
        }
        return endOnSecondary();
    }

    /** On a secondary {@code sys.dm_db_log_stats} tells no numbers, as its documentation says; what that has not redone yet lies before this too. */
    private LogSequenceNumber endOnSecondary() {
        String block = control.value(
                DOING,
                "SELECT CAST(end_of_log_lsn AS nvarchar(30)) FROM sys.dm_hadr_database_replica_states"
                        + " WHERE is_local = 1 AND database_id = DB_ID()");
        if (block.isEmpty()) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_SETTING_WRONG,
                    "the database is read-only, and no secondary of an availability group, so that nothing changes in it;"
                            + " load it by a task that does not follow changes, or name the server where it is written to");
        }
        return LogSequenceNumber.endOfBlock(block);
    }

    /** Whether the database is written to elsewhere, as on a readable secondary of an availability group. */
    public boolean isSecondary() {
        return READ_ONLY.equals(control.value("asking whether the database is written to here", UPDATEABILITY));
    }

    /** The last place that the capture job has read: what lies before it stands in the change tables. Zero if it has read nothing. */
    public LogSequenceNumber captured() {
        String digits = control.value(DOING, "SELECT sys.fn_cdc_get_max_lsn()");
        return digits.isEmpty() ? LogSequenceNumber.ZERO : LogSequenceNumber.parse(digits);
    }

    /** The place before the first transaction that was committed at or after a time. */
    public LogSequenceNumber before(Instant time) {
        String digits = control.value(
                "looking for the start time in the log",
                "SELECT sys.fn_cdc_map_time_to_lsn('largest less than',"
                        + " CAST(SWITCHOFFSET(?, DATENAME(TZOFFSET, SYSDATETIMEOFFSET())) AS datetime))",
                time.atOffset(ZoneOffset.UTC));
        if (digits.isEmpty()) {
            throw new ReplicationException(
                    ErrorCode.START_POSITION_INVALID,
                    "the change tables hold nothing from before " + time
                            + ", so that changes since then may be gone; start later, or raise the retention of the cleanup job: "
                            + Remedies.RETENTION);
        }
        return LogSequenceNumber.parse(digits);
    }
}
