package dev.millrace.examples.cli;

import dev.millrace.servers.DatabaseServer;
import dev.millrace.servers.MySqlServer;
import dev.millrace.servers.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * While a row of the target is held, so that the batch that needs it waits, a relaxed task goes on with other tables, be it rows or a new
 * column; killed in that state, it goes on in ordered mode without doubling anything.
 */
class RelaxedOrderIT {
    private static final Duration PATIENCE = Duration.ofSeconds(25);

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

    static Stream<DatabaseServer> servers() {
        return Stream.of(postgres, mysql);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("servers")
    void othersGoOnWhileOneBatchWaits(DatabaseServer server) throws Exception {
        Database from = Database.create(server, "relaxed_from");
        Database to = Database.create(server, "relaxed_to");
        from.execute(
                "CREATE TABLE held (id int PRIMARY KEY, n int)",
                "INSERT INTO held VALUES (1, 1)",
                "CREATE TABLE free (id int PRIMARY KEY)",
                "CREATE TABLE shaped (id int PRIMARY KEY)");
        TaskJson json = TaskJson.between(from, to);
        Path relaxed = json.more(", \"EngineSettings\": {\"CommitMode\": \"relaxed\", \"ApplyWorkers\": 4}")
                .writeTo(folder);

        try (MillraceProcess process = MillraceProcess.start(folder, "run", relaxed.toString(), "--output", "json");
                Connection holder = connectWhenLoaded(from, to, process);
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("UPDATE held SET n = n WHERE id = 1");
            from.execute("UPDATE held SET n = n + 1 WHERE id = 1");
            insertUntilOneArrives(from, to);
            from.execute("ALTER TABLE shaped ADD COLUMN note varchar(20)", "INSERT INTO shaped VALUES (7, 'seven')");
            await().atMost(PATIENCE)
                    .until(() -> count(to, "SELECT COUNT(*) FROM shaped") == 1
                            && to.rows("SELECT * FROM shaped").contains("7 seven"));
            assertThat(to.rows("SELECT n FROM held")).containsExactly("1");
            process.kill();
            process.awaitEnd();
            holder.rollback();
        }
        String control = server instanceof PostgresServer ? "public" : "awsdms_control";
        String ranges = "SELECT COUNT(*) FROM " + control + ".millrace_applied_range";
        assertThat(count(to, ranges)).isPositive();

        CliTask ordered = CliTask.of(folder, from, to, json.more(", \"EngineSettings\": {\"ApplyWorkers\": 1}"));
        ordered.succeeds("--resume");

        ordered.assertEqual("held");
        ordered.assertEqual("free");
        ordered.assertEqual("shaped");
        assertThat(to.rows("SELECT n FROM held")).containsExactly("2");
        assertThat(count(to, ranges)).isZero();
    }

    /** Once a change has arrived, batches are near the head of the log, where they are small. */
    private static Connection connectWhenLoaded(Database from, Database to, MillraceProcess process) throws Exception {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            assertThat(process.isAlive()).as(process.output()).isTrue();
            return count(to, "SELECT COUNT(*) FROM held") == 1;
        });
        from.execute("INSERT INTO free VALUES (0)");
        await().atMost(PATIENCE).until(() -> count(to, "SELECT COUNT(*) FROM free") == 1);
        return to.connect();
    }

    /** The first may be read together with the change that waits. */
    private static void insertUntilOneArrives(Database from, Database to) {
        int[] id = {0};
        await().atMost(PATIENCE).until(() -> {
            from.execute("INSERT INTO free VALUES (" + ++id[0] + ")");
            return count(to, "SELECT COUNT(*) FROM free") > 1;
        });
    }

    private static long count(Database database, String query) throws Exception {
        return Long.parseLong(database.rows(query).get(0));
    }
}
