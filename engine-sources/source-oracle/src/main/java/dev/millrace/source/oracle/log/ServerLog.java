package dev.millrace.source.oracle.log;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.source.oracle.position.OraclePosition;
import dev.millrace.source.oracle.server.Query;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Where the server's log begins and ends, and where to read it from. Thread-safe. */
public final class ServerLog {
    private static final String DOING = "reading the place in the log";
    private static final String INCARNATION = "DBID || '.' || RESETLOGS_CHANGE#";

    /**
     * The number comes first and last: a transaction that is open at the last began behind the first, or it is among those that are seen between.
     */
    private static final String NUMBER = "SELECT CURRENT_SCN, " + INCARNATION + " FROM V$DATABASE";

    private static final String OLDEST_OPEN = "SELECT MIN(START_SCN) FROM GV$TRANSACTION WHERE START_SCN > 0";
    private static final String FIRST = "SELECT MIN(FIRST_CHANGE#) FROM (SELECT FIRST_CHANGE# FROM V$LOG UNION ALL"
            + " SELECT A.FIRST_CHANGE# FROM V$ARCHIVED_LOG A, V$DATABASE D WHERE A.STATUS = 'A' AND A.ARCHIVED = 'YES'"
            + " AND A.NAME IS NOT NULL AND A.RESETLOGS_CHANGE# = D.RESETLOGS_CHANGE#)";
    private static final String AT_TIME =
            "SELECT TIMESTAMP_TO_SCN(CAST(FROM_TZ(CAST(TO_TIMESTAMP(?, 'YYYY-MM-DD HH24:MI:SS.FF6')"
                    + " AS TIMESTAMP), '+00:00') AT TIME ZONE TO_CHAR(SYSTIMESTAMP, 'TZH:TZM') AS TIMESTAMP)) FROM DUAL";
    /** A difference of days, as the minutes of a setting are. */
    private static final String BEFORE = "SELECT TIMESTAMP_TO_SCN(SCN_TO_TIMESTAMP(?) - %d / 1440.0) FROM DUAL";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

    private final Query query;
    private final Duration openTransactionWindow;

    /** @param openTransactionWindow how far before a given start transactions may have begun */
    public ServerLog(Query query, Duration openTransactionWindow) {
        this.query = query;
        this.openTransactionWindow = openTransactionWindow;
    }

    /** The end of the log, with what reading from there takes. */
    public OraclePosition end() {
        long before = Long.parseLong(number()[0]);
        String open = query.value(DOING, OLDEST_OPEN);
        String[] now = number();
        long oldest = open.isEmpty() ? before : Math.min(before, Long.parseLong(open));
        return new OraclePosition(Long.parseLong(now[0]), "", oldest - 1, now[1]);
    }

    private String[] number() {
        @org.jspecify.annotations.Nullable
        String[] row = query.rows(DOING, NUMBER).get(0);
        return new String[] {String.valueOf(row[0]), String.valueOf(row[1])};
    }

    /** A place that a user names, completed: its log is mined from as far before as the window says. */
    public OraclePosition at(OraclePosition place) {
        long from = place.scn();
        if (!openTransactionWindow.isZero()) {
            from = Long.parseLong(query.value(DOING, BEFORE.formatted(openTransactionWindow.toMinutes()), place.scn()));
        }
        return new OraclePosition(place.scn(), place.commits(), Math.min(from, place.scn()), number()[1]);
    }

    /** The place before the first transaction that was committed at or after a time; the server knows times to about three seconds. */
    public OraclePosition since(Instant time) {
        String text = TIME.format(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
        try {
            return at(OraclePosition.of(Long.parseLong(query.value(DOING, AT_TIME, text))));
        } catch (ReplicationException refused) {
            if (refused.isRetryable()) {
                throw refused;
            }
            throw new ReplicationException(
                    ErrorCode.START_POSITION_INVALID,
                    "the server knows no system change number of " + time + ": " + refused.getMessage()
                            + "; start at a number instead",
                    refused);
        }
    }

    /**
     * Makes sure that the log can be read from a place without a gap.
     *
     * @throws ReplicationException {@code SOURCE_LOG_PURGED}, {@code SOURCE_HISTORY_CHANGED}, {@code START_POSITION_INVALID}
     */
    public void require(OraclePosition place) {
        String[] now = number();
        if (!place.incarnation().isEmpty() && !place.incarnation().equals(now[1])) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_HISTORY_CHANGED,
                    "position " + place + " is of incarnation " + place.incarnation() + " of the database, which is "
                            + now[1] + " now: it is another one, or was opened with RESETLOGS; reload the task");
        }
        if (place.scn() > Long.parseLong(now[0])) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_HISTORY_CHANGED,
                    "position " + place + " lies behind the end of the log, which is " + now[0]
                            + "; check that it is the same database, or reload the task");
        }
        String first = query.value(DOING, FIRST);
        long from = place.mineFrom() < 0 ? place.scn() : place.mineFrom();
        if (!first.isEmpty() && from + 1 < Long.parseLong(first)) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_LOG_PURGED,
                    "reading on from " + place + " takes the log from " + from
                            + ", and the oldest that is left begins at " + first
                            + "; restore the archived logs, or reload the task and keep them for longer");
        }
    }
}
