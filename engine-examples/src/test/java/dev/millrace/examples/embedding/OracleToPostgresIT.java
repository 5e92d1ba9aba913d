package dev.millrace.examples.embedding;

import dev.millrace.emulated.oracle.EmulatedOracle;
import dev.millrace.emulated.oracle.OracleTable;
import dev.millrace.emulated.oracle.OracleTable.Column;
import dev.millrace.emulated.oracle.OracleTransaction;
import dev.millrace.examples.cli.Database;
import dev.millrace.examples.cli.TaskJson;
import dev.millrace.servers.PostgresServer;
import dev.millrace.task.TaskState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A task file from an emulated Oracle to a real PostgreSQL: load, changes, and on from the checkpoint. */
class OracleToPostgresIT {
    private static final String LOWER = """
            {"rule-type": "transformation", "rule-id": %d, "rule-name": "%d", "rule-target": "%s",
             "object-locator": {"schema-name": "HR"%s}, "rule-action": "convert-lowercase"}""";

    private static String rules() {
        return """
                {"rule-type": "selection", "rule-id": 1, "rule-name": "1", "rule-action": "include",
                 "object-locator": {"schema-name": "HR", "table-name": "%"}}, """
                + LOWER.formatted(2, 2, "schema", "")
                + ", "
                + LOWER.formatted(3, 3, "table", ", \"table-name\": \"%\"")
                + ", "
                + LOWER.formatted(4, 4, "column", ", \"table-name\": \"%\", \"column-name\": \"%\"");
    }

    @Test
    void loadsFollowsAndGoesOn(@TempDir Path folder) throws Exception {
        try (PostgresServer server = PostgresServer.builder().start();
                EmulatedOracle oracle = EmulatedOracle.start("secret")) {
            Database to = Database.create(server, "from_oracle");
            createTables(oracle);
            write(oracle, 0, 500);
            Path task = TaskJson.named("from_oracle")
                    .source("""
                            {"EngineName": "oracle", "ServerName": "127.0.0.1", "DatabaseName": "ORCL", "Username": "%s",
                             "Password": "secret", "OracleSettings": {"AddSupplementalLogging": true},
                             "EngineSettings": {"JdbcUrl": "%s", "LogMiningSleepMilliseconds": 20}}""".formatted(EmulatedOracle.USER, oracle.jdbcUrl(oracle.port())))
                    .target(to.endpoint())
                    .rules(rules())
                    .writeTo(folder);
            try (OracleTransaction open = oracle.begin()) {
                open.insert("HR", "EMPLOYEES", List.of(employee(9000)));

                assertThat(RunTaskFile.run(task).state()).isEqualTo(TaskState.STOPPED);
                assertEqual(oracle, to);

                write(oracle, 1000, 1100);
                open.update("HR", "EMPLOYEES", Map.of("ID", "7"), Map.of("NAME", "changed"));
                open.delete("HR", "EMPLOYEES", Map.of("ID", "8"));
                open.insert("HR", "AUDIT", List.of(Arrays.asList("9000", "twin"), Arrays.asList("9000", "twin")));
                open.commit();
            }
            assertThat(RunTaskFile.run(task).state()).isEqualTo(TaskState.STOPPED);
            assertEqual(oracle, to);
        }
    }

    private static void createTables(EmulatedOracle oracle) {
        oracle.createSchema("HR");
        oracle.createTable(
                OracleTable.of(
                                "HR",
                                "EMPLOYEES",
                                Column.of("ID", "NUMBER(9)").notNull(),
                                Column.of("NAME", "VARCHAR2(40 CHAR)"),
                                Column.of("SALARY", "NUMBER(10,2)"))
                        .withPrimaryKey("ID"),
                false);
        oracle.createTable(
                OracleTable.of("HR", "AUDIT", Column.of("N", "NUMBER(9)"), Column.of("WHAT", "VARCHAR2(10)")), false);
    }

    private static List<@Nullable String> employee(int id) {
        return Arrays.asList("" + id, "name " + id, id % 3 == 0 ? null : id + ".25");
    }

    private static void write(EmulatedOracle oracle, int from, int to) {
        try (OracleTransaction transaction = oracle.begin()) {
            List<List<@Nullable String>> employees = new ArrayList<>();
            for (int id = from; id < to; id++) {
                employees.add(employee(id));
            }
            transaction.insert("HR", "EMPLOYEES", employees);
            transaction.insert(
                    "HR", "AUDIT", List.of(Arrays.asList("" + from, "twin"), Arrays.asList("" + from, "twin")));
            transaction.commit();
        }
    }

    private static void assertEqual(EmulatedOracle oracle, Database to) throws Exception {
        assertThat(to.rows("SELECT id, name, salary FROM hr.employees"))
                .containsExactlyInAnyOrderElementsOf(rows(oracle, "EMPLOYEES"));
        assertThat(to.rows("SELECT n, what FROM hr.audit")).containsExactlyInAnyOrderElementsOf(rows(oracle, "AUDIT"));
    }

    private static List<String> rows(EmulatedOracle oracle, String table) {
        return oracle.rows("HR", table).stream()
                .map(row -> String.join(" ", row.stream().map(String::valueOf).toList()))
                .toList();
    }
}
