package dev.millrace.examples.cli;

import dev.millrace.servers.MySqlServer;
import dev.millrace.servers.PostgresServer;
import dev.millrace.servers.ServerBuilder;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * The target's disk is full, in the middle of a load and in the middle of changes: the task stops and says so, and once there is room it
 * goes on and nothing is lost.
 */
class FullDiskIT {
    private static final String GOODS = "CREATE TABLE goods (id int PRIMARY KEY, note varchar(1000))";

    private static PostgresServer source;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startSource() {
        source = PostgresServer.builder().start();
    }

    @AfterAll
    static void closeSource() {
        source.close();
    }

    static boolean canHaveSmallDisk() {
        boolean possible = ServerBuilder.canHaveSmallDisk();
        if (!possible) {
            System.out.println("FullDiskIT.onPostgres is skipped: this system lets nobody mount a disk of his own");
        }
        return possible;
    }

    /** A tablespace on a disk of 96 MB. Space comes free at once, when the ballast is dropped. */
    @Test
    @EnabledIf(value = "canHaveSmallDisk", disabledReason = "this system lets nobody mount a disk of his own")
    void onPostgres() throws Exception {
        try (PostgresServer target = PostgresServer.builder()
                .smallDisk(96)
                .setting("autovacuum", "off")
                .start()) {
            Database admin = new Database(target, "postgres");
            admin.execute(
                    "CREATE TABLESPACE small LOCATION '" + target.smallDisk() + "'",
                    "CREATE DATABASE small TABLESPACE small");
            Ballast ballast = new Ballast(
                    new Database(target, "small"),
                    "CREATE TABLE ballast (id bigint, note text)",
                    "INSERT INTO ballast SELECT n, repeat('x', 1000) FROM generate_series(1, %d) n");
            fillsUp(
                    Database.create(source, "to_postgres"),
                    ballast,
                    70,
                    50,
                    "No space left on device [SQLState 53100]; free disk space on the target, then resume the task");
        }
    }

    /** All tables in one file that may grow to 64 MB, which needs nothing of the system. */
    @Test
    void onMySql() throws Exception {
        try (MySqlServer target = MySqlServer.builder()
                .setting("innodb-data-file-path", "ibdata1:12M:autoextend:max:64M")
                .setting("innodb-autoextend-increment", "1")
                .setting("innodb-file-per-table", "OFF")
                .start()) {
            Ballast ballast = new Ballast(
                    Database.create(target, "small"),
                    "CREATE TABLE ballast (id bigint, note text)",
                    "INSERT INTO ballast WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < %d)"
                            + " SELECT /*+ SET_VAR(cte_max_recursion_depth = 1000000) */ id, repeat('x', 1000) FROM n");
            fillsUp(
                    Database.create(source, "to_mysql"),
                    ballast,
                    46,
                    30,
                    "the disk or the tablespace is full; make room on the target, then resume the task (error 1114, SQLSTATE HY000)");
        }
    }

    private void fillsUp(Database from, Ballast ballast, int before, int between, String words) throws Exception {
        from.execute(GOODS, insert(1, 15_000));
        CliTask task = CliTask.between(folder, from, ballast.disk());
        String table = ballast.disk().schema() + ".goods";

        ballast.put(before);
        task.fails("TARGET_RESOURCE_EXHAUSTED").says("load of public.goods, chunk 0: ", table, words);
        ballast.drop();
        task.succeeds("--resume");
        task.assertEqual("goods");

        ballast.put(between);
        from.execute(insert(15_001, 30_000), "DELETE FROM goods WHERE id % 100 = 0");
        task.fails("TARGET_RESOURCE_EXHAUSTED", "--resume").says("transactions up to ", table, words);
        ballast.drop();
        task.succeeds("--resume");
        task.assertEqual("goods");
    }

    private static String insert(int first, int last) {
        return "INSERT INTO goods SELECT n, repeat(md5(n::text), 31) FROM generate_series(" + first + ", " + last
                + ") n";
    }

    /** What takes the room away on the target's disk. */
    private record Ballast(Database disk, String create, String insert) {
        void put(int megabytes) throws SQLException {
            disk.execute(create, insert.formatted(megabytes * 1000));
        }

        void drop() throws SQLException {
            disk.execute("DROP TABLE ballast");
        }
    }
}
