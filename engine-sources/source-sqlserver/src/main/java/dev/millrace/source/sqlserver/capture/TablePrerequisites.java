package dev.millrace.source.sqlserver.capture;

import dev.millrace.error.ErrorCode;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.sqlserver.catalog.ColumnTypes;
import dev.millrace.source.sqlserver.connection.ControlConnection;
import dev.millrace.source.sqlserver.connection.Sql;
import dev.millrace.spi.Finding;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of {@link Prerequisites} that looks at the task's tables one by one. */
final class TablePrerequisites {
    private static final int MOST_INSTANCES = 2;
    private static final String DOING = "checking the tables";
    private static final String COLUMN_SETS = "SELECT s.name, t.name, c.name FROM sys.columns AS c"
            + " JOIN sys.tables AS t ON t.object_id = c.object_id"
            + " JOIN sys.schemas AS s ON s.schema_id = t.schema_id WHERE c.is_column_set = 1";

    private final ControlConnection control;
    private final List<TableSchema> tables;
    private final List<Finding> findings;
    private final String user;

    TablePrerequisites(ControlConnection control, List<TableSchema> tables, List<Finding> findings, String user) {
        this.control = control;
        this.tables = tables;
        this.findings = findings;
        this.user = user;
    }

    /** What a load needs. */
    void checkReading() {
        for (TableSchema table : tables) {
            String name = Sql.table(table.id());
            String may = control.value("checking the grants", "SELECT HAS_PERMS_BY_NAME(?, 'OBJECT', 'SELECT')", name);
            if (!"1".equals(may)) {
                findings.add(Finding.blocking(
                        ErrorCode.SOURCE_GRANT_MISSING,
                        "the task's user may not read table " + table.id(),
                        Remedies.grant("SELECT ON " + name, user)));
            }
        }
    }

    /** What is needed besides on a readable secondary, where no lock keeps writers away. */
    void checkKeys() {
        for (TableSchema table : tables) {
            if (table.identifyingKey().isEmpty()) {
                findings.add(Finding.blocking(
                        ErrorCode.SOURCE_ROW_IDENTITY_MISSING,
                        "table " + table.id()
                                + " has no key, and can't be loaded from a readable secondary without losing"
                                + " or doubling rows that change meanwhile",
                        "read from the primary (without the setting ApplicationIntent), or run "
                                + Remedies.addKey(table.id())));
            }
        }
    }

    /** What is needed besides so that changes can be followed. */
    void checkCapture(Map<TableId, List<CaptureInstance>> instances) {
        checkColumnSets();
        for (TableSchema table : tables) {
            List<CaptureInstance> known = instances.getOrDefault(table.id(), List.of());
            if (known.isEmpty()) {
                findings.add(Finding.blocking(
                        ErrorCode.SOURCE_SETTING_WRONG,
                        "table " + table.id()
                                + " is not captured: neither inserts nor updates nor deletes of it arrive",
                        "run " + Remedies.enableTable(table.id())));
            } else {
                checkColumns(table, known);
            }
            checkTypes(table);
        }
    }

    /** "Data type considerations for change data capture": changes of sparse columns are not captured where there is a column set. */
    private void checkColumnSets() {
        for (@Nullable String[] row : control.query(DOING, COLUMN_SETS)) {
            TableId id = new TableId(String.valueOf(row[0]), String.valueOf(row[1]));
            if (tables.stream().anyMatch(table -> table.id().equals(id))) {
                String set = String.valueOf(row[2]);
                findings.add(Finding.blocking(
                        ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                        "the server captures no changes of sparse columns of table " + id
                                + ", because it has column set " + set,
                        "run ALTER TABLE " + Sql.table(id) + " DROP COLUMN " + Sql.identifier(set)
                                + ", or load the table by a task that does not follow changes"));
            }
        }
    }

    private void checkColumns(TableSchema table, List<CaptureInstance> known) {
        CaptureInstance newest = known.get(known.size() - 1);
        List<String> missing = table.columns().stream()
                .filter(column -> column.fill() != Fill.GENERATED)
                .map(ColumnSchema::name)
                .filter(name -> !newest.columns().contains(name))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        String again = Remedies.enableTableAgain(
                table.id(), table.id().schema() + "_" + table.id().table() + "_v" + (known.size() + 1));
        findings.add(Finding.blocking(
                ErrorCode.SOURCE_SETTING_WRONG,
                "updates of columns " + missing + " of table " + table.id() + " are not captured by " + newest.name(),
                "run "
                        + (known.size() < MOST_INSTANCES
                                ? again
                                : Remedies.disableTable(table.id(), known.get(0).name())
                                        + " once it is read to its end, then "
                                        + again)));
    }

    private void checkTypes(TableSchema table) {
        for (ColumnSchema column : table.columns()) {
            String name = table.id() + "." + column.name() + " (" + column.nativeType() + ")";
            if (column.fill() != Fill.GENERATED && !ColumnTypes.isTold(column.nativeType())) {
                findings.add(Finding.blocking(
                        ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                        "changes of " + name + " are not told: its type is a class of the database's own",
                        "leave the table out of a task that follows changes, or load it by a task that does not"));
            } else if (isVariantOfKey(table, column)) {
                findings.add(Finding.blocking(
                        ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                        name + " belongs to the key, and values of several types in it may have the same text",
                        "leave the table out of a task that follows changes, or change the column's type"));
            } else if (ColumnTypes.isNeverToldBefore(column.nativeType())) {
                neverToldBefore(table, column, name);
            } else if (ColumnTypes.isToldWhenChanged(column.nativeType())
                    && table.identifyingKey().isEmpty()) {
                findings.add(keyless(table, name));
            }
        }
    }

    private static boolean isVariantOfKey(TableSchema table, ColumnSchema column) {
        return column.nativeType().equals("sql_variant")
                && table.identifyingKey()
                        .filter(key -> key.columns().contains(column.name()))
                        .isPresent();
    }

    private void neverToldBefore(TableSchema table, ColumnSchema column, String name) {
        if (table.identifyingKey().isEmpty()) {
            findings.add(keyless(table, name));
        } else {
            findings.add(Finding.warning(
                    ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                    "the server never tells what " + name + " was before an update",
                    "change the deprecated type: ALTER TABLE " + Sql.table(table.id()) + " ALTER COLUMN "
                            + Sql.identifier(column.name()) + " "
                            + (column.nativeType().equals("image")
                                    ? "varbinary(max)"
                                    : column.nativeType().equals("text") ? "varchar(max)" : "nvarchar(max)")));
        }
    }

    private static Finding keyless(TableSchema table, String column) {
        return Finding.blocking(
                ErrorCode.SOURCE_ROW_IDENTITY_MISSING,
                "table " + table.id() + " has no key, and the change tables do not hold what " + column
                        + " was before, so that updates can't be told which row they hit",
                "run " + Remedies.addKey(table.id()));
    }
}
