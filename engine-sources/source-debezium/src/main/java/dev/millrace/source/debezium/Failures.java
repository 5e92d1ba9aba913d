package dev.millrace.source.debezium;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.source.debezium.connector.Connector;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Locale;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** What a connector's failure is in the engine's words. */
final class Failures {
    private static final String CONNECTION_EXCEPTION = "08";
    private static final String OPERATOR_INTERVENTION = "57P";
    private static final String OBJECT_IN_USE = "55006";

    private Failures() {}

    /** @param connector whose failure it is */
    static ReplicationException of(Throwable failure, Connector connector) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ReplicationException known) {
                return known;
            }
        }
        String words = words(failure);
        return connector
                .known(words)
                .orElseGet(() -> new ReplicationException(
                        code(failure), "Debezium's connector failed: " + words + connector.remedy(words), failure));
    }

    private static ErrorCode code(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if ((cause instanceof SQLException sql && isOfConnection(sql))
                    || cause instanceof IOException
                    || cause instanceof RetriableException) {
                return ErrorCode.SOURCE_CONNECTION_LOST;
            }
            String words = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (words.contains("schema isn't known") || words.contains("different column size")) {
                return ErrorCode.SOURCE_SCHEMA_UNKNOWN;
            }
        }
        return ErrorCode.SOURCE_FAILED;
    }

    private static boolean isOfConnection(SQLException failure) {
        String state = failure.getSQLState();
        return state != null
                && (state.startsWith(CONNECTION_EXCEPTION)
                        || state.startsWith(OPERATOR_INTERVENTION)
                        || state.equals(OBJECT_IN_USE));
    }

    private static String words(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest == failure
                ? String.valueOf(failure.getMessage())
                : failure.getMessage() + " (" + deepest.getMessage() + ")";
    }
}
