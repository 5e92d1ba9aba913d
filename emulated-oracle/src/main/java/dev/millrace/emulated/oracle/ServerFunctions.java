package dev.millrace.emulated.oracle;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Functions that run in the database, as the SQL Language Reference of 19c describes them. */
public final class ServerFunctions {
    private ServerFunctions() {}

    /** The last number given out at or before a time; ORA-08180 if there is none so old. */
    public static Long timestampToScn(Connection connection, Timestamp time) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT MAX(SCN) FROM SCN_TIMES$ WHERE AT <= ?")) {
            query.setTimestamp(1, time);
            try (ResultSet result = query.executeQuery()) {
                result.next();
                long scn = result.getLong(1);
                if (result.wasNull()) {
                    throw new SQLException("ORA-08180: no snapshot found based on specified time", "72000", 8180);
                }
                return scn;
            }
        }
    }

    /** When a number was given out; ORA-08181 if that is not known. */
    public static Timestamp scnToTimestamp(Connection connection, long scn) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT AT FROM SCN_TIMES$ WHERE SCN <= ? ORDER BY SCN DESC FETCH FIRST 1 ROWS ONLY")) {
            query.setLong(1, scn);
            try (ResultSet result = query.executeQuery()) {
                if (!result.next()) {
                    throw new SQLException(
                            "ORA-08181: specified number is not a valid system change number", "72000", 8181);
                }
                return result.getTimestamp(1);
            }
        }
    }

    /** Whether rows can be shown as of a number; ORA-01555 if the undo of what was changed since is gone. */
    public static boolean hasUndo(long scn, long oldest) throws SQLException {
        if (scn < oldest) {
            throw new SQLException("ORA-01555: snapshot too old", "72000", 1555);
        }
        return true;
    }

    /** An update of Debezium's table, which is committed at once: what counts is that the log has an end behind the number. */
    public static void flushLog(Connection connection, long scn) throws SQLException {
        LogWriter log = new LogWriter(connection);
        log.mark(LogWriter.Operation.COMMIT, log.next(), LogWriter.newTransaction(connection));
        log.flush();
    }

    /** The number that a text has; ORA-01722 if it has none. */
    public static @Nullable BigDecimal number(@Nullable String text) throws SQLException {
        try {
            return text == null ? null : new BigDecimal(text.trim());
        } catch (NumberFormatException none) {
            throw new SQLException("ORA-01722: invalid number", "42000", 1722, none);
        }
    }

    /** Rows' addresses are texts here. */
    public static @Nullable String same(@Nullable String address) {
        return address;
    }

    /** The moment as date and time in UTC. */
    public static @Nullable LocalDateTime utc(@Nullable OffsetDateTime moment) {
        return moment == null
                ? null
                : moment.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
    }
}
