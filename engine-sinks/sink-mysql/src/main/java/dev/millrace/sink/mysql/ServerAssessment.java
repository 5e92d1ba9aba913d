package dev.millrace.sink.mysql;

import dev.millrace.error.ErrorCode;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.mysql.dialect.ServerVersion;
import dev.millrace.sink.mysql.dialect.SqlText;
import dev.millrace.sink.mysql.dialect.TableGroup;
import dev.millrace.spi.Finding;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks at a server for what would keep a task from writing to it. */
final class ServerAssessment {
    private static final Set<String> NEEDED =
            Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "INDEX", "REFERENCES");
    private static final String VARIABLES = "SHOW GLOBAL VARIABLES WHERE Variable_name IN"
            + " ('local_infile', 'read_only', 'super_read_only', 'innodb_read_only', 'binlog_format', 'log_bin')";
    private static final String ENGINE =
            "SELECT TABLE_NAME, ENGINE FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME %s";
    private static final String TRIGGERS = "SELECT EVENT_OBJECT_TABLE, TRIGGER_NAME FROM information_schema.TRIGGERS"
            + " WHERE EVENT_OBJECT_SCHEMA = ? AND EVENT_OBJECT_TABLE %s";

    private final ServerVersion version;
    private final String controlDatabase;

    ServerAssessment(ServerVersion version, String controlDatabase) {
        this.version = version;
        this.controlDatabase = controlDatabase;
    }

    List<Finding> findings(Connection connection, List<TableSchema> wanted) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        if (!version.isSupported()) {
            findings.add(Finding.blocking(
                    ErrorCode.TARGET_SETTING_WRONG,
                    "the target is " + version,
                    "use MySQL 8.0.19 or MariaDB 10.6, or later"));
        }
        addSettings(variables(connection), findings);
        addGrants(connection, wanted, findings);
        List<TableId> tables = wanted.stream().map(TableSchema::id).toList();
        for (TableGroup group : TableGroup.of(tables)) {
            addEngines(connection, group, findings);
            addTriggers(connection, group, findings);
        }
        return findings;
    }

    private static void addSettings(Map<String, String> variables, List<Finding> findings) {
        for (String name : List.of("super_read_only", "innodb_read_only")) {
            if (isOn(variables.get(name))) {
                findings.add(Finding.blocking(
                        ErrorCode.TARGET_SETTING_WRONG,
                        "the target is read-only (" + name + " is on)",
                        "name the writable server as target, or run: SET GLOBAL super_read_only=0"));
            }
        }
        if (!isOn(variables.get("local_infile"))) {
            findings.add(Finding.warning(
                    ErrorCode.TARGET_SETTING_WRONG,
                    "the target forbids LOAD DATA LOCAL, so rows are written by INSERT, which is slower",
                    "SET GLOBAL local_infile=1"));
        }
        if (isOn(variables.get("log_bin")) && "STATEMENT".equals(variables.get("binlog_format"))) {
            findings.add(Finding.blocking(
                    ErrorCode.TARGET_SETTING_WRONG,
                    "the target's binary log has format STATEMENT, which InnoDB refuses for READ COMMITTED transactions",
                    "SET GLOBAL binlog_format=ROW"));
        }
    }

    private void addGrants(Connection connection, List<TableSchema> wanted, List<Finding> findings)
            throws SQLException {
        Grants grants = new Grants(column(connection, "SHOW GRANTS"));
        Set<String> databases = new TreeSet<>();
        wanted.forEach(table -> databases.add(table.id().schema()));
        for (String database : databases) {
            addMissing(grants, database, NEEDED, findings);
        }
        Set<String> onControl = new TreeSet<>(NEEDED);
        onControl.remove("REFERENCES");
        onControl.add("CREATE TEMPORARY TABLES");
        addMissing(grants, controlDatabase, onControl, findings);
    }

    private static void addMissing(Grants grants, String database, Set<String> needed, List<Finding> findings) {
        Set<String> missing = grants.missing(database, needed);
        if (!missing.isEmpty()) {
            findings.add(Finding.blocking(
                    ErrorCode.TARGET_GRANT_MISSING,
                    "the target's user lacks " + String.join(", ", missing) + " on database " + database,
                    grants.statement(database, missing)));
        }
    }

    private static void addEngines(Connection connection, TableGroup group, List<Finding> findings)
            throws SQLException {
        group.read(connection, ENGINE, (table, row) -> {
            String engine = row.getString(2);
            if (!"InnoDB".equalsIgnoreCase(engine)) {
                findings.add(Finding.warning(
                        ErrorCode.TARGET_SETTING_WRONG,
                        "target table " + table + " is of engine " + engine
                                + ", which has no transactions: after a crash its rows may be doubled or missing",
                        "ALTER TABLE " + SqlText.table(table) + " ENGINE=InnoDB"));
            }
        });
    }

    private static void addTriggers(Connection connection, TableGroup group, List<Finding> findings)
            throws SQLException {
        group.read(
                connection,
                TRIGGERS,
                (table, row) -> findings.add(Finding.warning(
                        ErrorCode.TARGET_SETTING_WRONG,
                        "target table " + table + " has trigger " + row.getString(2)
                                + ", which fires for replicated rows too",
                        "DROP TRIGGER " + SqlText.quote(table.schema()) + "." + SqlText.quote(row.getString(2))
                                + ", unless it is meant to")));
    }

    private static Map<String, String> variables(Connection connection) throws SQLException {
        Map<String, String> variables = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(VARIABLES)) {
            while (rows.next()) {
                variables.put(rows.getString(1).toLowerCase(Locale.ROOT), rows.getString(2));
            }
        }
        return variables;
    }

    private static List<String> column(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    private static boolean isOn(@Nullable String value) {
        return "ON".equalsIgnoreCase(value) || "1".equals(value);
    }
}
