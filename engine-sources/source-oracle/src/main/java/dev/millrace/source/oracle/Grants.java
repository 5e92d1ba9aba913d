package dev.millrace.source.oracle;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableSchema;
import dev.millrace.source.oracle.server.Query;
import dev.millrace.source.oracle.server.Sql;
import dev.millrace.spi.Finding;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the task's user may do, as it is now. Belongs to one check. */
final class Grants {
    private static final String DOING = "checking the privileges";

    /** A package is shown to those who may execute it. */
    private static final String PACKAGE =
            "SELECT COUNT(*) FROM ALL_OBJECTS WHERE OWNER = 'SYS' AND OBJECT_NAME = ? AND OBJECT_TYPE = 'PACKAGE'";

    private static final String OF_TABLE =
            "SELECT COUNT(*) FROM ALL_TAB_PRIVS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND PRIVILEGE = ?"
                    + " AND (GRANTEE IN (USER, 'PUBLIC') OR GRANTEE IN (SELECT ROLE FROM SESSION_ROLES))";
    private static final String OWNER = "SELECT USER FROM DUAL";
    private static final String NUMBER = "SELECT CURRENT_SCN FROM V$DATABASE";

    /** What a load reads to know its place in the log. */
    private static final List<String> VIEWS_OF_LOAD = List.of("V$DATABASE", "GV$TRANSACTION");

    /** What is read of the log, by the names that grants take. */
    private static final List<String> VIEWS_OF_LOG = List.of(
            "V$THREAD",
            "V$PARAMETER",
            "V$LOG",
            "V$LOGFILE",
            "V$ARCHIVED_LOG",
            "V$ARCHIVE_DEST_STATUS",
            "V$TRANSACTION",
            "V$LOGMNR_LOGS",
            "V$LOGMNR_CONTENTS",
            "V$MYSTAT",
            "V$STATNAME");

    private final Query query;
    private final Remedies remedies;
    private final Set<String> held = new TreeSet<>();
    private final String user;

    Grants(Query query, Remedies remedies) {
        this.query = query;
        this.remedies = remedies;
        this.user = query.value(DOING, OWNER);
        query.rows(DOING, "SELECT PRIVILEGE FROM SESSION_PRIVS").forEach(row -> held.add(String.valueOf(row[0])));
    }

    /** Whether the user has a privilege of the system, by itself or by a role. */
    boolean holds(String privilege) {
        return held.contains(privilege);
    }

    boolean mayAlter(TableSchema table) {
        return holds("ALTER ANY TABLE")
                || table.id().schema().equals(user)
                || !query.value(DOING, OF_TABLE, table.id().schema(), table.id().table(), "ALTER")
                        .equals("0");
    }

    /**
     * What every load takes: the place in the log, and the tables as they are there.
     *
     * @return whether the views can be read
     */
    boolean checkLoad(List<TableSchema> tables, List<Finding> findings) {
        if (!canRead(VIEWS_OF_LOAD, findings)) {
            return false;
        }
        String number = query.value(DOING, NUMBER);
        for (TableSchema table : tables) {
            require(
                    "SELECT 1 FROM " + Sql.table(table.id()) + " AS OF SCN " + number + " WHERE 1 = 0",
                    remedies.table("SELECT, FLASHBACK", table),
                    findings);
        }
        return true;
    }

    /**
     * What reading the log takes.
     *
     * @return whether the views can be read
     */
    boolean checkCapture(boolean buildsDictionary, List<Finding> findings) {
        boolean canRead = canRead(VIEWS_OF_LOG, findings);
        for (String needed : List.of("LOGMINING", "SELECT ANY TRANSACTION")) {
            if (!holds(needed)) {
                findings.add(missing("the task's user lacks the privilege " + needed, remedies.system(needed)));
            }
        }
        if (!mayExecute("DBMS_LOGMNR")) {
            findings.add(missing("the task's user may not run LogMiner", remedies.execute("DBMS_LOGMNR")));
        }
        if (buildsDictionary && !mayExecute("DBMS_LOGMNR_D")) {
            findings.add(missing(
                    "the task's user may not write the dictionary to the log, as LogMiningStrategy redo_log_catalog does",
                    remedies.execute("DBMS_LOGMNR_D")));
        }
        if (!holds("CREATE TABLE")) {
            findings.add(Finding.warning(
                    ErrorCode.SOURCE_GRANT_MISSING,
                    "the task's user may not make the table LOG_MINING_FLUSH, by which the database is made to write its log",
                    "run " + remedies.system("CREATE TABLE") + ", or make the table for it: CREATE TABLE "
                            + remedies.user() + ".LOG_MINING_FLUSH (LAST_SCN NUMBER(19,0))"));
        }
        return canRead;
    }

    private boolean mayExecute(String pack) {
        return !query.value(DOING, PACKAGE, pack).equals("0");
    }

    private boolean canRead(List<String> views, List<Finding> findings) {
        int before = findings.size();
        for (String view : views) {
            require("SELECT COUNT(*) FROM " + view + " WHERE 1 = 0", remedies.select(view), findings);
        }
        return findings.size() == before;
    }

    /** LogMiner itself is looked at only in a session of its own, so its view gives no rows here, but an error that is no matter of grants. */
    private void require(String sql, String grant, List<Finding> findings) {
        try {
            query.rows(DOING, sql);
        } catch (ReplicationException refused) {
            if (refused.isRetryable()) {
                throw refused;
            }
            if (refused.code() == ErrorCode.SOURCE_GRANT_MISSING) {
                findings.add(missing(String.valueOf(refused.getMessage()), grant));
            }
        }
    }

    private static Finding missing(String problem, String grant) {
        return Finding.blocking(ErrorCode.SOURCE_GRANT_MISSING, problem, "run " + grant);
    }
}
