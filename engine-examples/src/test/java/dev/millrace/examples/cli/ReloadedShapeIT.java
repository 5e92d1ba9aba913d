package dev.millrace.examples.cli;

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

/** A table whose source is altered while it is suspended comes back with its rows and its new shape, or says what keeps it out. */
class ReloadedShapeIT {
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
    void aTableOfTheTaskGetsItsNewShape(DatabaseServer server) throws Exception {
        Database from = Database.create(postgres, "reshaped_to_" + server.port());
        Database to = Database.create(server, "reshaped");
        from.execute(
                "CREATE TABLE goods (id int PRIMARY KEY, note varchar(5), price int NOT NULL)",
                "INSERT INTO goods VALUES (1, 'one', 1)");
        CliTask task = suspended(from, to);

        from.execute(
                "ALTER TABLE goods ADD COLUMN colour varchar(10) NOT NULL DEFAULT 'red'",
                "INSERT INTO goods VALUES (2, 'two', 3, 'green')",
                "ALTER TABLE goods ALTER COLUMN note TYPE varchar(40), ALTER COLUMN price TYPE numeric(12,2)");
        task.run("--resume").expect(ExitCode.DONE_WITH_EXCEPTIONS);
        from.execute("UPDATE goods SET note = 'longer than five', price = 0.25 WHERE id = 2");
        task.succeeds("--reload-table", "public.goods");
        task.assertEqual("goods");
        from.execute(
                "ALTER TABLE goods ADD COLUMN size int",
                "INSERT INTO goods VALUES (3, 'three hundred', 12345678.25, 'blue', 7)");
        task.succeeds("--resume");
        task.assertEqual("goods");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("targets")
    void aTableOfSomebodyElseHasToFit(DatabaseServer server) throws Exception {
        Database from = Database.create(postgres, "misfit_to_" + server.port());
        Database to = Database.create(server, "misfit");
        from.execute(
                "CREATE TABLE goods (id int PRIMARY KEY, note varchar(40), price int NOT NULL)",
                "INSERT INTO goods VALUES (1, 'one', 1)");
        to.execute("CREATE TABLE goods (id int PRIMARY KEY, note varchar(40), price int NOT NULL)");
        CliTask task = suspended(from, to);
        from.execute("ALTER TABLE goods DROP COLUMN price", "ALTER TABLE goods ADD COLUMN colour varchar(10)");

        task.fails("TARGET_TABLE_MISMATCH", "--reload-table", "public.goods")
                .says("has column price, which must have a value, but the source has no such column");
        to.execute("ALTER TABLE goods DROP COLUMN price");
        from.execute("INSERT INTO goods VALUES (2, 'two', 'red')");
        task.succeeds("--resume");
        task.assertEqual("goods");
    }

    /** The task has loaded the table, and has suspended it since. */
    private CliTask suspended(Database from, Database to) throws Exception {
        CliTask task = CliTask.of(
                folder,
                from,
                to,
                TaskJson.between(from, to)
                        .settings("{\"ErrorBehavior\": {\"ApplyErrorUpdatePolicy\": \"SUSPEND_TABLE\"}}"));
        task.succeeds();
        to.execute("DELETE FROM goods");
        from.execute("UPDATE goods SET price = 2");
        task.run("--resume").expect(ExitCode.DONE_WITH_EXCEPTIONS);
        return task;
    }
}
