package dev.millrace.source.oracle;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.TableSchema;
import dev.millrace.source.oracle.log.OracleLog;
import dev.millrace.source.oracle.server.Query;
import dev.millrace.source.oracle.server.Sql;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Looks for what would keep a task from running, and for what its user should know. */
final class Prerequisites {
    private static final String DOING = "checking the database";
    private static final String ALL_COLUMNS =
            "SELECT COUNT(*) FROM ALL_LOG_GROUPS WHERE OWNER = ? AND TABLE_NAME = ? AND LOG_GROUP_TYPE = 'ALL COLUMN LOGGING'";
    private static final String DATABASE_LOGGING =
            "SELECT LOG_MODE, SUPPLEMENTAL_LOG_DATA_MIN, SUPPLEMENTAL_LOG_DATA_ALL FROM V$DATABASE";
    /** A package is shown to those who may execute it. */
    private static final String LOG_MINER =
            "SELECT COUNT(*) FROM ALL_OBJECTS WHERE OWNER = 'SYS' AND OBJECT_NAME = 'DBMS_LOGMNR' AND OBJECT_TYPE = 'PACKAGE'";

    private static final String LOG_DATABASE = "ALTER DATABASE ADD SUPPLEMENTAL LOG DATA";
    /** What is read, by the names that grants take. */
    private static final List<String> VIEWS = List.of(
            "V$DATABASE",
            "V$THREAD",
            "V$PARAMETER",
            "V$LOG",
            "V$LOGFILE",
            "V$ARCHIVED_LOG",
            "V$ARCHIVE_DEST_STATUS",
            "V$TRANSACTION",
            "GV$TRANSACTION",
            "V$LOGMNR_LOGS",
            "V$LOGMNR_CONTENTS",
            "V$MYSTAT",
            "V$STATNAME");

    private final String user;
    private final boolean addsLogging;
    private final boolean wantsBinaryReader;
    private final Query query;
    private final OracleLog log;

    Prerequisites(Endpoint endpoint, Query query, OracleLog log) {
        this.user = endpoint.username();
        this.addsLogging = endpoint.settings().flag("AddSupplementalLogging", false);
        boolean logMiner = endpoint.settings().flag("UseLogminerReader", true);
        this.wantsBinaryReader = endpoint.settings().flag("UseBFile", false) || !logMiner;
        this.query = query;
        this.log = log;
    }

    List<Finding> check(List<TableSchema> tables, boolean capture) {
        List<Finding> findings = new ArrayList<>();
        checkSelect(tables, findings);
        checkColumns(tables, capture, findings);
        if (capture) {
            checkReader(findings);
            checkViews(findings);
            checkPrivileges(findings);
            checkLogging(tables, findings);
            findings.addAll(log.findings(tables));
        }
        return findings;
    }

    private void checkSelect(List<TableSchema> tables, List<Finding> findings) {
        for (TableSchema table : tables) {
            require(
                    "SELECT * FROM " + Sql.table(table.id()) + " WHERE 1 = 0",
                    "GRANT SELECT, FLASHBACK ON " + Sql.table(table.id()) + " TO " + user,
                    findings);
        }
    }

    private static void checkColumns(List<TableSchema> tables, boolean capture, List<Finding> findings) {
        for (TableSchema table : tables) {
            for (ColumnSchema column : table.columns()) {
                boolean unknown = column.type().kind() == Kind.OTHER;
                if (unknown || (capture && column.nativeType().startsWith("LONG"))) {
                    findings.add(Finding.blocking(
                            ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                            "values of " + table.id() + "." + column.name() + " (" + column.nativeType() + ") can't be "
                                    + (unknown ? "read" : "read from the log"),
                            "leave the table out of the table mappings"));
                }
            }
        }
    }

    private void checkReader(List<Finding> findings) {
        if (wantsBinaryReader) {
            findings.add(Finding.warning(
                    ErrorCode.SETTING_INVALID,
                    "the endpoint asks for the Binary Reader, and the log is read by LogMiner all the same",
                    "leave UseLogminerReader and UseBFile out"));
        }
    }

    private void checkViews(List<Finding> findings) {
        for (String view : VIEWS) {
            require(
                    "SELECT COUNT(*) FROM " + view + " WHERE 1 = 0",
                    "GRANT SELECT ON " + view.replace("V$", "V_$") + " TO " + user,
                    findings);
        }
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
                findings.add(Finding.blocking(
                        ErrorCode.SOURCE_GRANT_MISSING, String.valueOf(refused.getMessage()), "run " + grant));
            }
        }
    }

    private void checkPrivileges(List<Finding> findings) {
        Set<String> held = new TreeSet<>();
        query.rows(DOING, "SELECT PRIVILEGE FROM SESSION_PRIVS").forEach(row -> held.add(String.valueOf(row[0])));
        for (String needed : List.of("LOGMINING", "SELECT ANY TRANSACTION")) {
            if (!held.contains(needed)) {
                findings.add(Finding.blocking(
                        ErrorCode.SOURCE_GRANT_MISSING,
                        "the task's user lacks the privilege " + needed,
                        "run GRANT " + needed + " TO " + user));
            }
        }
        if (query.value(DOING, LOG_MINER).equals("0")) {
            findings.add(Finding.blocking(
                    ErrorCode.SOURCE_GRANT_MISSING,
                    "the task's user may not run LogMiner",
                    "run GRANT EXECUTE ON SYS.DBMS_LOGMNR TO " + user));
        }
        if (!held.contains("CREATE TABLE")) {
            findings.add(Finding.warning(
                    ErrorCode.SOURCE_GRANT_MISSING,
                    "the task's user may not make the table LOG_MINING_FLUSH, by which the database is made to write its log",
                    "run GRANT CREATE TABLE TO " + user + ", or make the table for it: CREATE TABLE " + user
                            + ".LOG_MINING_FLUSH (LAST_SCN NUMBER(19,0))"));
        }
    }

    private void checkLogging(List<TableSchema> tables, List<Finding> findings) {
        String[] modes = modes();
        if (!modes[0].equals("ARCHIVELOG")) {
            findings.add(Finding.blocking(
                    ErrorCode.SOURCE_SETTING_WRONG,
                    "the database runs in mode " + modes[0] + ", so its log is overwritten before it is read",
                    "run SHUTDOWN IMMEDIATE, STARTUP MOUNT, ALTER DATABASE ARCHIVELOG, ALTER DATABASE OPEN"));
        }
        if (addsLogging) {
            return;
        }
        if (modes[1].equals("NO")) {
            findings.add(Finding.blocking(
                    ErrorCode.SOURCE_SETTING_WRONG,
                    "minimal supplemental logging of the database is off",
                    "run " + LOG_DATABASE + ", or set AddSupplementalLogging to Y"));
        }
        for (TableSchema table : tables) {
            if (!modes[2].equals("YES") && !logsAllColumns(table)) {
                findings.add(Finding.blocking(
                        ErrorCode.SOURCE_ROW_IDENTITY_MISSING,
                        "the log does not tell all columns of table " + table.id()
                                + ", so that an update would leave others as NULL",
                        "run " + addition(table) + ", or set AddSupplementalLogging to Y"));
            }
        }
    }

    private String[] modes() {
        var row = query.rows(DOING, DATABASE_LOGGING).get(0);
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
    void addLogging(List<TableSchema> tables) {
        if (!addsLogging) {
            return;
        }
        String[] modes = modes();
        if (modes[1].equals("NO")) {
            query.execute("adding supplemental logging", LOG_DATABASE);
        }
        for (TableSchema table : tables) {
            if (!modes[2].equals("YES") && !logsAllColumns(table)) {
                query.execute("adding supplemental logging of table " + table.id(), addition(table));
            }
        }
    }
}
