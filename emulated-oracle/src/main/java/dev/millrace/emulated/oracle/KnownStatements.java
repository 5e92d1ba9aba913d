package dev.millrace.emulated.oracle;

import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The statements that are known, and what each becomes here. Everything else is refused with its text. The list grows with what sources and
 * Debezium's connector (3.5) say.
 */
final class KnownStatements {
    private static final String NAME = "\"([^\"]+)\"";
    private static final String NOTHING = "SELECT 1";
    private static final Pattern LOG = Pattern.compile(
            "SELECT SCN, SQL_REDO, OPERATION_CODE, TIMESTAMP, XID, CSF, TABLE_NAME, .* FROM V\\$LOGMNR_CONTENTS WHERE .*");

    /** Documents are kept as their texts. */
    private static final Pattern DOCUMENT = Pattern.compile("XMLSERIALIZE\\(CONTENT (\"[^\"]+\") AS CLOB\\)");

    /** Flashback Query: SQL Language Reference, SELECT, flashback_query_clause. A partition or sub-partition is named before it. */
    private static final Pattern FLASHBACK = Pattern.compile(
            " FROM " + NAME + "\\." + NAME + "(?: ((?:SUB)?PARTITION) \\(" + NAME + "\\))? AS OF SCN (\\d+)");

    /** Views of the dictionary, of performance, and of the session. */
    private static final Pattern DICTIONARY = Pattern.compile(
            "(?is)(?:SELECT|WITH) .* FROM \\(?\\s*(?:SELECT .* FROM )?(?:ALL_|USER_TABLES|NLS_DATABASE|SESSION_PRIVS|G?V\\$|DUAL).*");

    /** The number of a time in UTC, turned to the zone of the server, which is UTC here. */
    private static final String NUMBER_OF_TIME =
            "SELECT TIMESTAMP_TO_SCN(CAST(FROM_TZ(CAST(TO_TIMESTAMP(?, 'YYYY-MM-DD HH24:MI:SS.FF6') AS TIMESTAMP), '+00:00')"
                    + " AT TIME ZONE TO_CHAR(SYSTIMESTAMP, 'TZH:TZM') AS TIMESTAMP)) FROM DUAL";

    /** Debezium reads large values of a row whose key has changed again, by the key; others are looked up by conditions as the log has them. */
    private static final Pattern AGAIN = Pattern.compile(
            "(SELECT \"[^?']* FROM )" + NAME + "\\." + NAME
                    + "( WHERE (?:\"[^\"]+\"=\\?(?: AND \"[^\"]+\"=\\?)*|\"[^\"]+\" = (?:'|TO_|HEXTORAW|UNISTR).*))",
            Pattern.DOTALL);

    private static final Pattern OF_TABLE = Pattern.compile(NAME + "\\." + NAME);

    /** Database Reference, V$LOGMNR_CONTENTS: there are rows only where LogMiner was started, but whoever may not read the view is told so before. */
    private static final String LOG_WITHOUT_ROWS = "SELECT COUNT(*) FROM V$LOGMNR_CONTENTS WHERE 1 = 0";

    /** PL/SQL Packages Reference, DBMS_LOGMNR: the log is one table here, whatever files are added. */
    private static final Pattern LOG_MINER = Pattern.compile(
            "(?is)BEGIN (?:sys\\.)?dbms_logmnr\\.(?:add_logfile|remove_logfile|start_logmnr|end_logmnr)\\s*\\(.*");

    private static final Pattern SESSION = Pattern.compile("(?is)ALTER SESSION SET .*");
    private static final Pattern LOG_TABLE =
            Pattern.compile("ALTER TABLE " + NAME + "\\." + NAME + " ADD SUPPLEMENTAL LOG DATA \\(ALL\\) COLUMNS");
    private static final String LOG_DATABASE = "ALTER DATABASE ADD SUPPLEMENTAL LOG DATA";

    /** The table by which Debezium makes the log writer write. */
    private static final Pattern FLUSH = Pattern.compile("UPDATE \"LOG_MINING_FLUSH\" SET LAST_SCN = (\\d+)");

    private static final String MAKE_FLUSH_TABLE = "CREATE TABLE \"LOG_MINING_FLUSH\" (LAST_SCN NUMBER(19,0))";

    private static final List<String> FLUSH_TABLE =
            List.of("INSERT INTO \"LOG_MINING_FLUSH\" VALUES (0)", "SELECT COUNT(1) FROM \"LOG_MINING_FLUSH\"");

    private KnownStatements() {}

    static String rewritten(String given) throws SQLException {
        String statement = DOCUMENT.matcher(given).replaceAll("$1");
        String sql = statement.trim().replaceAll("\\s+", " ");
        if (LOG.matcher(sql).matches()) {
            return statement + " ORDER BY SCN, SEQ$";
        }
        Matcher flashback = FLASHBACK.matcher(statement);
        if (flashback.find()) {
            return flashback(statement, flashback);
        }
        if (LOG_MINER.matcher(sql).matches() || SESSION.matcher(sql).matches()) {
            return NOTHING;
        }
        Matcher flush = FLUSH.matcher(sql);
        if (flush.matches()) {
            return "CALL FLUSH_LOG$(" + flush.group(1) + ")";
        }
        if (sql.equals(NUMBER_OF_TIME)) {
            return "SELECT TIMESTAMP_TO_SCN(CAST(? AS TIMESTAMP)) FROM DUAL";
        }
        if (sql.equals(MAKE_FLUSH_TABLE)) {
            return "INSERT INTO ALL_TABLES SELECT '" + EmulatedOracle.USER
                    + "', 'LOG_MINING_FLUSH', NULL, NULL, NULL, 'NO', 'N', 'N'," + " 'NO', 'NO', 'NO', NULL";
        }
        Matcher again = AGAIN.matcher(statement);
        if (again.matches()) {
            return again.group(1) + "(SELECT * FROM " + OracleTable.quoted(again.group(2)) + "."
                    + OracleTable.quoted(again.group(3)) + " WHERE " + RowVersions.CURRENT + ")" + again.group(4);
        }
        Matcher logged = LOG_TABLE.matcher(sql);
        if (logged.matches()) {
            return logAllColumns(logged.group(1), logged.group(2));
        }
        if (sql.equals(LOG_DATABASE)) {
            return "UPDATE V$DATABASE SET SUPPLEMENTAL_LOG_DATA_MIN = 'YES'";
        }
        if (FLUSH_TABLE.contains(sql) || sql.equals(LOG_WITHOUT_ROWS) || isOfDictionary(sql)) {
            return statement;
        }
        throw new SQLException("the emulation does not know the statement: " + sql);
    }

    private static boolean isOfDictionary(String sql) {
        return DICTIONARY.matcher(sql).matches() && !OF_TABLE.matcher(sql).find() && !sql.contains("V$LOGMNR_CONTENTS");
    }

    private static String flashback(String statement, Matcher found) {
        String condition =
                RowVersions.asOf(found.group(5)) + " AND (SELECT HAS_UNDO$(" + found.group(5) + ", OLDEST) FROM UNDO$)";
        String partition =
                found.group(3) == null ? "" : " AND " + found.group(3) + "$ = '" + escaped(found.group(4)) + "'";
        String rows = " FROM (SELECT * FROM " + OracleTable.quoted(found.group(1)) + "."
                + OracleTable.quoted(found.group(2)) + " WHERE " + condition + partition + ")";
        return statement.substring(0, found.start()) + rows + statement.substring(found.end());
    }

    static String logAllColumns(String schema, String table) {
        return "INSERT INTO ALL_LOG_GROUPS VALUES ('" + escaped(schema) + "', 'SYS_C' || NEXT VALUE FOR OBJECTS$, '"
                + escaped(table) + "', 'ALL COLUMN LOGGING', 'ALWAYS', 'GENERATED NAME')";
    }

    private static String escaped(String text) {
        return text.replace("'", "''");
    }
}
