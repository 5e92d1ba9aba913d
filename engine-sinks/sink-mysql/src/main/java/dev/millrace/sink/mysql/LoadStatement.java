package dev.millrace.sink.mysql;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import dev.millrace.sink.mysql.dialect.SqlText;
import dev.millrace.sink.mysql.dialect.TargetColumn;
import dev.millrace.sink.mysql.encode.ColumnEncoder;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code LOAD DATA LOCAL} of rows that the driver streams from memory. The file is read in character set {@code binary}, in which no
 * byte of a value can swallow a separator; columns in other character sets than UTF-8 get their text through a variable.
 */
final class LoadStatement {
    /** Never opened: the driver sends its stream instead, and refuses to read a file of another name. */
    private static final String FILE_NAME = "millrace.rows";

    private LoadStatement() {}

    /** The statement for the columns of a real table. */
    static String into(String table, List<ColumnEncoder> columns) {
        List<String> targets = new ArrayList<>();
        List<String> assignments = new ArrayList<>();
        for (ColumnEncoder encoder : columns) {
            TargetColumn column = encoder.target();
            String name = SqlText.quote(column.name());
            if (takesBytes(column)) {
                targets.add(name);
            } else {
                String variable = "@v" + targets.size();
                targets.add(variable);
                assignments.add(name + " = " + fromVariable(column, variable));
            }
        }
        return into(table, targets) + (assignments.isEmpty() ? "" : " SET " + String.join(", ", assignments));
    }

    /** The statement for columns or variables that take the fields as they are. */
    static String into(String table, Iterable<String> targets) {
        return "LOAD DATA LOCAL INFILE '" + FILE_NAME + "' INTO TABLE " + table
                + " CHARACTER SET binary FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' LINES TERMINATED BY '\\n' ("
                + String.join(", ", targets) + ")";
    }

    static void appendRow(Row row, List<ColumnEncoder> columns, ByteBuilder out) {
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                out.append('\t');
            }
            columns.get(i).appendField(row, out);
        }
        out.append('\n');
    }

    private static boolean takesBytes(TargetColumn column) {
        return switch (column.type().kind()) {
            case STRING, CLOB -> column.characterSet().filter("utf8mb4"::equals).isPresent();
            case JSON, ENUM, SET, UUID, BIT, OTHER -> false;
            default -> true;
        };
    }

    private static String fromVariable(TargetColumn column, String variable) {
        return switch (column.type().kind()) {
            case BIT -> "CAST(" + variable + " AS UNSIGNED)";
            default -> "CONVERT(" + variable + " USING utf8mb4)";
        };
    }
}
