package dev.millrace.examples.cli;

import dev.millrace.servers.DatabaseServer;
import dev.millrace.servers.MySqlServer;
import dev.millrace.servers.PostgresServer;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Where the policy is to stop, a value that the target's column does not take stops the task, which says which column of which table and where on the source, and
 * never the value; once the column takes it, the task goes on and nothing is lost.
 */
class RefusedValueIT {
    private static final String SECRET = "Wfl4711xyz";
    private static final String BIG = "98765.43";
    private static final String STOP =
            "{\"ErrorBehavior\": {\"DataErrorPolicy\": \"STOP_TASK\", \"DataTruncationErrorPolicy\": \"STOP_TASK\"}}";

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

    /**
     * One way from source to target.
     *
     * @param longText what the target says of a text that is too long
     * @param largeNumber what the target says of a number that is too large
     */
    record Way(DatabaseServer from, DatabaseServer to, String name, String longText, String largeNumber) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Way> ways() {
        String longOnPostgres = "value too long for type character varying(5) (column note) [SQLState 22001]";
        String largeOnPostgres = "numeric field overflow [SQLState 22003]";
        String longOnMySql = "the value does not fit unchanged for column note in row 1 (error 1265)";
        String largeOnMySql = "the value is out of range for column price";
        return Stream.of(
                new Way(postgres, postgres, "pp", longOnPostgres, largeOnPostgres),
                new Way(mysql, postgres, "mp", longOnPostgres, largeOnPostgres),
                new Way(postgres, mysql, "pm", longOnMySql, largeOnMySql),
                new Way(mysql, mysql, "mm", longOnMySql, largeOnMySql));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void stopsTheTaskUntilTheColumnTakesIt(Way way) throws Exception {
        Database from = Database.create(way.from(), way.name() + "_from");
        Database to = Database.create(way.to(), way.name() + "_to");
        from.execute(
                "CREATE TABLE goods (id int PRIMARY KEY, note varchar(40), price numeric(10,2))",
                "INSERT INTO goods VALUES (1, 'one', 1.25), (2, '" + SECRET + "', 2.5), (3, NULL, NULL)");
        to.execute("CREATE TABLE goods (id int PRIMARY KEY, note varchar(5), price numeric(5,2))");
        CliTask task = CliTask.of(folder, from, to, TaskJson.between(from, to).settings(STOP));

        task.fails("TARGET_VALUE_TRUNCATED")
                .says("load of " + from.schema() + ".goods, chunk 0: ", to.schema() + ".goods", way.longText())
                .says("alter the target so that it takes the row", "then resume the task")
                .keepsSecret(SECRET);
        to.execute(alter(to, "note", "varchar(40)"));
        task.succeeds();
        task.assertEqual("goods");

        from.execute(
                "INSERT INTO goods VALUES (4, 'four', 4)",
                "UPDATE goods SET price = " + BIG + " WHERE id = 3",
                "DELETE FROM goods WHERE id = 1");
        task.fails("TARGET_VALUE_REFUSED", "--resume")
                .says("transactions up to ", to.schema() + ".goods", way.largeNumber())
                .says("alter the target so that it takes the row, then resume the task")
                .keepsSecret(BIG);
        to.execute(alter(to, "price", "numeric(10,2)"));
        task.succeeds("--resume");
        task.assertEqual("goods");
    }

    /** No type of text takes it on PostgreSQL, so it has to be mended where it comes from. */
    @Test
    void textWithNulStopsTheTaskUntilTheSourceIsMended() throws Exception {
        Database from = Database.create(mysql, "nul_from");
        Database to = Database.create(postgres, "nul_to");
        from.execute(
                "CREATE TABLE goods (id int PRIMARY KEY, note varchar(40))",
                "INSERT INTO goods VALUES (1, 'one'), (2, CONCAT('" + SECRET + "', CHAR(0 USING utf8mb4)))");
        CliTask task = CliTask.of(folder, from, to, TaskJson.between(from, to).settings(STOP));

        task.fails("TARGET_VALUE_REFUSED")
                .says("load of nul_from.goods, chunk 0: ", "public.goods", "0x00")
                .says("or mend the row on the source")
                .keepsSecret(SECRET);
        from.execute("UPDATE goods SET note = '" + SECRET + "' WHERE id = 2");
        task.succeeds();
        task.assertEqual("goods");

        from.execute(
                "INSERT INTO goods VALUES (3, CONCAT('" + SECRET + "', CHAR(0 USING utf8mb4)))",
                "INSERT INTO goods VALUES (4, 'four')");
        task.fails("TARGET_VALUE_REFUSED", "--resume")
                .says("transactions up to ", "public.goods", "0x00")
                .says("or mend the row on the source and reload the task")
                .keepsSecret(SECRET);
        from.execute("UPDATE goods SET note = 'mended' WHERE id = 3");
        task.succeeds("--reload");
        task.assertEqual("goods");
    }

    private static String alter(Database database, String column, String type) {
        return database.server() instanceof PostgresServer
                ? "ALTER TABLE goods ALTER COLUMN " + column + " TYPE " + type
                : "ALTER TABLE goods MODIFY COLUMN " + column + " " + type;
    }
}
