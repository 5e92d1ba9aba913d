package dev.millrace.source.mysql.server;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns the error numbers of MySQL and MariaDB into codes of the engine, each with what to do about it. */
public final class ServerErrors {
    /** A privilege on a whole database is missing. */
    public static final int DATABASE_DENIED = 1044;

    private static final int REFUSED_DUMP = 1236;

    private ServerErrors() {}

    /**
     * Classifies an error that the server answered with.
     *
     * @param doing what was tried, such as {@code reading the binary log}
     */
    public static ReplicationException classify(
            String doing, int number, String sqlState, String message, @Nullable Throwable cause) {
        String what = doing + " failed: " + message + " (error " + number + ", SQLSTATE " + sqlState + ")";
        if (number == REFUSED_DUMP) {
            return refusedDump(what, message, cause);
        }
        ErrorCode code = code(number, sqlState);
        return new ReplicationException(code, what + remedy(code), cause);
    }

    private static ErrorCode code(int number, String sqlState) {
        return switch (number) {
            case 1045, 1698, 1862, 1820, 1251, 1524, 1275, 3118, 4151 -> ErrorCode.SOURCE_AUTHENTICATION_FAILED;
            case DATABASE_DENIED, 1142, 1143, 1227, 1370, 1410 -> ErrorCode.SOURCE_GRANT_MISSING;
            case 1040, 1130, 1129, 1158, 1159, 1160, 1161, 1203, 1226 -> ErrorCode.SOURCE_UNREACHABLE;
            case 1053, 1077, 1079, 1205, 1213, 1317, 1927, 1969, 3024, 3169, 4031 -> ErrorCode.SOURCE_CONNECTION_LOST;
            case 1381 -> ErrorCode.SOURCE_SETTING_WRONG;
            case 1789, 1955, 1947 -> ErrorCode.SOURCE_LOG_PURGED;
            default ->
                sqlState.startsWith("08")
                        ? ErrorCode.SOURCE_CONNECTION_LOST
                        : sqlState.startsWith("28") ? ErrorCode.SOURCE_AUTHENTICATION_FAILED : ErrorCode.SOURCE_FAILED;
        };
    }

    private static String remedy(ErrorCode code) {
        return switch (code) {
            case SOURCE_AUTHENTICATION_FAILED ->
                "; check user and password, and which hosts and methods the account may log in with";
            case SOURCE_GRANT_MISSING -> "; " + Remedies.GRANT;
            case SOURCE_SETTING_WRONG -> "; " + Remedies.LOG_BIN;
            case SOURCE_LOG_PURGED -> "; " + Remedies.PURGED;
            default -> "";
        };
    }

    /** The server refuses to send its log; only the text tells why. */
    private static ReplicationException refusedDump(String what, String message, @Nullable Throwable cause) {
        String text = message.toLowerCase(Locale.ROOT);
        if (text.contains("purged")
                || text.contains("could not find first log file")
                || text.contains("could not find gtid state")) {
            return new ReplicationException(ErrorCode.SOURCE_LOG_PURGED, what + "; " + Remedies.PURGED, cause);
        }
        if (text.contains("more gtids than")
                || text.contains("not in the master's binlog")
                || text.contains("which is not in the")
                || text.contains("diverge")
                || text.contains("impossible position")
                || text.contains("position > file size")) {
            return new ReplicationException(
                    ErrorCode.SOURCE_HISTORY_CHANGED, what + "; " + Remedies.HISTORY_CHANGED, cause);
        }
        if (text.contains("same server_uuid") || text.contains("same server_id") || text.contains("same id")) {
            return new ReplicationException(
                    ErrorCode.SOURCE_SETTING_WRONG,
                    what + "; another replica uses our server id: set the endpoint setting ServerId to a free number",
                    cause);
        }
        if (text.contains("max_allowed_packet")) {
            return new ReplicationException(
                    ErrorCode.SOURCE_SETTING_WRONG,
                    what + "; run SET GLOBAL max_allowed_packet = 1073741824 on the source",
                    cause);
        }
        if (text.contains("binary log is not open")) {
            return new ReplicationException(ErrorCode.SOURCE_SETTING_WRONG, what + "; " + Remedies.LOG_BIN, cause);
        }
        return new ReplicationException(ErrorCode.SOURCE_LOG_UNREADABLE, what + "; " + Remedies.RELOAD, cause);
    }
}
