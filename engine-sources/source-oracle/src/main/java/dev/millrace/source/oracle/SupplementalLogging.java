package dev.millrace.source.oracle;

import dev.millrace.error.ErrorCode;
import dev.millrace.model.TableSchema;
import dev.millrace.source.oracle.server.Query;
import dev.millrace.source.oracle.server.Sql;
import dev.millrace.spi.Finding;
import java.util.List;

/** What the log tells of rows, and how long it is kept. Thread-safe. */
final class SupplementalLogging {
    static final String OF_DATABASE = "ALTER DATABASE ADD SUPPLEMENTAL LOG DATA";

    private static final String DOING = "checking the log";
    private static final String ALL_COLUMNS =
            "SELECT COUNT(*) FROM ALL_LOG_GROUPS WHERE OWNER = ? AND TABLE_NAME = ? AND LOG_GROUP_TYPE = 'ALL COLUMN LOGGING'";
    private static final String MODES =
            "SELECT LOG_MODE, SUPPLEMENTAL_LOG_DATA_MIN, SUPPLEMENTAL_LOG_DATA_ALL FROM V$DATABASE";

    /** Logs of the last day that no destination has any more. */
    private static final String GONE_TOO_SOON =
            "SELECT MAX(TO_CHAR(A.NEXT_TIME, 'YYYY-MM-DD HH24:MI:SS')) FROM V$ARCHIVED_LOG A, V$DATABASE D"
                    + " WHERE A.RESETLOGS_CHANGE# = D.RESETLOGS_CHANGE# AND A.STATUS <> 'A' AND A.NEXT_TIME > SYSDATE - 1"
                    + " AND NOT EXISTS (SELECT 1 FROM V$ARCHIVED_LOG K WHERE K.STATUS = 'A' AND K.ARCHIVED = 'YES'"
                    + " AND K.THREAD# = A.THREAD# AND K.SEQUENCE# = A.SEQUENCE# AND K.RESETLOGS_CHANGE# = A.RESETLOGS_CHANGE#)";

    private final boolean adds;
    private final Query query;

    /** @param adds {@code AddSupplementalLogging} */
    SupplementalLogging(boolean adds, Query query) {
        this.adds = adds;
        this.query = query;
    }

    void check(List<TableSchema> tables, Remedies remedies, Grants grants, List<Finding> findings) {
        String[] modes = modes();
        if (!modes[0].equals("ARCHIVELOG")) {
            findings.add(Finding.blocking(
                    ErrorCode.SOURCE_SETTING_WRONG,
                    "the database runs in mode " + modes[0] + ", so its log is overwritten before it is read",
                    remedies.archiving()));
        }
        checkRetention(remedies, findings);
        if (modes[1].equals("NO")) {
            checkDatabase(remedies, grants, findings);
        }
        for (TableSchema table : tables) {
            if (!modes[2].equals("YES") && !logsAllColumns(table)) {
                checkTable(table, remedies, grants, findings);
            }
        }
    }

    private void checkRetention(Remedies remedies, List<Finding> findings) {
        String last = query.value(DOING, GONE_TOO_SOON);
        if (!last.isEmpty()) {
            findings.add(Finding.warning(
                    ErrorCode.SOURCE_SETTING_WRONG,
                    "archived logs are gone within a day (one that ended at " + last
                            + ", the server's time), and a task that stands still for longer can't go on",
                    remedies.retention()));
        }
    }

    /** Amazon's own procedure is not called: it takes the master user. */
    private void checkDatabase(Remedies remedies, Grants grants, List<Finding> findings) {
        if (!adds || remedies.isRds()) {
            findings.add(Finding.blocking(
                    ErrorCode.SOURCE_SETTING_WRONG,
                    "minimal supplemental logging of the database is off",
                    "run " + remedies.databaseLogging()
                            + (remedies.isRds() ? "" : ", or set AddSupplementalLogging to Y")));
        } else if (!grants.holds("ALTER DATABASE")) {
            findings.add(Finding.blocking(
                    ErrorCode.SOURCE_GRANT_MISSING,
                    "minimal supplemental logging of the database is off, and the task's user may not add it",
                    "run " + remedies.databaseLogging() + ", or " + remedies.system("ALTER DATABASE")));
        }
    }

    private void checkTable(TableSchema table, Remedies remedies, Grants grants, List<Finding> findings) {
        if (!adds) {
            findings.add(Finding.blocking(
                    ErrorCode.SOURCE_ROW_IDENTITY_MISSING,
                    "the log does not tell all columns of table " + table.id()
                            + ", so that an update would leave others as NULL",
                    "run " + addition(table) + ", or set AddSupplementalLogging to Y"));
        } else if (!grants.mayAlter(table)) {
            findings.add(Finding.blocking(
                    ErrorCode.SOURCE_GRANT_MISSING,
                    "the log does not tell all columns of table " + table.id()
                            + ", and the task's user may not alter it",
                    "run " + addition(table) + ", or " + remedies.table("ALTER", table)));
        }
    }

    private String[] modes() {
        var row = query.rows(DOING, MODES).get(0);
        return new String[] {String.valueOf(row[0]), String.valueOf(row[1]), String.valueOf(row[2])};
    }

    private boolean logsAllColumns(TableSchema table) {
        return !query.value(DOING, ALL_COLUMNS, table.id().schema(), table.id().table())
                .equals("0");
    }

    private static String addition(TableSchema table) {
        return "ALTER TABLE " + Sql.table(table.id()) + " ADD SUPPLEMENTAL LOG DATA (ALL) COLUMNS";
    }

    /** With {@code AddSupplementalLogging}: adds what is missing. Without: nothing. */
    void add(List<TableSchema> tables) {
        if (!adds) {
            return;
        }
        String[] modes = modes();
        if (modes[1].equals("NO")) {
            query.execute("adding supplemental logging", OF_DATABASE);
        }
        for (TableSchema table : tables) {
            if (!modes[2].equals("YES") && !logsAllColumns(table)) {
                query.execute("adding supplemental logging of table " + table.id(), addition(table));
            }
        }
    }
}
