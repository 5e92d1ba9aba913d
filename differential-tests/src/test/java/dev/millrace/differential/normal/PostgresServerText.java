package dev.millrace.differential.normal;

import dev.millrace.differential.workload.TestColumn;

/** PostgreSQL's text is canonical as its output functions make it, but for three types. */
public final class PostgresServerText implements ServerText {
    @Override
    public String expression(TestColumn column) {
        String name = column.name();
        return switch (column.typeName()) {
            case "bytea" -> column.declaration().equals("bytea") ? "encode(" + name + ", 'hex')" : printed(name);
            case "money" -> name + "::numeric::text";
            case "char" -> column.declaration().endsWith("[]") ? printed(name) : name + "::text";
            default -> printed(name);
        };
    }

    /** A cast to text is not always what the output function says. */
    private static String printed(String name) {
        return "CASE WHEN num_nulls(" + name + ") = 0 THEN format('%s', " + name + ") END";
    }

    @Override
    public String spelling(TestColumn column, String canonical) {
        return canonical;
    }
}
