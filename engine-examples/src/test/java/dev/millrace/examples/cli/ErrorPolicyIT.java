package dev.millrace.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.servers.DatabaseServer;
import dev.millrace.servers.MySqlServer;
import dev.millrace.servers.PostgresServer;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * With DMS's own policies a refused row is left out and recorded, and everything else gets there; once the target is mended, it is
 * replayed, or its table reloaded, and nothing is lost.
 */
class ErrorPolicyIT {
    private static PostgresServer postgres;
    private static MySqlServer mysql;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServers() {
        postgres = PostgresServer.builder().start();
        mysql = MySqlServer.builder().start();
    }

    @AfterAll
    static void closeServers() {
        postgres.close();
        mysql.close();
    }

    static Stream<DatabaseServer> targets() {
        return Stream.of(postgres, mysql);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("targets")
    void whatIsRefusedIsRecordedAndReplayed(DatabaseServer server) throws Exception {
        Database from = Database.create(postgres, "replayed_" + name(server) + "_from");
        Database to = Database.create(server, "replayed_" + name(server) + "_to");
        from.execute(
                "CREATE TABLE goods (id int PRIMARY KEY, note varchar(40), price numeric(10,2))",
                "INSERT INTO goods SELECT i, 'n' || i, i FROM generate_series(1, 3000) i",
                "UPDATE goods SET note = 'too long for it' WHERE id = 1777");
        to.execute("CREATE TABLE goods (id int PRIMARY KEY, note varchar(5), price numeric(10,2))");
        CliTask task = CliTask.between(folder, from, to);

        MillraceProcess load = task.run().expect(ExitCode.DONE_WITH_EXCEPTIONS);
        assertThat(table(load).path("FullLoadRows").asInt()).isEqualTo(2999);
        assertThat(table(load).path("RecordedExceptions").asInt()).isEqualTo(1);
        assertThat(to.rows("SELECT count(*) FROM goods")).containsExactly("2999");

        from.execute(
                "INSERT INTO goods SELECT i, 'n' || i, i FROM generate_series(3001, 5000) i",
                "INSERT INTO goods VALUES (5001, 'another one', 1)",
                "UPDATE goods SET price = 0 WHERE id <= 100",
                "UPDATE goods SET price = 7 WHERE id = 1777",
                "DELETE FROM goods WHERE id = 3");
        MillraceProcess changes = task.run("--resume").expect(ExitCode.DONE_WITH_EXCEPTIONS);
        JsonNode counted = table(changes);
        assertThat(counted.path("RecordedExceptions").asInt()).isEqualTo(2);
        assertThat(counted.path("Inserts").asInt()).isEqualTo(2001);
        assertThat(counted.path("AppliedInserts").asInt()).isEqualTo(2000);
        assertThat(counted.path("Updates").asInt()).isEqualTo(101);
        assertThat(counted.path("AppliedUpdates").asInt()).isEqualTo(100);
        assertThat(to.rows("SELECT count(*) FROM goods")).containsExactly("4998");
        assertThat(to.rows("SELECT count(*) FROM " + control(to) + "awsdms_apply_exceptions"))
                .containsExactly("3");
        assertThat(to.rows("SELECT count(*) FROM " + control(to) + "awsdms_apply_exceptions WHERE " + statement(to)
                        + " LIKE 'UPDATE %1777%'"))
                .containsExactly("1");

        assertThat(task.replay("--list").expect(ExitCode.DONE).stdout())
                .contains("{\"id\":\"1777\"}", "TARGET_VALUE_TRUNCATED", "TARGET_ROW_MISSING", "3 changes")
                .doesNotContain("too long for it");
        assertThat(task.replay().expect(ExitCode.DONE_WITH_EXCEPTIONS).stdout()).contains("0 applied, 3 refused again");
        to.execute(wider(to));
        assertThat(task.replay().expect(ExitCode.DONE).stdout()).contains("3 applied, 0 refused again");
        task.assertEqual("goods");
        task.succeeds("--resume");
        task.assertEqual("goods");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("targets")
    void aSuspendedTableComesBackAlone(DatabaseServer server) throws Exception {
        Database from = Database.create(postgres, "suspended_" + name(server) + "_from");
        Database to = Database.create(server, "suspended_" + name(server) + "_to");
        from.execute(
                "CREATE TABLE goods (id int PRIMARY KEY, note varchar(40))",
                "CREATE TABLE others (id int PRIMARY KEY, note varchar(40))",
                "INSERT INTO goods VALUES (1, 'one')",
                "INSERT INTO others VALUES (1, 'one')");
        CliTask task = CliTask.of(
                folder,
                from,
                to,
                TaskJson.between(from, to)
                        .settings("{\"ErrorBehavior\": {\"DataTruncationErrorPolicy\": \"SUSPEND_TABLE\"}}"));
        task.succeeds();
        to.execute(narrower(to));
        from.execute(
                "INSERT INTO goods VALUES (2, 'two')",
                "INSERT INTO goods VALUES (3, 'three hundred')",
                "INSERT INTO goods VALUES (4, 'four')",
                "INSERT INTO others VALUES (2, 'two')");

        MillraceProcess run = task.run("--resume").expect(ExitCode.DONE_WITH_EXCEPTIONS);
        assertThat(table(run).path("TableState").asText()).isEqualTo("Table error");
        assertThat(run.stderr()).contains("--reload-table public.goods");
        assertThat(to.rows("SELECT id FROM goods ORDER BY id")).containsExactly("1", "2");
        assertThat(to.rows("SELECT id FROM others ORDER BY id")).containsExactly("1", "2");
        assertThat(to.rows("SELECT table_name FROM " + control(to) + "awsdms_suspended_tables"))
                .containsExactly("goods");

        from.execute("INSERT INTO goods VALUES (5, 'five')", "INSERT INTO others VALUES (3, 'three')");
        MillraceProcess again = task.run("--resume").expect(ExitCode.DONE_WITH_EXCEPTIONS);
        assertThat(table(again).path("SuspendedChanges").asInt()).isEqualTo(1);
        assertThat(to.rows("SELECT count(*) FROM goods")).containsExactly("2");
        task.assertEqual("others");

        to.execute(wider(to));
        from.execute("DELETE FROM goods WHERE id = 1", "INSERT INTO others VALUES (4, 'four')");
        task.succeeds("--reload-table", "public.goods");
        from.execute("INSERT INTO goods VALUES (6, 'six')");
        task.succeeds("--resume");
        task.assertEqual("goods");
        task.assertEqual("others");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("targets")
    void aTableThatCanNotBeLoadedDoesNotHoldUpTheOthers(DatabaseServer server) throws Exception {
        Database from = Database.create(postgres, "unloaded_" + name(server) + "_from");
        Database to = Database.create(server, "unloaded_" + name(server) + "_to");
        from.execute(
                "CREATE TABLE goods (id int PRIMARY KEY, note varchar(40))",
                "CREATE TABLE others (id int PRIMARY KEY, note varchar(40))",
                "INSERT INTO goods VALUES (1, 'one')",
                "INSERT INTO others VALUES (1, 'one')");
        to.execute(
                "CREATE TABLE goods (id int PRIMARY KEY, note varchar(5))",
                "CREATE TABLE others (id int PRIMARY KEY, note varchar(40))");
        CliTask task = CliTask.of(
                folder,
                from,
                to,
                TaskJson.between(from, to)
                        .settings("{\"ErrorBehavior\": {\"DataTruncationErrorPolicy\": \"SUSPEND_TABLE\"}}"));
        from.execute("UPDATE goods SET note = 'longer than five' WHERE id = 1");

        MillraceProcess run = task.run().expect(ExitCode.DONE_WITH_EXCEPTIONS);
        assertThat(table(run).path("TableState").asText()).isEqualTo("Table error");
        task.assertEqual("others");
        to.execute(wider(to));
        task.succeeds("--resume", "--reload-table", "public.goods");
        task.assertEqual("goods");
    }

    private static JsonNode table(MillraceProcess run) throws Exception {
        for (JsonNode table : run.status().path("TableStatistics")) {
            if (table.path("TableName").asText().equals("goods")) {
                return table;
            }
        }
        throw new AssertionError(run.output());
    }

    private static String name(DatabaseServer server) {
        return server instanceof PostgresServer ? "postgres" : "mysql";
    }

    private static String control(Database database) {
        return database.server() instanceof PostgresServer ? "public." : "awsdms_control.";
    }

    private static String statement(Database database) {
        return database.server() instanceof PostgresServer ? "\"STATEMENT\"" : "`STATEMENT`";
    }

    private static String wider(Database database) {
        return note(database, "varchar(40)");
    }

    private static String narrower(Database database) {
        return note(database, "varchar(5)");
    }

    private static String note(Database database, String type) {
        return database.server() instanceof PostgresServer
                ? "ALTER TABLE goods ALTER COLUMN note TYPE " + type
                : "ALTER TABLE goods MODIFY COLUMN note " + type;
    }
}
