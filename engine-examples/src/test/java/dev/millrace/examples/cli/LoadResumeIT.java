package dev.millrace.examples.cli;

import dev.millrace.servers.DatabaseServer;
import dev.millrace.servers.MariaDbServer;
import dev.millrace.servers.MySqlServer;
import dev.millrace.servers.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A load that is killed goes on with the chunks it lacks, and takes in what was changed before it went on. */
class LoadResumeIT {
    private static final int ROWS = 400;
    private static final int ROWS_OF_A_CHUNK = 100;

    private static PostgresServer target;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startTarget() {
        target = PostgresServer.builder().start();
    }

    @AfterAll
    static void closeTarget() {
        target.close();
    }

    @Test
    void fromMySql() throws Exception {
        try (DatabaseServer server = MySqlServer.builder().start()) {
            goesOnByChunk(Database.create(server, "parted_mysql"));
        }
    }

    @Test
    void fromMariaDb() throws Exception {
        try (DatabaseServer server = MariaDbServer.builder().start()) {
            goesOnByChunk(Database.create(server, "parted_mariadb"));
        }
    }

    private void goesOnByChunk(Database from) throws Exception {
        Database to = Database.create(target, from.name());
        from.execute("CREATE TABLE goods (id int PRIMARY KEY, note varchar(50))");
        for (int id = 0; id < ROWS; id++) {
            from.execute("INSERT INTO goods VALUES (" + id + ", 'note " + id + "')");
        }
        to.execute("CREATE TABLE goods (id int PRIMARY KEY, note varchar(50), run text DEFAULT 'first')");
        TaskJson json = TaskJson.between(from, to)
                .moreRules("""
                        {"rule-type": "table-settings", "rule-id": 3, "rule-name": "3",
                         "object-locator": {"schema-name": "%s", "table-name": "goods"},
                         "parallel-load": {"type": "ranges", "columns": ["id"], "boundaries": [["100"], ["200"], ["300"]]}}""".formatted(from.schema()))
                .settings("""
                        {"FullLoadSettings": {"TargetTablePrepMode": "DO_NOTHING"}}""");

        killBeforeTheThirdChunk(json, to);
        from.execute(
                "UPDATE goods SET note = 'changed' WHERE id IN (50, 150, 250, 350)",
                "DELETE FROM goods WHERE id IN (60, 260)",
                "INSERT INTO goods VALUES (-1, 'new'), (1000, 'new')",
                "UPDATE goods SET id = 260 WHERE id = 70",
                "UPDATE goods SET id = 1270 WHERE id = 270");
        to.execute("ALTER TABLE goods ALTER run SET DEFAULT 'second'");
        CliTask task = CliTask.of(folder, from, to, json);
        task.succeeds("--resume");

        assertThat(to.rows("SELECT run, min(id), max(id), count(*) FROM goods WHERE note LIKE 'note%' AND id <> 260"
                        + " AND id < 1000 GROUP BY run ORDER BY run"))
                .as("which run has read the rows that nobody changed")
                .containsExactly("first 0 399 295", "second 200 299 97");
        to.execute("ALTER TABLE goods DROP run");
        task.assertEqual("goods");
    }

    /** Somebody's uncommitted row has the key of one in the third chunk, whose writer waits for what becomes of it. */
    private void killBeforeTheThirdChunk(TaskJson json, Database to) throws Exception {
        try (Connection somebody = to.connect();
                Statement statement = somebody.createStatement()) {
            somebody.setAutoCommit(false);
            statement.execute("INSERT INTO goods VALUES (222, 'uncommitted')");
            try (MillraceProcess run =
                    MillraceProcess.start(folder, "run", json.writeTo(folder).toString(), "--output", "json")) {
                Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
                    assertThat(run.isAlive()).as(run.output()).isTrue();
                    return loadedRows(to) == ROWS - ROWS_OF_A_CHUNK;
                });
                run.kill();
                run.awaitEnd();
            }
            somebody.rollback();
        }
    }

    private static long loadedRows(Database to) throws SQLException {
        return Long.parseLong(to.rows("SELECT count(*) FROM goods").get(0));
    }
}
