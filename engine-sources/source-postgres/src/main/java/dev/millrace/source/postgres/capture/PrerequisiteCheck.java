package dev.millrace.source.postgres.capture;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.RowIdentity;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.postgres.catalog.CatalogTable;
import dev.millrace.source.postgres.connection.Grants;
import dev.millrace.source.postgres.connection.ServerFacts;
import dev.millrace.source.postgres.connection.Sql;
import dev.millrace.spi.Finding;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Looks for what would keep a task from running, and says what to do about it. Belongs to one thread. */
public final class PrerequisiteCheck {
    private static final String SETTINGS = """
            SELECT current_setting('wal_level'), current_setting('max_replication_slots')::int,
                   (SELECT count(*) FROM pg_replication_slots), current_setting('max_wal_senders')::int,
                   (SELECT count(*) FROM pg_stat_replication), current_setting('max_slot_wal_keep_size'),
                   (SELECT setting::int FROM pg_settings WHERE name = 'wal_sender_timeout')""";

    private static final String MAY_REPLICATE = """
            SELECT bool_or(r.rolsuper OR r.rolreplication)
                   OR EXISTS (SELECT FROM pg_roles g WHERE g.rolname IN ('rds_replication', 'rds_superuser')
                              AND pg_has_role(current_user, g.oid, 'USAGE'))
            FROM pg_roles r WHERE r.rolname = current_user""";

    private static final String TABLE_RIGHTS = """
            SELECT has_schema_privilege(c.relnamespace, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'),
                   row_security_active(c.oid)
            FROM pg_class c WHERE c.oid = ?::oid""";

    private static final int SHORTEST_SENDER_TIMEOUT_MILLIS = 10_000;

    private final Connection connection;
    private final ServerFacts server;
    private final CaptureNames names;
    private final String role;
    private final List<Finding> findings = new ArrayList<>();

    public PrerequisiteCheck(Connection connection, ServerFacts server, CaptureNames names, String role) {
        this.connection = connection;
        this.server = server;
        this.names = names;
        this.role = role;
    }

    /** @param tables the task's tables as the catalogue has them */
    public List<Finding> run(List<CatalogTable> tables, boolean capture) throws SQLException {
        if (server.version() < ServerFacts.OLDEST_VERSION) {
            block(
                    ErrorCode.SOURCE_VERSION_UNSUPPORTED,
                    "the server's version is " + server.version() / 10_000,
                    "use PostgreSQL " + ServerFacts.OLDEST_VERSION / 10_000 + " or later");
        }
        for (CatalogTable table : tables) {
            checkRights(table);
            if (capture) {
                checkLogged(table);
            }
        }
        if (capture) {
            checkSettings();
            checkRole();
            checkSlot();
        }
        return List.copyOf(findings);
    }

    private void checkRights(CatalogTable table) throws SQLException {
        TableId id = table.schema().id();
        try (PreparedStatement query = connection.prepareStatement(TABLE_RIGHTS)) {
            query.setLong(1, table.oid());
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return;
                }
                if (!row.getBoolean(1)) {
                    block(
                            ErrorCode.SOURCE_GRANT_MISSING,
                            "user " + role + " may not read table " + id,
                            Grants.read(id, role));
                } else if (row.getBoolean(2)) {
                    block(
                            ErrorCode.SOURCE_GRANT_MISSING,
                            "row security hides rows of table " + id + " from user " + role,
                            "run ALTER ROLE " + Sql.name(role) + " BYPASSRLS");
                }
            }
        }
    }

    private void checkLogged(CatalogTable table) {
        TableSchema schema = table.schema();
        if (!table.logged()) {
            block(
                    ErrorCode.SOURCE_SETTING_WRONG,
                    "table " + schema.id() + " is unlogged, so its changes can't be captured",
                    "run ALTER TABLE " + name(schema) + " SET LOGGED, or leave the table out");
        }
        if (schema.rowIdentity() == RowIdentity.NOTHING) {
            block(ErrorCode.SOURCE_ROW_IDENTITY_MISSING, identityProblem(schema), identityRemedy(schema));
        }
    }

    static String identityProblem(TableSchema table) {
        return "the log will not tell which row of table " + table.id() + " an update or delete hits: "
                + (table.identifyingKey().isEmpty()
                        ? "it has no primary key, and its replica identity is not FULL"
                        : "its replica identity does not cover its key");
    }

    static String identityRemedy(TableSchema table) {
        return table.primaryKey().isPresent()
                ? "run ALTER TABLE " + name(table)
                        + " REPLICA IDENTITY DEFAULT, or REPLICA IDENTITY FULL if its primary" + " key is deferrable"
                : "add a primary key, or run ALTER TABLE " + name(table) + " REPLICA IDENTITY FULL";
    }

    private static String name(TableSchema table) {
        return Sql.name(table.id().schema(), table.id().table());
    }

    private void checkSettings() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SETTINGS)) {
            row.next();
            if (!row.getString(1).equals("logical")) {
                block(ErrorCode.SOURCE_SETTING_WRONG, "wal_level is " + row.getString(1), settingRemedy("wal_level"));
            }
            boolean slotExists = ReplicationSlot.find(connection, names.slot()).isPresent();
            if (!slotExists && row.getInt(3) >= row.getInt(2)) {
                block(
                        ErrorCode.SOURCE_SETTING_WRONG,
                        "all " + row.getInt(2) + " replication slots are taken",
                        settingRemedy("max_replication_slots"));
            }
            if (row.getInt(5) >= row.getInt(4)) {
                block(
                        ErrorCode.SOURCE_SETTING_WRONG,
                        "all " + row.getInt(4) + " WAL senders are busy",
                        settingRemedy("max_wal_senders"));
            }
            warnAboutLimits(row.getString(6), row.getInt(7));
        }
    }

    private void warnAboutLimits(String keepSize, int senderTimeoutMillis) {
        if (!keepSize.equals("-1")) {
            findings.add(Finding.warning(
                    ErrorCode.SOURCE_SETTING_WRONG,
                    "max_slot_wal_keep_size is " + keepSize + ": a task that stands still for longer loses its slot",
                    "run ALTER SYSTEM SET max_slot_wal_keep_size = -1; SELECT pg_reload_conf()"));
        }
        if (senderTimeoutMillis > 0 && senderTimeoutMillis < SHORTEST_SENDER_TIMEOUT_MILLIS) {
            findings.add(Finding.warning(
                    ErrorCode.SOURCE_SETTING_WRONG,
                    "wal_sender_timeout is " + senderTimeoutMillis + " ms, which a busy client may miss",
                    "run ALTER SYSTEM SET wal_sender_timeout = '60s'; SELECT pg_reload_conf()"));
        }
    }

    /** What to do about a setting that an error message or finding names. */
    static String settingRemedy(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        if (text.contains("wal_level")) {
            return "run ALTER SYSTEM SET wal_level = logical and restart the server (on Amazon RDS and Aurora set"
                    + " rds.logical_replication = 1 in the parameter group)";
        }
        return text.contains("wal_senders") || text.contains("wal senders")
                ? "raise max_wal_senders and restart the server"
                : "drop a replication slot that nobody uses (SELECT * FROM pg_replication_slots WHERE NOT active), or"
                        + " raise max_replication_slots and restart the server";
    }

    private void checkRole() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(MAY_REPLICATE)) {
            row.next();
            if (!row.getBoolean(1)) {
                block(
                        ErrorCode.SOURCE_GRANT_MISSING,
                        "user " + role + " may not read the log",
                        Grants.replication(role));
            }
        }
    }

    private void checkSlot() throws SQLException {
        Optional<ReplicationSlot> slot = ReplicationSlot.find(connection, names.slot());
        if (slot.isPresent()) {
            try {
                slot.get().requireUsable();
                slot.get().requireInactive();
            } catch (ReplicationException unusable) {
                String[] message = String.valueOf(unusable.getMessage()).split("; ", 2);
                block(unusable.code(), message[0], message[1]);
            }
        }
    }

    private void block(ErrorCode code, String problem, String remedy) {
        findings.add(Finding.blocking(code, problem, remedy));
    }
}
