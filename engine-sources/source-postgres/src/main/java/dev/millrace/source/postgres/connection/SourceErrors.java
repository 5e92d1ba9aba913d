package dev.millrace.source.postgres.connection;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.spi.TlsFailure;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;

import static java.util.Map.entry;

/**
 * Tells what an error of the server means for the task. States are those of PostgreSQL's appendix "Error Codes"; where one state
 * stands for several things, the message's English words decide, as the server has no finer code.
 */
public final class SourceErrors {
    private static final Map<String, ErrorCode> BY_STATE = Map.ofEntries(
            entry("28000", ErrorCode.SOURCE_AUTHENTICATION_FAILED),
            entry("28P01", ErrorCode.SOURCE_AUTHENTICATION_FAILED),
            entry("3D000", ErrorCode.SETTING_INVALID),
            entry("42501", ErrorCode.SOURCE_GRANT_MISSING),
            entry("55006", ErrorCode.SOURCE_SLOT_ACTIVE),
            entry("58P01", ErrorCode.SOURCE_LOG_PURGED),
            entry("53400", ErrorCode.SOURCE_SETTING_WRONG),
            entry("XX001", ErrorCode.SOURCE_LOG_UNREADABLE),
            entry("XX002", ErrorCode.SOURCE_LOG_UNREADABLE),
            entry("57P01", ErrorCode.SOURCE_CONNECTION_LOST),
            entry("57P02", ErrorCode.SOURCE_CONNECTION_LOST),
            entry("57P03", ErrorCode.SOURCE_UNREACHABLE),
            entry("57P05", ErrorCode.SOURCE_CONNECTION_LOST),
            entry("40001", ErrorCode.SOURCE_CONNECTION_LOST),
            entry("40P01", ErrorCode.SOURCE_CONNECTION_LOST));

    private SourceErrors() {}

    /**
     * An error of a statement on a connection that stood.
     *
     * @param doing what was tried and where, such as {@code "read table public.orders"}
     */
    public static ReplicationException classify(SQLException failure, String doing) {
        return new ReplicationException(code(failure), message(doing, failure), failure);
    }

    /** An error of a login. */
    public static ReplicationException whileConnecting(SQLException failure, String where) {
        Optional<TlsFailure> tls = TlsFailure.of(failure, SourceErrors::tlsFailure);
        if (tls.isPresent()) {
            return new ReplicationException(
                    tls.get() == TlsFailure.NOT_OFFERED
                            ? ErrorCode.SOURCE_SETTING_WRONG
                            : ErrorCode.SOURCE_AUTHENTICATION_FAILED,
                    message("connect to " + where, failure) + tls.get().remedy(),
                    failure);
        }
        ErrorCode code = code(failure);
        return switch (code) {
            case SOURCE_CONNECTION_LOST, SOURCE_FAILED ->
                new ReplicationException(
                        ErrorCode.SOURCE_UNREACHABLE,
                        message("connect to " + where, failure)
                                + "; check ServerName, Port and that the server accepts connections from here",
                        failure);
            case SOURCE_AUTHENTICATION_FAILED ->
                new ReplicationException(code, message("log in to " + where, failure) + loginRemedy(failure), failure);
            case SETTING_INVALID ->
                new ReplicationException(
                        code, message("connect to " + where, failure) + "; check DatabaseName", failure);
            default -> classify(failure, "connect to " + where);
        };
    }

    /** The driver has no code for these. Its words come in the JVM's language, the name of its verifier does not. */
    private static Optional<TlsFailure> tlsFailure(String message) {
        if (message.contains("PgjdbcHostnameVerifier")) {
            return Optional.of(TlsFailure.CERTIFICATE_REFUSED);
        }
        return message.equals(GT.tr("The server does not support SSL."))
                ? Optional.of(TlsFailure.NOT_OFFERED)
                : Optional.empty();
    }

    private static String loginRemedy(SQLException failure) {
        return text(failure).contains("pg_hba.conf")
                ? "; add a line for this user and address to pg_hba.conf (for changes also one with the database word"
                        + " 'replication'), then SELECT pg_reload_conf()"
                : "; check Username and Password";
    }

    /** What kind of trouble it is. */
    public static ErrorCode code(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        String text = text(failure);
        if (state.equals("55000") && isFromDriver(failure)) {
            // the driver's word for a stream whose connection broke between two reads
            return ErrorCode.SOURCE_CONNECTION_LOST;
        }
        if (state.equals("42704") || state.equals("55000")) {
            return slotOrPublication(text);
        }
        if (state.equals("53300")) {
            return text.contains("max_wal_senders") ? ErrorCode.SOURCE_SETTING_WRONG : ErrorCode.SOURCE_UNREACHABLE;
        }
        if (state.startsWith("08")) {
            return ErrorCode.SOURCE_CONNECTION_LOST;
        }
        return BY_STATE.getOrDefault(state, ErrorCode.SOURCE_FAILED);
    }

    private static boolean isFromDriver(SQLException failure) {
        return failure instanceof PSQLException server && server.getServerErrorMessage() == null;
    }

    private static ErrorCode slotOrPublication(String text) {
        if (text.contains("wal_level")) {
            return ErrorCode.SOURCE_SETTING_WRONG;
        }
        if (text.contains("publication")) {
            return ErrorCode.SOURCE_PUBLICATION_MISSING;
        }
        return text.contains("replication slot") ? ErrorCode.SOURCE_SLOT_LOST : ErrorCode.SOURCE_FAILED;
    }

    private static String message(String doing, SQLException failure) {
        String state = failure.getSQLState();
        return "can't " + doing + ": " + failure.getMessage() + (state == null ? "" : " (SQLSTATE " + state + ")");
    }

    private static String text(SQLException failure) {
        String message = failure.getMessage();
        return message == null ? "" : message.toLowerCase(Locale.ROOT);
    }
}
