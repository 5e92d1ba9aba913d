package dev.millrace.differential.workload;

import dev.millrace.differential.workload.TestTable.Identity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Tables with columns of every type that PostgreSQL 18 brings, and of what users and two extensions add. */
public final class PostgresTables {
    private PostgresTables() {}

    /** What the tables' columns need. */
    public static final List<String> PRELIMINARIES = List.of(
            "CREATE EXTENSION hstore",
            "CREATE EXTENSION citext",
            "CREATE EXTENSION ltree",
            "CREATE TYPE mood AS ENUM ('sad', 'ok', 'it''s \"so, so\"', '')",
            "CREATE DOMAIN positive AS integer CHECK (VALUE > 0)",
            "CREATE DOMAIN short_name AS varchar(12)",
            "CREATE DOMAIN price AS numeric(12, 3)",
            "CREATE DOMAIN priced AS price CHECK (VALUE <> 13)",
            "CREATE TYPE pair AS (a integer, b text)",
            "CREATE TYPE nested AS (p pair, at timestamptz, m mood[])");

    public static List<TestTable> all() {
        List<TestTable> tables = new ArrayList<>();
        everyIdentity(tables, "numbers", PostgresScalarColumns.numbers());
        everyIdentity(tables, "texts", PostgresScalarColumns.texts());
        everyIdentity(tables, "times", PostgresScalarColumns.times());
        everyIdentity(tables, "bits", PostgresScalarColumns.bits());
        everyIdentity(tables, "others", PostgresCompoundColumns.others());
        everyIdentity(tables, "shapes", PostgresCompoundColumns.shapes());
        everyIdentity(tables, "ranges", PostgresCompoundColumns.ranges());
        everyIdentity(tables, "own", PostgresCompoundColumns.userDefined());
        everyIdentity(tables, "arrays", PostgresCompoundColumns.arrays());
        everyIdentity(tables, "toast", PostgresCompoundColumns.toasted());
        return tables;
    }

    /** A table of what stops Debezium, or what its numbers can't hold: midnight at the end of a day, and the latest timestamp. */
    public static List<TestTable> beyondDebezium() {
        List<TestColumn> columns = List.of(
                column("c_timetz", "timetz", random -> "", "24:00:00+00", "00:00:00+15:59:59", "12:00:00-00:00:01"),
                column("c_timestamp", "timestamp", random -> "", "294276-12-31 23:59:59.999999"));
        return List.of(new TestTable("beyond_key", Identity.PRIMARY_KEY, columns));
    }

    /** The statements that make a table, with its key and its replica identity. */
    public static List<String> creation(TestTable table) {
        StringBuilder create = new StringBuilder("CREATE TABLE " + table.name() + " (id bigint");
        table.columns()
                .forEach(column ->
                        create.append(", ").append(column.name()).append(' ').append(column.declaration()));
        List<String> statements = new ArrayList<>(List.of(create.append(")").toString()));
        String alter = "ALTER TABLE " + table.name() + " ";
        switch (table.identity()) {
            case PRIMARY_KEY -> statements.add(alter + "ADD PRIMARY KEY (id)");
            case UNIQUE_INDEX -> {
                statements.add(alter + "ALTER id SET NOT NULL");
                statements.add("CREATE UNIQUE INDEX " + table.name() + "_id ON " + table.name() + " (id)");
                statements.add(alter + "REPLICA IDENTITY USING INDEX " + table.name() + "_id");
            }
            case FULL_WITH_KEY -> {
                statements.add(alter + "ADD PRIMARY KEY (id)");
                statements.add(alter + "REPLICA IDENTITY FULL");
            }
            case FULL_WITHOUT_KEY -> statements.add(alter + "REPLICA IDENTITY FULL");
        }
        table.columns().stream()
                .filter(column -> column.name().startsWith("external_"))
                .forEach(column -> statements.add(alter + "ALTER " + column.name() + " SET STORAGE EXTERNAL"));
        return statements;
    }

    private static void everyIdentity(List<TestTable> tables, String name, List<TestColumn> columns) {
        tables.add(new TestTable(name + "_key", Identity.PRIMARY_KEY, columns));
        tables.add(new TestTable(name + "_index", Identity.UNIQUE_INDEX, columns));
        tables.add(new TestTable(name + "_full", Identity.FULL_WITH_KEY, columns));
        tables.add(new TestTable(name + "_keyless", Identity.FULL_WITHOUT_KEY, columns));
    }

    static TestColumn column(String name, String type, Function<Random, String> random, String... edges) {
        return new TestColumn(
                name,
                type,
                Arrays.stream(edges).map(PostgresTables::quoted).toList(),
                source -> quoted(random.apply(source)));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
