package dev.millrace.source.mysql;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.RowIdentity;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.mysql.binlog.LogAccess;
import dev.millrace.source.mysql.server.ControlConnection;
import dev.millrace.source.mysql.server.Remedies;
import dev.millrace.source.mysql.server.ServerErrors;
import dev.millrace.source.mysql.server.ServerFacts;
import dev.millrace.source.mysql.server.ServerLog;
import dev.millrace.source.mysql.server.Sql;
import dev.millrace.spi.Finding;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks for what would keep a task from running, and for what its user should know. */
final class Prerequisites {
    private static final long SHORTEST_RETENTION = Duration.ofHours(24).toSeconds();
    private static final int OLDEST_MYSQL = 80000;
    private static final int OLDEST_MARIADB = 100600;

    private final ControlConnection control;
    private final ServerFacts facts;
    private final ServerLog log;
    private final LogAccess access;

    Prerequisites(ControlConnection control, ServerFacts facts, ServerLog log, LogAccess access) {
        this.control = control;
        this.facts = facts;
        this.log = log;
        this.access = access;
    }

    List<Finding> check(List<TableSchema> tables, boolean capture) {
        List<Finding> findings = new ArrayList<>();
        checkVersion(findings);
        checkSelect(tables, findings);
        checkEngines(tables, capture, findings);
        if (capture) {
            checkSettings(findings);
            checkAccessToLog(tables, findings);
            checkPartialJson(tables, findings);
            checkLocking(tables, findings);
            checkTables(tables, findings);
        }
        return findings;
    }

    private void checkVersion(List<Finding> findings) {
        int oldest = facts.isMariaDb() ? OLDEST_MARIADB : OLDEST_MYSQL;
        if (facts.version() < oldest) {
            findings.add(Finding.blocking(
                    ErrorCode.SOURCE_VERSION_UNSUPPORTED,
                    "the server is version " + facts.versionText(),
                    "use MySQL 8.0 or later, or MariaDB 10.6 or later"));
        }
    }

    private void checkSettings(List<Finding> findings) {
        if (!facts.isOn("log_bin")) {
            findings.add(wrong("the server writes no binary log (log_bin is OFF)", Remedies.LOG_BIN));
            return;
        }
        if (!facts.variable("binlog_format").equalsIgnoreCase("ROW")) {
            findings.add(wrong(
                    "binlog_format is " + facts.variable("binlog_format"),
                    "run SET GLOBAL binlog_format = ROW, and reconnect all sessions"));
        }
        if (facts.variable("server_id").equals("0")) {
            findings.add(wrong("server_id is 0", "run SET GLOBAL server_id = 1 (any number that no replica uses)"));
        }
        if (!facts.variable("binlog_row_metadata").equalsIgnoreCase("FULL")) {
            findings.add(Finding.warning(
                    ErrorCode.SOURCE_SETTING_WRONG,
                    "binlog_row_metadata is " + facts.variable("binlog_row_metadata")
                            + ", so that rows written before an ALTER TABLE can't be read after it",
                    "run SET GLOBAL binlog_row_metadata = FULL"));
        }
        if (!facts.numbersTransactions()) {
            findings.add(Finding.warning(
                    ErrorCode.SOURCE_SETTING_WRONG,
                    "gtid_mode is " + facts.variable("gtid_mode")
                            + ", so that the task can't follow a failover and loads tables with wider bounds",
                    "switch gtid_mode ON"));
        }
        checkRetention(findings);
    }

    /** What changed inside of a value tells the value only together with the value before, which MINIMAL alone leaves out. */
    private void checkPartialJson(List<TableSchema> tables, List<Finding> findings) {
        if (facts.variable("binlog_row_value_options").isEmpty()
                || !facts.variable("binlog_row_image").equalsIgnoreCase("MINIMAL")) {
            return;
        }
        for (TableSchema table : tables) {
            boolean hasJson =
                    table.columns().stream().anyMatch(column -> column.type().kind() == Kind.JSON);
            if (hasJson && table.rowIdentity() != RowIdentity.FULL) {
                findings.add(wrong(
                        "binlog_row_value_options is " + facts.variable("binlog_row_value_options")
                                + " and binlog_row_image is MINIMAL, which together leave parts of the JSON values of table "
                                + table.id() + " out of the log",
                        Remedies.FULL_JSON));
            }
        }
    }

    private void checkRetention(List<Finding> findings) {
        long seconds = facts.number("binlog_expire_logs_seconds", 1)
                .or(() -> facts.number("expire_logs_days", 86_400))
                .orElse(0L);
        if (seconds > 0 && seconds < SHORTEST_RETENTION) {
            findings.add(Finding.warning(
                    ErrorCode.SOURCE_SETTING_WRONG,
                    "the binary log is kept for " + seconds
                            + " s only; a task that stands still for longer has to be reloaded",
                    "run SET GLOBAL binlog_expire_logs_seconds = 604800"));
        }
    }

    private void checkAccessToLog(List<TableSchema> tables, List<Finding> findings) {
        if (!facts.isOn("log_bin")) {
            return;
        }
        try {
            ServerLog.End end = log.end();
            checkFilters(end, tables, findings);
            access.probe(end.position());
        } catch (ReplicationException refused) {
            if (refused.isRetryable()) {
                throw refused;
            }
            findings.add(Finding.blocking(refused.code(), String.valueOf(refused.getMessage()), Remedies.GRANT));
        }
    }

    private static void checkFilters(ServerLog.End end, List<TableSchema> tables, List<Finding> findings) {
        Set<String> only = names(end.onlyDatabases());
        Set<String> ignored = names(end.ignoredDatabases());
        Set<String> missing = new TreeSet<>();
        for (TableSchema table : tables) {
            String schema = table.id().schema();
            if (ignored.contains(schema) || (!only.isEmpty() && !only.contains(schema))) {
                missing.add(schema);
            }
        }
        if (!missing.isEmpty()) {
            findings.add(wrong(
                    "changes of the databases " + missing
                            + " are kept out of the binary log (binlog_do_db, binlog_ignore_db)",
                    "take these options out of the server's configuration and restart it"));
        }
    }

    private static Set<String> names(String list) {
        return new TreeSet<>(
                Arrays.stream(list.split(",")).filter(name -> !name.isBlank()).toList());
    }

    private void checkSelect(List<TableSchema> tables, List<Finding> findings) {
        for (TableSchema table : tables) {
            try {
                control.query("reading table " + table.id(), "SELECT * FROM " + Sql.table(table.id()) + " LIMIT 0");
            } catch (ReplicationException refused) {
                if (refused.isRetryable()) {
                    throw refused;
                }
                findings.add(Finding.blocking(
                        refused.code(),
                        String.valueOf(refused.getMessage()),
                        "run GRANT SELECT ON " + Sql.table(table.id()) + " TO the task's user"));
            }
        }
    }

    private void checkEngines(List<TableSchema> tables, boolean capture, List<Finding> findings) {
        Map<TableId, String> engines = new HashMap<>();
        for (@Nullable
        String[] row : control.query(
                "reading the tables' engines",
                "SELECT TABLE_SCHEMA, TABLE_NAME, ENGINE FROM information_schema.TABLES WHERE TABLE_TYPE = 'BASE TABLE'")) {
            engines.put(new TableId(String.valueOf(row[0]), String.valueOf(row[1])), String.valueOf(row[2]));
        }
        for (TableSchema table : tables) {
            String engine = engines.getOrDefault(table.id(), "InnoDB");
            if (!engine.equalsIgnoreCase("InnoDB") && !engine.equalsIgnoreCase("ROCKSDB")) {
                String problem =
                        "table " + table.id() + " is stored in " + engine + ", which has no consistent snapshots";
                String remedy = "run ALTER TABLE " + Sql.table(table.id()) + " ENGINE = InnoDB";
                findings.add(
                        capture
                                ? Finding.blocking(ErrorCode.SOURCE_SETTING_WRONG, problem, remedy)
                                : Finding.warning(ErrorCode.SOURCE_SETTING_WRONG, problem, remedy));
            }
        }
    }

    /** MariaDB tells the place of a snapshot; MySQL may have to be held still for that, if a table has no key. */
    private void checkLocking(List<TableSchema> tables, List<Finding> findings) {
        Set<String> checked = new HashSet<>();
        for (TableSchema table : tables) {
            boolean mayBeLocked = !facts.isMariaDb() && table.identifyingKey().isEmpty();
            if (mayBeLocked
                    && checked.add(table.id().schema())
                    && !mayLock(table.id().schema())) {
                findings.add(Finding.warning(
                        ErrorCode.SOURCE_GRANT_MISSING,
                        "the task's user may not lock tables of database "
                                + table.id().schema() + ", in which table "
                                + table.id().table()
                                + " has no key; if it is written to without pause, its load needs to lock"
                                + " it for a moment",
                        Remedies.lockTables(table.id())));
            }
        }
    }

    /** Privileges are looked at before tables: asked to lock one that is not there, the server tells only that they are missing. */
    private boolean mayLock(String database) {
        TableId nowhere = new TableId(database, "millrace asks for the privilege");
        try {
            control.query("asking for a privilege", "LOCK TABLES " + Sql.table(nowhere) + " READ");
            return true;
        } catch (ReplicationException refused) {
            if (refused.isRetryable()) {
                throw refused;
            }
            return !(refused.getCause() instanceof SQLException answer
                    && answer.getErrorCode() == ServerErrors.DATABASE_DENIED);
        }
    }

    private static void checkTables(List<TableSchema> tables, List<Finding> findings) {
        for (TableSchema table : tables) {
            if (table.identifyingKey().isEmpty()) {
                findings.add(Finding.warning(
                        ErrorCode.SOURCE_ROW_IDENTITY_MISSING,
                        "table " + table.id()
                                + " has no primary key and no unique key without NULLs: it is loaded in one piece,"
                                + " and its updates and deletes are found by all values",
                        "add a primary key"));
            }
            for (ForeignKeySchema key : table.foreignKeys()) {
                if (key.actsOnChildren()) {
                    findings.add(Finding.warning(
                            ErrorCode.SOURCE_SETTING_WRONG,
                            "foreign key " + key.name() + " of table " + table.id()
                                    + " changes rows by itself (ON DELETE or ON UPDATE), and the server does not log these changes",
                            "see that the target has the same foreign key with the same actions"));
                }
            }
        }
    }

    private static Finding wrong(String problem, String remedy) {
        return Finding.blocking(ErrorCode.SOURCE_SETTING_WRONG, problem, remedy);
    }
}
