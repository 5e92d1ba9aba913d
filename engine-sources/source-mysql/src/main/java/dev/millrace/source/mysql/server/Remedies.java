package dev.millrace.source.mysql.server;

import dev.millrace.model.TableId;

/** What to do about things that go wrong on the server, in words ready to copy. */
public final class Remedies {
    /** The privileges that a task needs. */
    public static final String GRANT =
            "grant what is missing: GRANT SELECT ON `database`.* TO user; GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO user"
                    + " (MariaDB 10.5 and later: GRANT REPLICATION SLAVE, BINLOG MONITOR ON *.* TO user)";

    public static final String LOG_BIN =
            "start the server with log_bin and a server_id (managed services: switch automatic backups on)";

    public static final String PURGED =
            "the log between is gone: reload the task's tables, and keep the log longer than the task may stand still"
                    + " (SET GLOBAL binlog_expire_logs_seconds = 604800; on RDS CALL mysql.rds_set_configuration('binlog retention"
                    + " hours', 168))";

    public static final String HISTORY_CHANGED =
            "the server's history is not the one the task has read so far (failover to a server that lacked transactions,"
                    + " restored backup, or RESET MASTER): reload the task's tables";

    /** PARTIAL_JSON without the image before that the changes apply to. */
    public static final String FULL_JSON =
            "run SET GLOBAL binlog_row_image = FULL, or SET GLOBAL binlog_row_value_options = '', reconnect all sessions,"
                    + " and reload the table";

    public static final String RELOAD = "reload the task's tables";

    private Remedies() {}

    /** The privilege to lock a table for a moment. */
    public static String lockTables(TableId table) {
        return "run GRANT LOCK TABLES ON " + Sql.identifier(table.schema()) + ".* TO the task's user";
    }
}
