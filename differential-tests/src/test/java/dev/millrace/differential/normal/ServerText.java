package dev.millrace.differential.normal;

import dev.millrace.differential.workload.TestColumn;
import dev.millrace.differential.workload.TestTable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads tables as text in canonical form, made by the server itself. */
public interface ServerText {

    /** An expression that has the column's canonical form; raw bytes in hexadecimal. */
    String expression(TestColumn column);

    /** The one spelling of a value that may have several, on either side. */
    String spelling(TestColumn column, String canonical);

    /** The table's rows by {@code id}. */
    default Map<String, NormalRow> rows(Connection connection, TestTable table) throws SQLException {
        String query = "SELECT id"
                + table.columns().stream()
                        .map(column -> ", " + expression(column))
                        .collect(Collectors.joining())
                + " FROM " + table.name();
        Map<String, NormalRow> rows = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                Map<String, String> row = new TreeMap<>();
                row.put(TestTable.ID, result.getString(1));
                for (int i = 0; i < table.columns().size(); i++) {
                    String text = result.getString(i + 2);
                    row.put(table.columns().get(i).name(), text == null ? NormalRow.NULL : text);
                }
                rows.put(result.getString(1), spelled(table, new NormalRow(row)));
            }
        }
        return rows;
    }

    /** The row with the one spelling of each value. */
    default NormalRow spelled(TestTable table, NormalRow row) {
        Map<String, String> spelled = new TreeMap<>(row.values());
        for (TestColumn column : table.columns()) {
            spelled.computeIfPresent(
                    column.name(), (name, text) -> text.equals(NormalRow.NULL) ? text : spelling(column, text));
        }
        return new NormalRow(spelled);
    }
}
