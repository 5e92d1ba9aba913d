package dev.millrace.source.postgres.connection;

import dev.millrace.model.TableId;

/** Statements that give what is missing, for messages. */
public final class Grants {
    private Grants() {}

    /** Lets a role read a table. */
    public static String read(TableId table, String role) {
        return "run GRANT USAGE ON SCHEMA " + Sql.name(table.schema()) + " TO " + Sql.name(role) + "; GRANT SELECT ON "
                + Sql.name(table.schema(), table.table()) + " TO " + Sql.name(role);
    }

    /** Lets a role read the log. */
    public static String replication(String role) {
        return "run ALTER ROLE " + Sql.name(role) + " REPLICATION (on Amazon RDS: GRANT rds_replication TO "
                + Sql.name(role) + ")";
    }
}
