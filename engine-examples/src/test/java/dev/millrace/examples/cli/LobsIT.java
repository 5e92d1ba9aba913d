package dev.millrace.examples.cli;

import dev.millrace.servers.MySqlServer;
import dev.millrace.servers.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What DMS's settings of large objects do on real servers, from the load into change capture. */
class LobsIT {
    private static final String WITHOUT = "{\"TargetMetadata\": {\"SupportLobs\": false}}";
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

    @Test
    void columnsOfLargeObjectsAreLeftOut() throws Exception {
        Database from = Database.create(postgres, "without_from");
        Database to = Database.create(postgres, "without_to");
        from.execute(
                "CREATE TABLE notes (body text UNIQUE, id int PRIMARY KEY, title varchar(20), free varchar, scan bytea,"
                        + " doc jsonb, tags text[])",
                "CREATE INDEX of_title ON notes (title)",
                "CREATE INDEX of_body ON notes (lower(body))",
                "CREATE TABLE words (word text PRIMARY KEY, meaning text, page int)",
                "CREATE TABLE log (body text, n int)",
                "ALTER TABLE log REPLICA IDENTITY FULL",
                "INSERT INTO notes SELECT 'body ' || n, n, 'title ' || n, 'free', '\\x00', '{}', '{a}' FROM generate_series(1, 50) n",
                "INSERT INTO words VALUES ('eins', 'one', 1), ('zwei', 'two', 2), ('drei', 'three', 3)",
                "INSERT INTO log SELECT 'body ' || n, 1 FROM generate_series(1, 4) n");
        Path task = TaskJson.between(from, to).settings(WITHOUT).writeTo(folder);

        MillraceProcess first = run(task).expect(0);
        from.execute(
                "UPDATE notes SET body = 'changed' WHERE id = 1",
                "UPDATE notes SET body = 'changed, too', title = 'new' WHERE id = 2",
                "DELETE FROM notes WHERE id = 3",
                "UPDATE words SET word = 'vier', meaning = 'four' WHERE word = 'drei'",
                "DELETE FROM words WHERE word = 'eins'",
                "DELETE FROM log WHERE body = 'body 1'",
                "UPDATE log SET n = 2 WHERE body = 'body 2'",
                "UPDATE log SET body = 'only this' WHERE body = 'body 3'",
                "ALTER TABLE notes ADD COLUMN more text",
                "ALTER TABLE notes ADD COLUMN amount int, ADD COLUMN picture bytea",
                "INSERT INTO notes (id, title, more, amount, picture) VALUES (100, 'wider', 'more', 7, '\\x01')",
                "ALTER TABLE notes DROP COLUMN more",
                "INSERT INTO notes (id, title, amount) VALUES (101, 'narrower', 8)");
        run(task).expect(0);

        assertThat(first.stderr())
                .contains(
                        "large objects of table public.notes are not replicated, columns body, scan, doc, tags",
                        "large objects of table public.words are not replicated, columns meaning",
                        "large objects of table public.log are not replicated, columns body");
        assertThat(columns(to, "notes")).containsExactly("id", "title", "free", "amount");
        assertThat(columns(to, "words")).containsExactly("word", "page");
        assertSame(from, to, "SELECT id, title, free, amount FROM notes ORDER BY id");
        assertSame(from, to, "SELECT word, page FROM words ORDER BY word");
        assertSame(from, to, "SELECT n FROM log ORDER BY n");
        assertThat(to.rows("SELECT indexname FROM pg_indexes WHERE tablename = 'notes' ORDER BY 1"))
                .contains("of_title")
                .doesNotContain("of_body");
    }

    @Test
    void ofMySqlOnlyTheMediumAndTheLongOnesAreLeftOut() throws Exception {
        Database from = Database.create(mysql, "medium_from");
        Database to = Database.create(postgres, "medium_to");
        from.execute(
                "CREATE TABLE notes (id int PRIMARY KEY, a tinytext, b text, c mediumtext, d longtext, e blob, f mediumblob,"
                        + " g longblob, h json)",
                "CREATE TABLE log (c mediumtext, n int)",
                "INSERT INTO notes VALUES (1, 'a', 'b', 'c', 'd', 'e', 'f', 'g', '1'), (2, 'a', 'b', 'c', 'd', 'e', 'f', 'g', '2')",
                "INSERT INTO log VALUES ('x', 1), ('y', 1), ('z', 1)");
        Path task = TaskJson.between(from, to).settings(WITHOUT).writeTo(folder);

        run(task).expect(0);
        from.execute(
                "UPDATE notes SET c = 'other' WHERE id = 1",
                "INSERT INTO notes VALUES (3, 'a', 'b', 'c', 'd', 'e', 'f', 'g', '3')",
                "DELETE FROM log WHERE c = 'y'",
                "ALTER TABLE notes ADD COLUMN i longtext, ADD COLUMN k text",
                "UPDATE notes SET i = 'i', k = 'k' WHERE id = 2",
                "SET SESSION binlog_row_image = MINIMAL",
                "UPDATE notes SET d = 'this alone' WHERE id = 2",
                "UPDATE notes SET d = 'and', b = 'this' WHERE id = 3");
        run(task).expect(0);

        assertThat(columns(to, "notes")).containsExactly("id", "a", "b", "e", "h", "k");
        assertSame(from, to, "SELECT id, a, b, k FROM notes ORDER BY id");
        assertThat(to.rows("SELECT n FROM log")).containsExactly("1", "1");
    }

    private static void assertSame(Database from, Database to, String query) throws Exception {
        assertThat(to.rows(query)).isEqualTo(from.rows(query)).isNotEmpty();
    }

    private static List<String> columns(Database database, String table) throws Exception {
        return database.rows("SELECT attname FROM pg_attribute WHERE attrelid = '" + table
                + "'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum");
    }

    private MillraceProcess run(Path task) throws Exception {
        return MillraceProcess.run(folder, "run", task.toString(), "--output", "json", "--until", "caught-up");
    }
}
