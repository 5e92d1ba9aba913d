package dev.millrace.source.mysql;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.RowIdentity;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.mysql.server.ControlConnection;
import dev.millrace.source.mysql.server.Remedies;
import dev.millrace.source.mysql.server.ServerErrors;
import dev.millrace.source.mysql.server.ServerFacts;
import dev.millrace.source.mysql.server.Sql;
import dev.millrace.spi.Finding;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The part of {@link Prerequisites} that looks at the task's tables one by one. */
final class TablePrerequisites {
    private final ControlConnection control;
    private final ServerFacts facts;
    private final List<TableSchema> tables;
    private final List<Finding> findings;

    TablePrerequisites(ControlConnection control, ServerFacts facts, List<TableSchema> tables, List<Finding> findings) {
        this.control = control;
        this.facts = facts;
        this.tables = tables;
        this.findings = findings;
    }

    /** What a load needs. */
    void checkReading(boolean capture) {
        checkSelect();
        checkEngines(capture);
    }

    /** What is needed besides so that changes can be followed. */
    void checkCapture() {
        checkPartialJson();
        checkLocking();
        checkKeys();
        checkCascades();
    }

    private void checkSelect() {
        for (TableSchema table : tables) {
            try {
                control.query("reading table " + table.id(), readsEveryColumn(table.id()));
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

    /** Answers with a number, as the driver does not know the types of all columns, such as MySQL's VECTOR. */
    static String readsEveryColumn(TableId table) {
        return "SELECT COUNT(*) FROM (SELECT * FROM " + Sql.table(table) + " LIMIT 0) every_column";
    }

    private void checkEngines(boolean capture) {
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

    /** What changed inside of a value tells the value only together with the value before, which MINIMAL alone leaves out. */
    private void checkPartialJson() {
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

    /** MariaDB tells the place of a snapshot; MySQL may have to be held still for that, if a table has no key. */
    private void checkLocking() {
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

    private void checkKeys() {
        for (TableSchema table : tables) {
            if (table.identifyingKey().isEmpty()) {
                findings.add(Finding.warning(
                        ErrorCode.SOURCE_ROW_IDENTITY_MISSING,
                        "table " + table.id()
                                + " has no primary key and no unique key without NULLs: it is loaded in one piece,"
                                + " and its updates and deletes are found by all values",
                        "add a primary key"));
            }
        }
    }

    /** Storage engines change children behind the log's back. */
    private void checkCascades() {
        if (facts.logsCascades()) {
            return;
        }
        Set<TableId> replicated = tables.stream().map(TableSchema::id).collect(Collectors.toSet());
        for (TableSchema table : tables) {
            for (ForeignKeySchema key : table.foreignKeys()) {
                if (key.actsOnChildren()) {
                    findings.add(cascade(table.id(), key, replicated.contains(key.parent())));
                }
            }
        }
    }

    private static Finding cascade(TableId child, ForeignKeySchema key, boolean hasParent) {
        String problem = "rows of table " + child + " are changed by its foreign key " + key.name() + " (ON DELETE "
                + key.onDelete() + ", ON UPDATE " + key.onUpdate() + ") when rows of " + key.parent()
                + " change, and the server does not log that";
        return Finding.warning(
                ErrorCode.SOURCE_SETTING_WRONG,
                hasParent ? problem : problem + "; " + key.parent() + " is not in the task",
                hasParent
                        ? "see that the target has this foreign key with the same actions, as it has if the task creates the tables"
                        : "add " + key.parent()
                                + " to the task and see that the target has this foreign key with the same"
                                + " actions, or let the application change " + child
                                + " itself and declare the key NO ACTION");
    }

    private static Finding wrong(String problem, String remedy) {
        return Finding.blocking(ErrorCode.SOURCE_SETTING_WRONG, problem, remedy);
    }
}
