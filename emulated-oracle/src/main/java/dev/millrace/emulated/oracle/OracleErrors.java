package dev.millrace.emulated.oracle;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;

/** Failures in the words and numbers of Oracle and its driver. */
final class OracleErrors {
    private static final int WRONG_PASSWORD = 28000;
    private static final int NO_SUCH_TABLE = 42102;
    private static final int NO_SUCH_TABLE_BUT = 42104;
    private static final int NO_SUCH_COLUMN = 42122;
    private static final int BROKEN = 90067;
    private static final int NETWORK = 90028;
    private static final int DATABASE_CLOSED = 90098;
    private static final int DATABASE_GONE = 90121;
    private static final int CLOSED = 90007;

    private OracleErrors() {}

    static SQLException of(SQLException failure, String what) {
        if (failure.getMessage() != null && failure.getMessage().startsWith("ORA-")) {
            return failure;
        }
        return switch (failure.getErrorCode()) {
            case WRONG_PASSWORD ->
                new SQLException("ORA-01017: invalid username/password; logon denied", "72000", 1017, failure);
            case BROKEN, NETWORK, DATABASE_CLOSED, DATABASE_GONE ->
                new SQLRecoverableException("ORA-17002: I/O error: " + failure.getMessage(), "08006", 17002, failure);
            case CLOSED -> new SQLRecoverableException("ORA-17008: Closed connection", "08003", 17008, failure);
            case NO_SUCH_TABLE, NO_SUCH_TABLE_BUT ->
                new SQLException("ORA-00942: table or view does not exist: " + what, "42000", 942, failure);
            case NO_SUCH_COLUMN -> new SQLException("ORA-00904: invalid identifier: " + what, "42000", 904, failure);
            default -> {
                Throwable cause = failure.getCause();
                yield cause instanceof SQLException inner && inner != failure
                        ? of(inner, what)
                        : new SQLException(
                                "the emulation failed: " + failure.getMessage() + " in " + what,
                                failure.getSQLState(),
                                failure.getErrorCode(),
                                failure);
            }
        };
    }
}
