package dev.millrace.differential.workload;

import dev.millrace.differential.workload.TestTable.Identity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Tables with columns of every type of MySQL 8.0, and of MariaDB where it has others. */
public final class MySqlTables {
    private static final String[] UUIDS = {
        "00000000-0000-0000-0000-000000000000",
        "FFFFFFFF-ffff-FFFF-ffff-FFFFFFFFFFFF",
        "123e4567-e89b-12d3-a456-426655440000",
        "123e4567-e89b-42d3-a456-426655440000",
        "123e4567-e89b-72d3-a456-426655440000",
        "6a4ac48c-e539-0d64-33c7-15b0439a464b",
        "123e4567-e89b-62d3-0456-426655440000"
    };

    private MySqlTables() {}

    /** What every session of the workload says first: zero dates and labels that do not exist are wanted. */
    public static final List<String> SESSION = List.of(
            "SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION'",
            "SET SESSION time_zone = '+00:00'",
            "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
            "SET SESSION innodb_lock_wait_timeout = 5");

    /** @param mariaDb whether the server is MariaDB */
    public static List<TestTable> all(boolean mariaDb) {
        List<TestTable> tables = new ArrayList<>();
        everyIdentity(tables, "numbers", MySqlScalarColumns.numbers());
        everyIdentity(tables, "texts", MySqlScalarColumns.texts());
        everyIdentity(tables, "binaries", MySqlCompoundColumns.binaries());
        everyIdentity(tables, "times", MySqlScalarColumns.times());
        everyIdentity(tables, "labels", MySqlCompoundColumns.labels());
        everyIdentity(tables, "shapes", MySqlCompoundColumns.shapes());
        everyIdentity(
                tables, "documents", mariaDb ? MySqlCompoundColumns.mariaDbOwn() : MySqlCompoundColumns.documents());
        return tables;
    }

    /**
     * A table of what Debezium does not read: it misreads MariaDB's {@code uuid} and negative times inside of JSON, and it stops
     * at {@code inet4} and {@code inet6}. It also stops at a 30th of February, in whichever table.
     */
    public static List<TestTable> beyondDebezium(boolean mariaDb) {
        List<TestColumn> columns = mariaDb
                ? List.of(
                        column("c_uuid", "uuid", random -> "", UUIDS),
                        column(
                                "c_inet6",
                                "inet6",
                                random -> "",
                                "::",
                                "::1",
                                "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                                "::ffff:1.2.3.4",
                                "2001:db8::1:0:0:1",
                                "1:0:0:2::3"),
                        column("c_inet4", "inet4", random -> "", "0.0.0.0", "255.255.255.255", "10.2.3.4"))
                : List.of(expressions(
                        "c_json_time",
                        "json",
                        random -> "NULL",
                        "CAST(CAST('-10:11:12.5' AS TIME(6)) AS JSON)",
                        "CAST(CAST('-838:59:59' AS TIME) AS JSON)",
                        "CAST(CAST('-00:00:00.000001' AS TIME(6)) AS JSON)"));
        return List.of(new TestTable("beyond_key", Identity.PRIMARY_KEY, columns));
    }

    /** The statement that makes a table. */
    public static String creation(TestTable table) {
        StringBuilder create = new StringBuilder("CREATE TABLE " + table.name() + " (id bigint");
        create.append(table.hasKey() ? " NOT NULL" : " NULL");
        table.columns()
                .forEach(column -> create.append(", ")
                        .append(column.name())
                        .append(' ')
                        .append(column.declaration())
                        .append(" NULL"));
        create.append(
                switch (table.identity()) {
                    case PRIMARY_KEY, FULL_WITH_KEY -> ", PRIMARY KEY (id)";
                    case UNIQUE_INDEX -> ", UNIQUE KEY by_id (id)";
                    case FULL_WITHOUT_KEY -> "";
                });
        return create.append(") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4").toString();
    }

    private static void everyIdentity(List<TestTable> tables, String name, List<TestColumn> columns) {
        tables.add(new TestTable(name + "_key", Identity.PRIMARY_KEY, columns));
        tables.add(new TestTable(name + "_unique", Identity.UNIQUE_INDEX, columns));
        tables.add(new TestTable(name + "_keyless", Identity.FULL_WITHOUT_KEY, columns));
    }

    /** A column whose values are quoted text. */
    static TestColumn column(String name, String type, Function<Random, String> random, String... edges) {
        return new TestColumn(
                name,
                type,
                Arrays.stream(edges).map(MySqlTables::quoted).toList(),
                source -> quoted(random.apply(source)));
    }

    /** A column whose values are expressions. */
    static TestColumn expressions(String name, String type, Function<Random, String> random, String... edges) {
        return new TestColumn(name, type, List.of(edges), random);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
