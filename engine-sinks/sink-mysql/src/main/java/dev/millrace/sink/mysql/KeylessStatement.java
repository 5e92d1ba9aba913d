package dev.millrace.sink.mysql;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import dev.millrace.sink.mysql.dialect.SqlText;
import dev.millrace.sink.mysql.dialect.TargetColumn;
import dev.millrace.sink.mysql.encode.ColumnEncoder;
import dev.millrace.sink.mysql.encode.Comparison;
import java.util.List;

/** {@code UPDATE} and {@code DELETE} of one row of a table without a key, found by every column that the log carried. */
final class KeylessStatement {
    private KeylessStatement() {}

    static void delete(TableLayout layout, Row identity, ByteBuilder out) {
        out.append("DELETE FROM ").append(layout.table());
        appendMatch(layout, identity, out);
    }

    static void update(TableLayout layout, List<ColumnEncoder> assigned, Row identity, Row row, ByteBuilder out) {
        out.append("UPDATE ").append(layout.table()).append(" SET ");
        for (ColumnEncoder column : assigned) {
            out.append(SqlText.quote(column.target().name())).append(" = ");
            column.appendLiteral(row, out);
            out.append(", ");
        }
        for (String name : layout.keptBy(assigned)) {
            out.append(SqlText.quote(name) + " = " + SqlText.quote(name) + ", ");
        }
        out.truncate(out.size() - 2);
        appendMatch(layout, identity, out);
    }

    private static void appendMatch(TableLayout layout, Row identity, ByteBuilder out) {
        ByteBuilder literal = new ByteBuilder();
        boolean first = true;
        for (ColumnEncoder column : layout.present(identity)) {
            TargetColumn target = column.target();
            literal.clear();
            column.appendComparable(identity, literal);
            out.append(first ? " WHERE " : " AND ");
            out.append(Comparison.nullSafe(target, SqlText.quote(target.name()), StatementText.of(literal)));
            first = false;
        }
        out.append(" LIMIT 1");
    }
}
