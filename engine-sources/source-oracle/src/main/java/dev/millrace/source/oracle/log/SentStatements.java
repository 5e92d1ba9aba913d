package dev.millrace.source.oracle.log;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.TableSchema;
import dev.millrace.source.oracle.server.Sql;
import java.util.List;

/**
 * What Debezium's statements (3.5) become before the server gets them: it reads {@code XMLTYPE} of a row whose key has changed again, for which the driver
 * needs more libraries; as text it does not. Thread-safe.
 */
final class SentStatements {
    private final List<TableSchema> withDocuments;

    SentStatements(List<TableSchema> tables) {
        this.withDocuments = tables.stream()
                .filter(table -> table.columns().stream().anyMatch(SentStatements::isDocument))
                .toList();
    }

    private static boolean isDocument(ColumnSchema column) {
        return column.nativeType().equals("XMLTYPE");
    }

    /** The statement as the server gets it. */
    String sent(String statement) {
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
}
