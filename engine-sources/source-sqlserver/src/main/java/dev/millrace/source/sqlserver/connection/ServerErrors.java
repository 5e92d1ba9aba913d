package dev.millrace.source.sqlserver.connection;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.sql.SQLException;

/** Turns the error numbers of SQL Server into codes of the engine, each with what to do about it. */
public final class ServerErrors {
    private static final int NO_SNAPSHOTS = 3952;
    private static final int LOCK_TIMEOUT = 1222;

    private ServerErrors() {}

    /** Whether the connection is gone. */
    static boolean isLost(SQLException failure) {
        return failure.getSQLState() != null && failure.getSQLState().startsWith("08");
    }

    /** Whether a lock was waited for until {@code LOCK_TIMEOUT}. */
    public static boolean isLockTimeout(SQLException failure) {
        return failure.getErrorCode() == LOCK_TIMEOUT;
    }

    /**
     * Classifies a failure.
     *
     * @param doing what was tried, such as {@code reading the catalogue}
     */
    public static ReplicationException classify(String doing, SQLException failure) {
        ErrorCode code = code(failure);
        return new ReplicationException(
                code,
                doing + " failed: " + failure.getMessage() + " (error " + failure.getErrorCode() + ", SQLSTATE "
                        + failure.getSQLState() + ")" + remedy(code, failure.getErrorCode()),
                failure);
    }

    private static ErrorCode code(SQLException failure) {
        return switch (failure.getErrorCode()) {
            case 18456, 18452, 18470, 18486, 18487, 18488, 4060, 916 -> ErrorCode.SOURCE_AUTHENTICATION_FAILED;
            case 229, 230, 262, 297, 300, 15247, 22904 -> ErrorCode.SOURCE_GRANT_MISSING;
            case NO_SNAPSHOTS, 22901, 22832 -> ErrorCode.SOURCE_SETTING_WRONG;
            case 1205, LOCK_TIMEOUT, 3960, 596, 983, 976, 6005 -> ErrorCode.SOURCE_CONNECTION_LOST;
            default -> isLost(failure) ? ErrorCode.SOURCE_CONNECTION_LOST : ErrorCode.SOURCE_FAILED;
        };
    }

    private static String remedy(ErrorCode code, int number) {
        if (number == NO_SNAPSHOTS) {
            return "; run ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON";
        }
        if (number == LOCK_TIMEOUT) {
            return "; a transaction that is not ended holds it, sys.dm_tran_locks tells whose";
        }
        return switch (code) {
            case SOURCE_AUTHENTICATION_FAILED -> "; check user, password and the database's name";
            case SOURCE_GRANT_MISSING -> "; run the GRANT statements that the check command tells";
            case SOURCE_SETTING_WRONG -> "; run EXEC sys.sp_cdc_enable_db";
            default -> "";
        };
    }
}
