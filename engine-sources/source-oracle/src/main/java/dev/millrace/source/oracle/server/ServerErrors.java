package dev.millrace.source.oracle.server;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.TlsFailure;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.util.Optional;

/** Turns the numbers of Oracle's errors into codes of the engine, each with what to do about it. */
public final class ServerErrors {
    private ServerErrors() {}

    /** What kept a connection from being made. */
    static ReplicationException connecting(Endpoint endpoint, SQLException failure) {
        String what = "connecting to " + endpoint + " failed: " + failure.getMessage();
        Optional<TlsFailure> tls = TlsFailure.of(failure);
        if (tls.isPresent()) {
            return new ReplicationException(
                    ErrorCode.SOURCE_SETTING_WRONG, what + tls.get().remedy(), failure);
        }
        ErrorCode code = code(failure);
        return code == ErrorCode.SOURCE_CONNECTION_LOST || code == ErrorCode.SOURCE_FAILED
                ? new ReplicationException(
                        ErrorCode.SOURCE_UNREACHABLE,
                        what + "; check ServerName, Port and that the listener knows the service DatabaseName",
                        failure)
                : new ReplicationException(code, what + remedy(code), failure);
    }

    /** @param doing what was tried, such as {@code reading table HR.JOBS} */
    public static ReplicationException of(String doing, SQLException failure) {
        ErrorCode code = code(failure);
        return new ReplicationException(code, doing + " failed: " + failure.getMessage() + remedy(code), failure);
    }

    private static ErrorCode code(SQLException failure) {
        return switch (failure.getErrorCode()) {
            case 1017, 1005, 28000, 28001, 1045 -> ErrorCode.SOURCE_AUTHENTICATION_FAILED;
            case 942, 1031, 1039, 1749, 41900 -> ErrorCode.SOURCE_GRANT_MISSING;
            case 12505, 12514, 12516, 12520, 12541, 12543, 12170, 1033, 1034, 1109, 17820 ->
                ErrorCode.SOURCE_UNREACHABLE;
            case 28, 1012, 1092, 1089, 1090, 2396, 3113, 3114, 3135, 12571, 17002, 17008, 17410 ->
                ErrorCode.SOURCE_CONNECTION_LOST;
            case 1291, 308, 1284 -> ErrorCode.SOURCE_LOG_PURGED;
            case 1466 -> ErrorCode.SOURCE_TABLE_REWRITTEN;
            case 1555, 22924, 8180 -> ErrorCode.SOURCE_SETTING_WRONG;
            default ->
                failure instanceof SQLRecoverableException ? ErrorCode.SOURCE_CONNECTION_LOST : ErrorCode.SOURCE_FAILED;
        };
    }

    private static String remedy(ErrorCode code) {
        return switch (code) {
            case SOURCE_AUTHENTICATION_FAILED -> "; check user and password, and that the account is open";
            case SOURCE_GRANT_MISSING -> "; grant the task's user what the check of the task lists";
            case SOURCE_LOG_PURGED -> "; keep archived logs for longer, and reload the task";
            case SOURCE_SETTING_WRONG ->
                "; the undo is too short for a load of this length: raise UNDO_RETENTION and the undo tablespace, then resume";
            default -> "";
        };
    }
}
