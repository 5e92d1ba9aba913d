package dev.millrace.source.oracle.log;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.TableSchema;
import dev.millrace.source.oracle.server.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Debezium's statements (3.5) become before the server gets them. Thread-safe.
 *
 * <ul>
 *   <li>Debezium passes over parts that are cut or erased from large values, and over what LogMiner calls unsupported, with no more than a line in its own
 *       log. For the task's tables the server is asked to show such rows as a statement that Debezium can't read, so that it stops there. That costs nothing
 *       where the rows are read.
 *   <li>Debezium reads {@code XMLTYPE} of a row whose key has changed again, for which the driver needs more libraries; as text it does not.
 * </ul>
 */
final class SentStatements {
    private static final String READ = "SELECT SCN, SQL_REDO, OPERATION_CODE, ";
    private static final String LOST_CODES = "OPERATION_CODE IN (11, 29, 255)";
    private static final int UPDATE = 3;
    private static final int LONGEST_LIST = 1000;
    private static final Pattern LOST =
            Pattern.compile("Left out by LogMiner: ([A-Z_ ]+) at (\\d+) of (.+?) \\(end\\)");

    private final String read;
    private final List<TableSchema> withDocuments;

    SentStatements(List<TableSchema> tables) {
        String lost = lost(tables);
        this.read = tables.isEmpty()
                ? READ
                : "SELECT SCN, CASE WHEN " + lost
                        + " THEN 'Left out by LogMiner: ' || OPERATION || ' at ' || SCN || ' of ' || SEG_OWNER || '.' || TABLE_NAME || ' (end)'"
                        + " ELSE SQL_REDO END, CASE WHEN " + lost + " THEN " + UPDATE
                        + " ELSE OPERATION_CODE END, ";
        this.withDocuments = tables.stream()
                .filter(table -> table.columns().stream().anyMatch(SentStatements::isDocument))
                .toList();
    }

    private static boolean isDocument(ColumnSchema column) {
        return column.nativeType().equals("XMLTYPE");
    }

    private static String lost(List<TableSchema> tables) {
        List<String> names = new ArrayList<>();
        for (TableSchema table : tables) {
            names.add("'" + (table.id().schema() + "." + table.id().table()).replace("'", "''") + "'");
        }
        StringJoiner lists = new StringJoiner(" OR ", "(", ")");
        for (int from = 0; from < names.size(); from += LONGEST_LIST) {
            int to = Math.min(names.size(), from + LONGEST_LIST);
            lists.add("SEG_OWNER || '.' || TABLE_NAME IN (" + String.join(", ", names.subList(from, to)) + ")");
        }
        return LOST_CODES + " AND " + lists;
    }

    /** The statement as the server gets it. */
    String sent(String statement) {
        if (statement.startsWith(READ)) {
            return read + statement.substring(READ.length());
        }
        for (TableSchema table : withDocuments) {
            int from = statement.indexOf(" FROM " + Sql.table(table.id()) + " WHERE ");
            if (from > 0 && statement.startsWith("SELECT \"")) {
                return asTexts(table, statement.substring(0, from)) + statement.substring(from);
            }
        }
        return statement;
    }

    private static String asTexts(TableSchema table, String columns) {
        String texts = columns;
        for (ColumnSchema column : table.columns()) {
            if (isDocument(column)) {
                String name = Sql.name(column.name());
                texts = texts.replace(name, "XMLSERIALIZE(CONTENT " + name + " AS CLOB)");
            }
        }
        return texts;
    }

    /** What a failure of the connector is if it comes of a change that it would have passed over. */
    static Optional<ReplicationException> lost(String failure) {
        Matcher lost = LOST.matcher(failure);
        return lost.find()
                ? Optional.of(new ReplicationException(
                        ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                        "the log has a change of table " + lost.group(3) + " at " + lost.group(2) + " (" + lost.group(1)
                                + ") that LogMiner or Debezium does not tell as a change of a row; reload the task when the"
                                + " transaction has ended, or leave the table out of the table mappings and resume"))
                : Optional.empty();
    }
}
