package dev.millrace.sink.jdbc;

import dev.millrace.error.ErrorCategory;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;

/** Turns a driver's exceptions into the engine's. */
public final class SqlErrors {
    private SqlErrors() {}

    /**
     * The failure with the dialect's code and its value-free words. A failure over a row keeps no cause, since drivers quote the value
     * in their message.
     *
     * @param doing what was tried and where, such as {@code can't write to table a.b}
     */
    public static ReplicationException translate(SqlDialect dialect, SQLException failure, String doing) {
        ErrorCode code = dialect.classify(failure);
        String message = doing + ": " + dialect.explain(failure);
        if (code.category() == ErrorCategory.TARGET_DATA) {
            SQLException withoutValues =
                    new SQLException(dialect.explain(failure), failure.getSQLState(), failure.getErrorCode());
            withoutValues.setStackTrace(failure.getStackTrace());
            return new ReplicationException(code, message, withoutValues);
        }
        return new ReplicationException(code, message, unwrap(failure));
    }

    /** The server's failure inside that of a batch, whose own message shows the statement with its values. */
    public static SQLException unwrap(SQLException failure) {
        if (!(failure instanceof BatchUpdateException)) {
            return failure;
        }
        SQLException next = failure.getNextException();
        if (next != null) {
            return next;
        }
        SQLException withoutValues = new SQLException("a batch failed", failure.getSQLState(), failure.getErrorCode());
        withoutValues.setStackTrace(failure.getStackTrace());
        return withoutValues;
    }

    /**
     * What the SQL standard's SQLState classes tell, for dialects to start from: {@code TARGET_FAILED} if they tell nothing.
     */
    public static ErrorCode classifyByState(SQLException failure) {
        String state = failure.getSQLState();
        if (state == null || state.length() < 2) {
            return ErrorCode.TARGET_FAILED;
        }
        if (state.equals("22001")) {
            return ErrorCode.TARGET_VALUE_TRUNCATED;
        }
        return switch (state.substring(0, 2)) {
            case "08" -> ErrorCode.TARGET_CONNECTION_LOST;
            case "22" -> ErrorCode.TARGET_VALUE_REFUSED;
            case "23" -> ErrorCode.TARGET_CONSTRAINT_VIOLATED;
            case "28" -> ErrorCode.TARGET_AUTHENTICATION_FAILED;
            case "40" -> ErrorCode.TARGET_LOCK_CONFLICT;
            case "53" -> ErrorCode.TARGET_RESOURCE_EXHAUSTED;
            default -> ErrorCode.TARGET_FAILED;
        };
    }
}
