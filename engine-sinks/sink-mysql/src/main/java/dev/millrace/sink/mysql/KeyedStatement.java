package dev.millrace.sink.mysql;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import dev.millrace.sink.mysql.dialect.SqlText;
import dev.millrace.sink.mysql.dialect.TargetColumn;
import dev.millrace.sink.mysql.encode.ColumnEncoder;
import dev.millrace.sink.mysql.encode.Comparison;
import java.util.List;

/** {@code UPDATE} and {@code DELETE} of a few rows found by literals of their identifying key. */
final class KeyedStatement {
    private KeyedStatement() {}

    static void delete(TableLayout layout, List<Row> identities, ByteBuilder out) {
        out.append("DELETE FROM ").append(layout.table());
        appendWhere(layout, identities, out);
    }

    /** One row; every value is a literal, so the key may change. */
    static void update(TableLayout layout, List<ColumnEncoder> assigned, Row identity, Row row, ByteBuilder out) {
        out.append("UPDATE ").append(layout.table()).append(" SET ");
        for (ColumnEncoder column : assigned) {
            out.append(SqlText.quote(column.target().name())).append(" = ");
            column.appendLiteral(row, out);
            out.append(", ");
        }
        appendKept(layout, assigned, out);
        appendWhere(layout, List.of(identity), out);
    }

    /** Several rows, each value chosen by the key; so no key column may be assigned. */
    static void update(
            TableLayout layout, List<ColumnEncoder> assigned, List<Row> identities, List<Row> rows, ByteBuilder out) {
        out.append("UPDATE ").append(layout.table()).append(" SET ");
        for (ColumnEncoder column : assigned) {
            out.append(SqlText.quote(column.target().name())).append(" = CASE");
            for (int i = 0; i < rows.size(); i++) {
                out.append(" WHEN ");
                appendEquality(layout, identities.get(i), out);
                out.append(" THEN ");
                column.appendLiteral(rows.get(i), out);
            }
            out.append(" END, ");
        }
        appendKept(layout, assigned, out);
        appendWhere(layout, identities, out);
    }

    /** Whether {@code IN} finds rows through the key. */
    static boolean hasPlainKey(TableLayout layout) {
        return layout.key().stream().allMatch(ColumnEncoder::isPlainlyComparable);
    }

    /** Ends a list of assignments, each followed by a comma; what says "keep the rest" also makes the list never empty. */
    private static void appendKept(TableLayout layout, List<ColumnEncoder> assigned, ByteBuilder out) {
        for (String name : layout.keptBy(assigned)) {
            out.append(SqlText.quote(name) + " = " + SqlText.quote(name) + ", ");
        }
        if (assigned.isEmpty()) {
            String name = SqlText.quote(layout.key().get(0).target().name());
            out.append(name + " = " + name + ", ");
        }
        out.truncate(out.size() - 2);
    }

    private static void appendWhere(TableLayout layout, List<Row> identities, ByteBuilder out) {
        out.append(" WHERE ");
        if (identities.size() == 1) {
            appendEquality(layout, identities.get(0), out);
        } else if (hasPlainKey(layout)) {
            appendList(layout, identities, out);
        } else {
            for (int i = 0; i < identities.size(); i++) {
                out.append(i == 0 ? "(" : " OR (");
                appendEquality(layout, identities.get(i), out);
                out.append(')');
            }
        }
    }

    private static void appendList(TableLayout layout, List<Row> identities, ByteBuilder out) {
        List<ColumnEncoder> key = layout.key();
        String columns = SqlText.columns(InsertStatement.names(key));
        boolean single = key.size() == 1;
        out.append(single ? columns : "(" + columns + ")").append(" IN (");
        for (int i = 0; i < identities.size(); i++) {
            out.append(i == 0 ? "" : ", ").append(single ? "" : "(");
            for (int k = 0; k < key.size(); k++) {
                out.append(k == 0 ? "" : ", ");
                key.get(k).appendComparable(identities.get(i), out);
            }
            out.append(single ? "" : ")");
        }
        out.append(')');
    }

    private static void appendEquality(TableLayout layout, Row identity, ByteBuilder out) {
        List<ColumnEncoder> key = layout.key();
        ByteBuilder literal = new ByteBuilder();
        for (int k = 0; k < key.size(); k++) {
            TargetColumn column = key.get(k).target();
            literal.clear();
            key.get(k).appendComparable(identity, literal);
            String name = SqlText.quote(column.name());
            out.append(k == 0 ? "" : " AND ");
            out.append(Comparison.indexed(
                    column, name, StatementText.of(literal), key.get(k).isPlainlyComparable()));
        }
    }
}
