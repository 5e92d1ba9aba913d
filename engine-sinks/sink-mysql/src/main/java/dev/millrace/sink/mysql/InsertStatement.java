package dev.millrace.sink.mysql;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import dev.millrace.sink.mysql.dialect.SqlText;
import dev.millrace.sink.mysql.encode.ColumnEncoder;
import java.util.List;

/** {@code INSERT} of several rows of literals. */
final class InsertStatement {
    private InsertStatement() {}

    static void begin(String table, List<ColumnEncoder> columns, ByteBuilder out) {
        out.append("INSERT INTO ").append(table).append(" (");
        out.append(SqlText.columns(names(columns)));
        out.append(") VALUES ");
    }

    static void appendRow(Row row, List<ColumnEncoder> columns, boolean first, ByteBuilder out) {
        out.append(first ? "(" : ", (");
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                out.append(", ");
            }
            columns.get(i).appendLiteral(row, out);
        }
        out.append(')');
    }

    /**
     * Ends a statement whose rows may be there already; only for tables whose one unique key is the identifying one.
     *
     * @param rowAlias whether the server names the new row ({@code AS n}) rather than each of its values
     */
    static void endUpsert(TableLayout layout, List<ColumnEncoder> columns, boolean rowAlias, ByteBuilder out) {
        out.append(rowAlias ? " AS `n` ON DUPLICATE KEY UPDATE " : " ON DUPLICATE KEY UPDATE ");
        boolean first = true;
        for (ColumnEncoder column : columns) {
            if (!layout.isKey(column)) {
                String name = SqlText.quote(column.target().name());
                out.append(first ? "" : ", ").append(name).append(" = ");
                out.append(rowAlias ? "`n`." + name : "VALUES(" + name + ")");
                first = false;
            }
        }
        if (first) {
            String name = SqlText.quote(layout.key().get(0).target().name());
            out.append(name).append(" = ").append(rowAlias ? layout.table() + "." + name : name);
        }
    }

    static List<String> names(List<ColumnEncoder> columns) {
        return columns.stream().map(column -> column.target().name()).toList();
    }
}
