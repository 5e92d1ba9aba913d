package dev.millrace.source.mysql;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableSchema;
import dev.millrace.source.mysql.binlog.LogAccess;
import dev.millrace.source.mysql.server.ControlConnection;
import dev.millrace.source.mysql.server.Remedies;
import dev.millrace.source.mysql.server.ServerFacts;
import dev.millrace.source.mysql.server.ServerLog;
import dev.millrace.spi.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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
        TablePrerequisites ofTables = new TablePrerequisites(control, facts, tables, findings);
        ofTables.checkReading(capture);
        if (capture) {
            checkSettings(findings);
            checkAccessToLog(tables, findings);
            ofTables.checkCapture();
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

    private static Finding wrong(String problem, String remedy) {
        return Finding.blocking(ErrorCode.SOURCE_SETTING_WRONG, problem, remedy);
    }
}
