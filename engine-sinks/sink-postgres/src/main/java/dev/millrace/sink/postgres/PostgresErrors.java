package dev.millrace.sink.postgres;

import dev.millrace.error.ErrorCode;
import dev.millrace.sink.jdbc.SqlErrors;
import dev.millrace.spi.TlsFailure;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Judges PostgreSQL's errors and words them without any value of a row. */
final class PostgresErrors {
    private static final Pattern DENIED =
            Pattern.compile("permission denied for (table|relation|view|schema|database|sequence|function) (\\S+)");
    private static final Pattern OWNER = Pattern.compile("must be owner of (?:table|relation|schema|sequence) (\\S+)");
    private static final Pattern QUOTED = Pattern.compile("\".*\"", Pattern.DOTALL);
    private static final Pattern FIRST_LINE_COLUMN = Pattern.compile("\\bcolumn ([^:\\n]+)");

    private final String username;

    PostgresErrors(String username) {
        this.username = username;
    }

    ErrorCode classify(SQLException thrown) {
        SQLException failure = SqlErrors.unwrap(thrown);
        String state = failure.getSQLState();
        if (state == null) {
            return isBroken(failure) ? ErrorCode.TARGET_CONNECTION_LOST : ErrorCode.TARGET_FAILED;
        }
        return switch (state) {
            // shut down, crashed, starting up, idle timeout; a server that became a standby is found again by
            // connecting anew
            case "57P01", "57P02", "57P03", "57P05", "25006", "40003" -> ErrorCode.TARGET_CONNECTION_LOST;
            case "53300" -> ErrorCode.TARGET_UNREACHABLE;
            case "55P03", "57014" -> ErrorCode.TARGET_LOCK_CONFLICT;
            case "58030" -> ErrorCode.TARGET_RESOURCE_EXHAUSTED;
            case "3D000" -> ErrorCode.TARGET_SETTING_WRONG;
            case "42501" -> ErrorCode.TARGET_GRANT_MISSING;
            case "42P01", "3F000" -> ErrorCode.TARGET_TABLE_MISSING;
            case "42703", "42804", "42P10", "428C9" -> ErrorCode.TARGET_TABLE_MISMATCH;
            // an index entry that is too long, a trigger that raised, a view's check option: the row is at fault
            case "54000" -> ErrorCode.TARGET_VALUE_REFUSED;
            case "P0001", "44000" -> ErrorCode.TARGET_CONSTRAINT_VIOLATED;
            default -> SqlErrors.classifyByState(failure);
        };
    }

    /** The driver has no code for these. Its words come in the JVM's language, the name of its verifier does not. */
    static Optional<TlsFailure> tlsFailure(String message) {
        if (message.contains("PgjdbcHostnameVerifier")) {
            return Optional.of(TlsFailure.CERTIFICATE_REFUSED);
        }
        return message.equals(GT.tr("The server does not support SSL."))
                ? Optional.of(TlsFailure.NOT_OFFERED)
                : Optional.empty();
    }

    String explain(SQLException failure) {
        SQLException cause = SqlErrors.unwrap(failure);
        String state = cause.getSQLState();
        ServerErrorMessage server = cause instanceof PSQLException known ? known.getServerErrorMessage() : null;
        String message = server == null ? cause.getMessage() : server.getMessage();
        String words = message == null ? "no message" : message;
        if (state == null) {
            return words;
        }
        if (state.equals("P0001")) {
            return "a trigger or function of the target refused the row" + place(server) + suffix(state);
        }
        if (state.startsWith("22")) {
            return QUOTED.matcher(words).replaceAll("\"…\"") + place(server) + suffix(state);
        }
        return words + suffix(state) + remedy(state, words);
    }

    /** Where in the table; the context's own text would show the value behind the column's name. */
    private static String place(@Nullable ServerErrorMessage server) {
        if (server == null) {
            return "";
        }
        String context = server.getWhere();
        if (context != null && context.startsWith("COPY ")) {
            Matcher column = FIRST_LINE_COLUMN.matcher(context);
            return column.find() ? " (column " + column.group(1) + ")" : "";
        }
        return server.getColumn() == null ? "" : " (column " + server.getColumn() + ")";
    }

    private static String suffix(String state) {
        return " [SQLState " + state + "]";
    }

    private String remedy(String state, String words) {
        return switch (state) {
            case "42501" -> grant(words);
            case "53100" -> "; free disk space on the target, then resume the task";
            case "53200" -> "; give the target more memory or lower work_mem, then resume the task";
            case "53300" -> "; raise max_connections on the target or lower the task's parallelism";
            case "25006" -> "; the server is read-only: connect to the primary";
            case "28P01", "28000" -> "; check user, password and pg_hba.conf";
            case "3D000" -> "; create the database or name another one";
            default -> "";
        };
    }

    private String grant(String words) {
        Matcher denied = DENIED.matcher(words);
        if (denied.find()) {
            String object = denied.group(2);
            return switch (denied.group(1)) {
                case "schema" -> "; run: GRANT USAGE, CREATE ON SCHEMA " + object + " TO " + user();
                case "database" -> "; run: GRANT CREATE, TEMPORARY ON DATABASE " + object + " TO " + user();
                case "sequence" -> "; run: GRANT USAGE, SELECT, UPDATE ON SEQUENCE " + object + " TO " + user();
                case "function" -> "; run: GRANT EXECUTE ON FUNCTION " + object + " TO " + user();
                default -> "; run: GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON TABLE " + object + " TO " + user();
            };
        }
        Matcher owner = OWNER.matcher(words);
        return owner.find() ? "; run: ALTER TABLE " + owner.group(1) + " OWNER TO " + user() : "";
    }

    private String user() {
        return PostgresDialect.quoted(username);
    }

    private static boolean isBroken(SQLException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }
}
