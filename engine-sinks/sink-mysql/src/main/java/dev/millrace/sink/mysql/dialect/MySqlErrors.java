package dev.millrace.sink.mysql.dialect;

import dev.millrace.error.ErrorCode;
import dev.millrace.sink.jdbc.SqlErrors;
import dev.millrace.spi.TlsFailure;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sorts the servers' error numbers, and words them without the values that the servers quote. */
public final class MySqlErrors {
    private static final Pattern CONNECTION_PREFIX = Pattern.compile("^\\(conn=\\d+\\) ");
    private static final Pattern COLUMN = Pattern.compile("column [`']?([^'\\s]+?)[`']?(?: at row (\\d+))?$");
    private static final Pattern KEY = Pattern.compile("for key '([^']*)'$");
    private static final Pattern FOREIGN_KEY = Pattern.compile("CONSTRAINT `((?:[^`]|``)*)` FOREIGN KEY");
    private static final Pattern DENIED_TABLE = Pattern.compile(
            "^(.+?) command denied to user '([^']*)'@'([^']*)' for table [`']?([^`'.]+)[`']?(?:\\.[`']?([^`']+)[`']?)?");
    private static final Pattern DENIED_DATABASE =
            Pattern.compile("^Access denied for user '([^']*)'@'([^']*)' to database '([^']*)'");

    private MySqlErrors() {}

    /** The kind of failure that an error number stands for. */
    public static ErrorCode classify(SQLException failure) {
        return switch (failure.getErrorCode()) {
            case 1045, 1698, 1251, 1524, 1862, 3118, 4151 -> ErrorCode.TARGET_AUTHENTICATION_FAILED;
            case 1044, 1142, 1143, 1227, 1370, 3619 -> ErrorCode.TARGET_GRANT_MISSING;
            case 1205, 1213, 3058, 3572 -> ErrorCode.TARGET_LOCK_CONFLICT;
            case 1021, 1041, 1037, 1038, 1114, 1135, 1028, 1030, 1197, 3675 -> ErrorCode.TARGET_RESOURCE_EXHAUSTED;
            case 1022,
                    1048,
                    1062,
                    1169,
                    1216,
                    1217,
                    1263,
                    1364,
                    1451,
                    1452,
                    1526,
                    1557,
                    1586,
                    1761,
                    1762,
                    1859,
                    3819,
                    4025 -> ErrorCode.TARGET_CONSTRAINT_VIOLATED;
            case 1153,
                    1264,
                    1292,
                    1300,
                    1301,
                    1366,
                    1367,
                    1416,
                    1426,
                    1411,
                    1690,
                    1977,
                    3140,
                    3141,
                    3144,
                    3156,
                    3617,
                    3643,
                    3854,
                    4038 -> ErrorCode.TARGET_VALUE_REFUSED;
            case 1265, 1406 -> ErrorCode.TARGET_VALUE_TRUNCATED;
            case 1049, 1051, 1146 -> ErrorCode.TARGET_TABLE_MISSING;
            case 1054, 1071, 1074, 1117, 1118, 1136, 1261, 1262, 1058, 1110, 1701, 3750, 3780 ->
                ErrorCode.TARGET_TABLE_MISMATCH;
            case 1036, 1290, 1792, 1836, 3948, 4166, 1665, 1785, 1786 -> ErrorCode.TARGET_SETTING_WRONG;
            case 1040,
                    1042,
                    1043,
                    1053,
                    1152,
                    1158,
                    1159,
                    1160,
                    1161,
                    1184,
                    1203,
                    1226,
                    1317,
                    1927,
                    2006,
                    2013,
                    3024,
                    3169,
                    4031 -> ErrorCode.TARGET_CONNECTION_LOST;
            default -> SqlErrors.classifyByState(failure);
        };
    }

    /** What the driver's message says about TLS; it has no code for these. */
    static Optional<TlsFailure> tlsFailure(String message) {
        if (message.contains("hostname verification failed") || message.contains("Self signed certificates")) {
            return Optional.of(TlsFailure.CERTIFICATE_REFUSED);
        }
        return message.contains("ssl not enabled in the server")
                ? Optional.of(TlsFailure.NOT_OFFERED)
                : Optional.empty();
    }

    /** What failed, without any value of a row, and what to do about it if the number alone tells. */
    public static String explain(SQLException failure) {
        return explain(failure.getErrorCode(), failure.getSQLState(), String.valueOf(failure.getMessage()));
    }

    static String explain(int number, @Nullable String state, String serverMessage) {
        String message = CONNECTION_PREFIX.matcher(serverMessage).replaceFirst("");
        String suffix = " (error " + number + (state == null ? "" : ", SQLSTATE " + state) + ")";
        String words = switch (number) {
            case 1022, 1062, 1169, 1557, 1586, 1761, 1762 -> "duplicate value" + key(message);
            case 1451, 1217, 1216, 1452 -> foreignKey(number, message);
            case 1048 -> "NULL is not allowed" + column(message);
            case 1263 -> "NULL was supplied to a NOT NULL column" + column(message);
            case 1364 -> "a column without default was not supplied" + column(message);
            case 1526 -> "the table has no partition for the value";
            case 1264 -> "the value is out of range" + column(message);
            case 1265 -> "the value does not fit unchanged" + column(message);
            case 1406 -> "the value is too long" + column(message);
            case 1292, 1366, 1367, 1411 -> "the value is not valid" + column(message);
            case 1300 -> "the text is not valid in its character set";
            case 3140, 3141, 3144, 3156 -> "the value is not valid JSON";
            case 1416, 3617, 3643, 3854 -> "the value is not a valid geometry";
            case 1690 -> "the value is out of range";
            case 1153 -> "a value is larger than the server's max_allowed_packet; raise it";
            case 3819, 4025 -> "a CHECK constraint failed";
            case 1142, 1143 -> message + "; run: " + grantOnTable(message);
            case 1044 -> message + "; run: " + grantOnDatabase(message);
            case 1114 -> "the disk or the tablespace is full; make room on the target, then resume the task";
            case 1021, 3675 -> "the disk is full; make room on the target, then resume the task";
            case 1205 -> "another session held a lock for too long";
            case 1213 -> "the server resolved a deadlock against this transaction";
            case 1701 ->
                "a foreign key refers to the table, so it can't be truncated; drop that key, or set the extra"
                        + " connection attribute Initstmt=SET FOREIGN_KEY_CHECKS=0";
            case 3750 ->
                "the server demands a primary key on every table; give the table one, or run:"
                        + " SET GLOBAL sql_require_primary_key=0";
            case 3948, 4166 -> "LOAD DATA LOCAL is off; run: SET GLOBAL local_infile=1";
            case 1290, 1792, 1836 -> "the server is read-only; name the writable one as target";
            case 1665 -> "binlog_format is STATEMENT; run: SET GLOBAL binlog_format=ROW";
            default -> message;
        };
        return words + suffix;
    }

    private static String column(String message) {
        Matcher column = COLUMN.matcher(message);
        if (column.find()) {
            return " for column " + column.group(1) + (column.group(2) == null ? "" : " in row " + column.group(2));
        }
        Matcher quoted = Pattern.compile("(?:Column|Field) '([^']*)'").matcher(message);
        return quoted.find() ? " for column " + quoted.group(1) : "";
    }

    private static String key(String message) {
        Matcher key = KEY.matcher(message);
        return key.find() ? " for key " + key.group(1) : "";
    }

    private static String foreignKey(int number, String message) {
        boolean parent = number == 1451 || number == 1217;
        Matcher name = FOREIGN_KEY.matcher(message);
        String which = name.find() ? " " + name.group(1) : "";
        return parent
                ? "a row of another table still refers to it by foreign key" + which
                : "the row that foreign key" + which + " refers to is not there";
    }

    private static String grantOnTable(String message) {
        Matcher denied = DENIED_TABLE.matcher(message);
        if (!denied.find()) {
            return "GRANT ALTER, CREATE, DROP, INDEX, REFERENCES, INSERT, UPDATE, DELETE, SELECT, CREATE TEMPORARY TABLES"
                    + " on the target's databases";
        }
        String table = denied.group(5) == null
                ? "<its database>." + SqlText.quote(denied.group(4))
                : SqlText.quote(denied.group(4)) + "." + SqlText.quote(denied.group(5));
        return "GRANT " + denied.group(1) + " ON " + table + " TO " + user(denied.group(2), denied.group(3));
    }

    private static String grantOnDatabase(String message) {
        Matcher denied = DENIED_DATABASE.matcher(message);
        if (!denied.find()) {
            return "GRANT ALL PRIVILEGES on that database";
        }
        return "GRANT ALTER, CREATE, DROP, INDEX, REFERENCES, INSERT, UPDATE, DELETE, SELECT, CREATE TEMPORARY TABLES ON "
                + SqlText.quote(denied.group(3)) + ".* TO " + user(denied.group(1), denied.group(2));
    }

    private static String user(String name, String host) {
        return "'" + name + "'@'" + host + "'";
    }
}
