package dev.millrace.source.sqlserver.capture;

import dev.millrace.model.TableId;
import dev.millrace.source.sqlserver.connection.Sql;

/** What to do about a finding or a failure: statements, ready to copy. */
final class Remedies {
    static final String ENABLE_DATABASE = "EXEC sys.sp_cdc_enable_db";
    static final String RETENTION = "EXEC sys.sp_cdc_change_job @job_type = N'cleanup', @retention = 10080";

    private Remedies() {}

    /** Enables the database; on Amazon RDS by a procedure of its own. */
    static String enableDatabase(String database) {
        return "run " + ENABLE_DATABASE + " as a member of sysadmin (on Amazon RDS: EXEC msdb.dbo.rds_cdc_enable_db "
                + Sql.text(database).substring(1) + ")";
    }

    /** Enables a table, all columns. */
    static String enableTable(TableId table) {
        return "EXEC sys.sp_cdc_enable_table @source_schema = " + Sql.text(table.schema()) + ", @source_name = "
                + Sql.text(table.table()) + ", @role_name = NULL, @supports_net_changes = 0";
    }

    /** Enables a table a second time, for the columns that it has got since. */
    static String enableTableAgain(TableId table, String captureInstance) {
        return enableTable(table) + ", @capture_instance = " + Sql.text(captureInstance);
    }

    /** Gives up an older capture instance. */
    static String disableTable(TableId table, String captureInstance) {
        return "EXEC sys.sp_cdc_disable_table @source_schema = " + Sql.text(table.schema()) + ", @source_name = "
                + Sql.text(table.table()) + ", @capture_instance = " + Sql.text(captureInstance);
    }

    /** Gives a table a primary key. */
    static String addKey(TableId table) {
        return "ALTER TABLE " + Sql.table(table) + " ADD PRIMARY KEY (…) over the columns that identify its rows";
    }

    static String grant(String what, String user) {
        return "run GRANT " + what + " TO " + Sql.identifier(user);
    }
}
