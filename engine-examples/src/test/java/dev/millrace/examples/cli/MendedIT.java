package dev.millrace.examples.cli;

import dev.millrace.servers.DatabaseServer;
import dev.millrace.servers.MySqlServer;
import dev.millrace.servers.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a server lacks is told with the statement that mends it, and a history that broke off with the way out; after that the task begins,
 * or goes on, and nothing is lost.
 */
class MendedIT {
    private static final String GOODS = "CREATE TABLE goods (id int PRIMARY KEY, note varchar(40))";

    private static PostgresServer target;
    private static MySqlServer mysql;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServers() {
        target = PostgresServer.builder().start();
        mysql = MySqlServer.builder().start();
    }

    @AfterAll
    static void closeServers() {
        target.close();
        mysql.close();
    }

    @Test
    void postgresThatLogsTooLittleAndUsersWhoMayTooLittle() throws Exception {
        try (PostgresServer source =
                PostgresServer.builder().without("wal_level").start()) {
            Database from = Database.create(source, "poor_from");
            Database to = Database.create(target, "poor_to");
            from.execute(
                    GOODS,
                    "INSERT INTO goods VALUES (1, 'one')",
                    "CREATE ROLE reader LOGIN PASSWORD 'reader'",
                    "GRANT CREATE ON DATABASE poor_from TO reader");
            to.execute(
                    "CREATE ROLE writer LOGIN PASSWORD 'writer'", "REVOKE TEMPORARY ON DATABASE poor_to FROM PUBLIC");
            CliTask task = CliTask.of(
                    folder,
                    from,
                    to,
                    TaskJson.between(from, to)
                            .source(from.endpoint("reader", "reader", source.port()))
                            .target(to.endpoint("writer", "writer", target.port())));

            CliTask.Failure failure = task.fails("SOURCE_GRANT_MISSING")
                    .says("wal_level is replica; run ALTER SYSTEM SET wal_level = logical and restart the server")
                    .says("user reader may not read the log; run ALTER ROLE \"reader\" REPLICATION")
                    .says("GRANT SELECT ON \"public\".\"goods\" TO \"reader\"")
                    .says("run: GRANT TEMPORARY ON DATABASE poor_to TO writer");
            from.execute("ALTER SYSTEM SET wal_level = logical");
            from.execute(command(failure, "ALTER ROLE"), command(failure, "GRANT SELECT"));
            to.execute(command(failure, "GRANT TEMPORARY"));
            source.restart();
            from.execute("ALTER TABLE goods OWNER TO reader");

            CliTask.Failure writer =
                    task.fails("TARGET_GRANT_MISSING").says("run: GRANT USAGE, CREATE ON SCHEMA public TO \"writer\"");
            to.execute(command(writer, "GRANT USAGE"));
            task.succeeds();
            from.execute("INSERT INTO goods VALUES (2, 'two')");
            task.succeeds("--resume");
            task.assertEqual("goods");
        }
    }

    @Test
    void mysqlThatLogsStatementsAndUsersWhoMayTooLittle() throws Exception {
        Database from = Database.create(mysql, "poor_from");
        Database to = Database.create(mysql, "poor_to");
        from.execute(
                GOODS,
                "INSERT INTO goods VALUES (1, 'one')",
                "CREATE USER reader IDENTIFIED BY 'reader'",
                "GRANT SELECT ON poor_from.* TO reader",
                "CREATE USER writer IDENTIFIED BY 'writer'",
                "GRANT SELECT, INSERT ON poor_to.* TO writer",
                "SET GLOBAL binlog_format = MIXED");
        CliTask task = CliTask.of(
                folder,
                from,
                to,
                TaskJson.between(from, to)
                        .source(from.endpoint("reader", "reader", mysql.port()))
                        .target(to.endpoint("writer", "writer", mysql.port())));

        CliTask.Failure failure = task.fails("SOURCE_SETTING_WRONG")
                .says("binlog_format is MIXED; run SET GLOBAL binlog_format = ROW, and reconnect all sessions")
                .says("GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO user")
                .says("on database poor_to; GRANT ALTER, CREATE, ")
                .says("on database awsdms_control; GRANT ALTER, ");
        from.execute("SET GLOBAL binlog_format = ROW", "GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO reader");
        Matcher grants =
                Pattern.compile("GRANT [A-Z, ]+ ON \\S+ TO 'writer'@'%'").matcher(failure.message());
        while (grants.find()) {
            to.execute(grants.group());
        }
        task.succeeds();

        from.execute("INSERT INTO goods VALUES (2, 'two')", "ALTER USER reader IDENTIFIED BY 'changed'");
        task.fails("SOURCE_AUTHENTICATION_FAILED", "--resume")
                .says("check user and password")
                .keepsSecret("'reader'@'%' IDENTIFIED");
        from.execute("ALTER USER reader IDENTIFIED BY 'reader'");
        task.succeeds("--resume");
        task.assertEqual("goods");
    }

    static Stream<DatabaseServer> targets() {
        return Stream.of(target, mysql);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("targets")
    void targetTableWithOtherColumns(DatabaseServer server) throws Exception {
        String name = "columns_on_" + server.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        Database from = Database.create(target, name + "_from");
        Database to = Database.create(server, name + "_to");
        from.execute(
                "CREATE TABLE goods (id int PRIMARY KEY, note varchar(40), price numeric(18,4))",
                "INSERT INTO goods VALUES (1, 'one', 12345678901234.5678)");
        to.execute("CREATE TABLE goods (id int PRIMARY KEY, price double precision, must varchar(9) NOT NULL)");
        CliTask task = CliTask.between(folder, from, to);

        CliTask.Failure failure = task.fails("TARGET_TABLE_MISMATCH")
                .says("target table " + to.schema() + ".goods lacks the columns note; run: ALTER TABLE ")
                .says("column price of target table", "which would round or cut values of numeric(18,4) without a word")
                .says("has column must, which must have a value, but the source has no such column");
        assertThat(to.rows("SELECT * FROM goods")).isEmpty();
        Matcher statements = Pattern.compile("run: (ALTER TABLE .*)").matcher(failure.message());
        while (statements.find()) {
            to.execute(statements.group(1));
        }
        task.succeeds();
        to.execute("ALTER TABLE goods DROP COLUMN must");
        from.execute("INSERT INTO goods VALUES (2, 'two', 0.0001)");
        task.succeeds("--resume");
        task.assertEqual("goods");
    }

    @Test
    void serversThatWereAway() throws Exception {
        try (PostgresServer source = PostgresServer.builder().start()) {
            Database from = Database.create(source, "away");
            Database to = Database.create(target, "away");
            from.execute(GOODS, "INSERT INTO goods VALUES (1, 'one')");
            CliTask task = CliTask.of(
                    folder,
                    from,
                    to,
                    TaskJson.between(from, to).settings("{\"ErrorBehavior\": {\"RecoverableErrorCount\": 0}}"));
            task.succeeds();
            from.execute("INSERT INTO goods VALUES (2, 'two')");

            source.stop();
            task.fails("SOURCE_UNREACHABLE", "--resume")
                    .says("check ServerName, Port and that the server accepts connections from here");
            source.start();
            target.stop();
            task.fails("TARGET_UNREACHABLE", "--resume")
                    .says("check ServerName, Port and that the server accepts connections from here");
            target.start();
            task.succeeds("--resume");
            task.assertEqual("goods");
        }
    }

    @Test
    void postgresThatFailedOver() throws Exception {
        try (PostgresServer source = PostgresServer.builder().start()) {
            Database from = Database.create(source, "promoted_from");
            Database to = Database.create(target, "promoted_to");
            from.execute(GOODS, "INSERT INTO goods VALUES (1, 'one')");
            CliTask task = CliTask.between(folder, from, to);
            task.succeeds();
            from.execute("INSERT INTO goods VALUES (2, 'before')");

            promote(source, from);
            from.execute("INSERT INTO goods VALUES (3, 'after')");
            task.succeeds("--resume");
            task.assertEqual("goods");

            from.execute(
                    "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots",
                    "INSERT INTO goods VALUES (4, 'unseen')");
            task.fails("SOURCE_SLOT_LOST", "--resume")
                    .says("did not come along in a failover. Reload the task's tables");
            task.succeeds("--reload");
            task.assertEqual("goods");
        }
    }

    private static void promote(PostgresServer server, Database database) throws Exception {
        server.stop();
        Files.createFile(server.dataDirectory().resolve("standby.signal"));
        server.start();
        database.execute("SELECT pg_promote()");
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> database.rows("SELECT pg_is_in_recovery()").equals(List.of("f")));
    }

    @Test
    void mysqlWithAnotherHistoryAndOneThatWasPurged() throws Exception {
        try (MySqlServer other = MySqlServer.builder().start()) {
            Database from = Database.create(mysql, "history");
            Database instead = Database.create(other, "history");
            Database to = Database.create(target, "history");
            for (Database database : List.of(from, instead)) {
                database.execute(GOODS, "INSERT INTO goods VALUES (1, 'one')");
            }
            CliTask.between(folder, from, to).succeeds();

            CliTask task = CliTask.between(folder, instead, to);
            instead.execute("INSERT INTO goods VALUES (2, 'only here')");
            task.fails("SOURCE_HISTORY_CHANGED", "--resume")
                    .says("the server's history is not the one the task has read so far")
                    .says("reload the task's tables");
            task.succeeds("--reload");
            task.assertEqual("goods");

            instead.execute("INSERT INTO goods VALUES (3, 'purged')");
            purge(instead);
            task.fails("SOURCE_LOG_PURGED", "--resume")
                    .says("the log between is gone: reload the task's tables")
                    .says("SET GLOBAL binlog_expire_logs_seconds = 604800");
            task.succeeds("--reload");
            task.assertEqual("goods");
        }
    }

    /** A log that somebody still holds open stays, without an error. */
    private static void purge(Database database) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
            database.execute("FLUSH BINARY LOGS");
            List<String> logs = database.rows("SHOW BINARY LOGS");
            String last = logs.get(logs.size() - 1).split(" ")[0];
            database.execute("PURGE BINARY LOGS TO '" + last + "'");
            return database.rows("SHOW BINARY LOGS").size() == 1;
        });
    }

    /** The first of the message's statements that begins with this. */
    private static String command(CliTask.Failure failure, String beginning) throws Exception {
        String message = failure.message();
        int from = message.indexOf(beginning);
        assertThat(from).as(message).isNotNegative();
        return message.substring(from).split("[;\n]| \\(")[0];
    }
}
