package dev.millrace.source.oracle;

import dev.millrace.model.TableSchema;
import dev.millrace.source.oracle.server.Sql;
import java.util.Locale;

/**
 * The statements that mend what is missing. On Amazon RDS nobody is {@code SYSDBA}: what belongs to {@code SYS} is granted, and the log is set up, by
 * procedures of {@code RDSADMIN} (Amazon RDS User Guide, "Common DBA tasks for Oracle").
 *
 * @param user the task's
 * @param isRds whether the server is Amazon's
 */
record Remedies(String user, boolean isRds) {
    private static final String ADMINISTRATION = "EXEC rdsadmin.rdsadmin_util.";

    String select(String view) {
        String name = view.replace("V$", "V_$");
        return isRds ? grantOfSys(name, "SELECT") : "GRANT SELECT ON " + name + " TO " + user;
    }

    String execute(String pack) {
        return isRds ? grantOfSys(pack, "EXECUTE") : "GRANT EXECUTE ON SYS." + pack + " TO " + user;
    }

    private String grantOfSys(String object, String privilege) {
        return ADMINISTRATION + "grant_sys_object('" + object + "', '" + user.toUpperCase(Locale.ROOT) + "', '"
                + privilege + "')";
    }

    String system(String privilege) {
        return "GRANT " + privilege + " TO " + user;
    }

    String table(String privileges, TableSchema table) {
        return "GRANT " + privileges + " ON " + Sql.table(table.id()) + " TO " + user;
    }

    String archiving() {
        return isRds
                ? "give the instance a backup retention of one day or more, which turns archiving on"
                : "run SHUTDOWN IMMEDIATE, STARTUP MOUNT, ALTER DATABASE ARCHIVELOG, ALTER DATABASE OPEN";
    }

    String retention() {
        return isRds
                ? "run " + ADMINISTRATION + "set_configuration('archivelog retention hours', 24), then COMMIT"
                : "let RMAN delete archived logs only when they are old enough: DELETE ARCHIVELOG ALL COMPLETED BEFORE"
                        + " 'SYSDATE - 1'";
    }

    String databaseLogging() {
        return isRds ? ADMINISTRATION + "alter_supplemental_logging('ADD')" : SupplementalLogging.OF_DATABASE;
    }
}
