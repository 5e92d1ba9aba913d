package dev.millrace.sink.mysql.dialect;

import dev.millrace.error.ErrorCode;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Looks at wanted tables for names and types that MySQL can't have, or can have with a caveat. */
public final class TableAssessment {
    private static final int MOST_COLUMNS = 1017;

    private final MySqlDialect dialect;

    public TableAssessment(MySqlDialect dialect) {
        this.dialect = dialect;
    }

    /** What the user should know, table by table. */
    public List<Finding> findings(List<TableSchema> wanted) {
        List<Finding> findings = new ArrayList<>();
        for (TableSchema table : wanted) {
            addNames(table, findings);
            if (table.family() != EngineFamily.MYSQL) {
                table.columns().forEach(column -> addType(table, column, findings));
            }
        }
        return findings;
    }

    private static void addNames(TableSchema table, List<Finding> findings) {
        addLength(table, "database " + table.id().schema(), table.id().schema(), findings);
        addLength(table, "table", table.id().table(), findings);
        Set<String> seen = new HashSet<>();
        for (ColumnSchema column : table.columns()) {
            addLength(table, "column " + column.name(), column.name(), findings);
            if (!seen.add(column.name().toLowerCase(Locale.ROOT))) {
                findings.add(Finding.blocking(
                        ErrorCode.TARGET_TABLE_MISMATCH,
                        "table " + table.id() + " has two columns whose names differ only by case: " + column.name(),
                        "rename one by a transformation rule (rule-target column)"));
            }
        }
        if (table.columnCount() > MOST_COLUMNS) {
            findings.add(Finding.blocking(
                    ErrorCode.TARGET_TABLE_MISMATCH,
                    "table " + table.id() + " has " + table.columnCount() + " columns, and InnoDB takes "
                            + MOST_COLUMNS,
                    "remove columns by transformation rules"));
        }
    }

    private static void addLength(TableSchema table, String what, String name, List<Finding> findings) {
        if (name.codePointCount(0, name.length()) > Identifiers.LONGEST) {
            findings.add(Finding.blocking(
                    ErrorCode.TARGET_TABLE_MISMATCH,
                    "the name of " + what + " of table " + table.id() + " is longer than " + Identifiers.LONGEST
                            + " characters",
                    "rename it by a transformation rule"));
        }
    }

    private void addType(TableSchema table, ColumnSchema column, List<Finding> findings) {
        String type = dialect.columnType(table, column);
        String where = "column " + column.name() + " of table " + table.id() + " (" + column.nativeType() + ")";
        if (column.type().kind() == Kind.NUMERIC && type.equals(ForeignTypes.widestNumeric())) {
            findings.add(Finding.warning(
                    ErrorCode.TYPE_NOT_REPRESENTABLE,
                    where + " becomes " + type + ": values with more than 35 digits before or 30 behind the point, and"
                            + " NaN, are refused row by row",
                    "declare precision and scale on the source, or change the type by a transformation rule"));
        }
        boolean cut = type.startsWith("var") && isShorter(type, column.type().length()) && isKeyed(table, column);
        if (cut
                && (column.type().kind() == Kind.STRING
                        || column.type().kind() == Kind.CLOB
                        || column.type().kind() == Kind.BYTES)) {
            findings.add(Finding.warning(
                    ErrorCode.TYPE_NOT_REPRESENTABLE,
                    where + " is part of a key, so it becomes " + type + ": longer values are refused row by row",
                    "make the table yourself with a longer column if the key allows it (3072 bytes)"));
        }
    }

    private static boolean isShorter(String type, long declared) {
        int length = Integer.parseInt(type.substring(type.indexOf('(') + 1, type.indexOf(')')));
        return declared == 0 || length < declared;
    }

    private static boolean isKeyed(TableSchema table, ColumnSchema column) {
        boolean inUniqueKey = table.uniqueKeys().stream()
                .map(KeySchema::columns)
                .anyMatch(columns -> columns.contains(column.name()));
        return inUniqueKey
                || table.primaryKey()
                        .filter(key -> key.columns().contains(column.name()))
                        .isPresent()
                || table.foreignKeys().stream().anyMatch(key -> key.columns().contains(column.name()));
    }
}
