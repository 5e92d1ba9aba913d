package dev.millrace.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.lake.DataLake;
import dev.millrace.servers.MySqlServer;
import dev.millrace.servers.PostgresServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What DMS's settings of large objects do on real servers, from the load into change capture. */
class LobsIT {
    private static final String WITHOUT = "{\"TargetMetadata\": {\"SupportLobs\": false}}";
    private static final String CUT = """
            {"TargetMetadata": {"SupportLobs": true, "FullLobMode": false, "LimitedSizeLobMode": true, "LobMaxSize": 1},
             "EngineSettings": {"LimitedLobs": "truncate"}}""";
    private static final String UNDER = "repeat('x', 512)";
    private static final String OVER = "repeat('x', 1025)";
    private static final String SPLIT = "repeat('ü', 511) || '😀 tail'";
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

    @Test
    void largeObjectsAreCutAlikeInLoadAndChanges() throws Exception {
        Database from = Database.create(postgres, "cut_from");
        Database to = Database.create(postgres, "cut_to");
        from.execute(
                "CREATE TABLE notes (id int PRIMARY KEY, body text, scan bytea, doc jsonb, word text UNIQUE, free varchar)",
                "ALTER TABLE notes ALTER body SET STORAGE EXTERNAL",
                "CREATE TABLE wide (id int PRIMARY KEY, body text)",
                "CREATE TABLE whole (id int PRIMARY KEY, body text)",
                "CREATE TABLE log (body text, scan bytea, n int)",
                "ALTER TABLE log REPLICA IDENTITY FULL",
                note(1, UNDER),
                note(2, OVER),
                note(3, SPLIT),
                note(4, "repeat('ü', 100000)"),
                "INSERT INTO notes VALUES (5)",
                "INSERT INTO wide VALUES (1, repeat('x', 1025))",
                "INSERT INTO whole VALUES (1, repeat('x', 100000))",
                log(1, SPLIT),
                log(2, SPLIT),
                log(3, OVER));
        Path task = TaskJson.between(from, to)
                .moreRules(lobSettings(11, from, "wide", "{\"mode\": \"limited\", \"bulk-max-size\": 2}"))
                .moreRules(lobSettings(12, from, "whole", "{\"mode\": \"unlimited\"}"))
                .settings(CUT)
                .writeTo(folder);

        MillraceProcess first = run(task).expect(0);
        assertCut(from, to, "notes", "id, doc, word, free", "id");
        assertCut(from, to, "log", "n", "n");
        assertThat(truncated(first, "notes")).isEqualTo(3 + 3);
        assertThat(truncated(first, "log")).isEqualTo(3 + 3);
        assertThat(truncated(first, "wide") + truncated(first, "whole")).isEqualTo(1);
        assertThat(first.stderr())
                .containsOnlyOnce(
                        "table public.notes: values of columns [body, scan] that are larger than 1 KB are cut; the table's"
                                + " statistics count them")
                .containsOnlyOnce("table public.log: values of columns [body, scan]");

        from.execute(
                note(11, UNDER),
                note(12, OVER),
                note(13, SPLIT),
                "UPDATE notes SET body = body || 'behind the cut' WHERE id = 3",
                "UPDATE notes SET free = 'this alone' WHERE id = 4",
                "UPDATE notes SET body = " + UNDER + " WHERE id = 2",
                "DELETE FROM notes WHERE id = 1",
                "DELETE FROM log WHERE n = 1",
                "UPDATE log SET n = 12 WHERE n = 2",
                "UPDATE log SET body = body || 'behind the cut' WHERE n = 3",
                log(4, SPLIT),
                "ALTER TABLE notes ADD COLUMN more text",
                "ALTER TABLE wide ADD COLUMN scan bytea",
                "INSERT INTO notes (id, more) VALUES (20, repeat('x', 5000))",
                "INSERT INTO wide VALUES (20, repeat('x', 1024), decode(repeat('ab', 2049), 'hex'))",
                "UPDATE whole SET body = body || 'more'");
        MillraceProcess second = run(task).expect(0);

        assertCut(from, to, "notes", "id, doc, word, free", "id");
        assertCut(from, to, "log", "n", "n");
        assertSame(from, to, "SELECT id, left(more, 512) FROM notes ORDER BY id");
        assertThat(to.rows("SELECT length(more) FROM notes WHERE id = 20")).containsExactly("512");
        assertSame(from, to, "SELECT id, left(body, 1024), substring(scan from 1 for 2048) FROM wide ORDER BY id");
        assertThat(to.rows("SELECT length(body), octet_length(scan) FROM wide ORDER BY id"))
                .containsExactly("1024 null", "1024 2048");
        assertSame(from, to, "SELECT * FROM whole");
        assertThat(truncated(second, "wide")).isEqualTo(1);
        assertThat(truncated(second, "whole")).isZero();
        assertThat(truncated(second, "log")).isEqualTo(2 + 2 + 2);
    }

    @Test
    void ofMySqlOnlyTheMediumAndTheLongOnesAreCut() throws Exception {
        Database from = Database.create(mysql, "medium_cut_from");
        Database to = Database.create(postgres, "medium_cut_to");
        from.execute(
                "CREATE TABLE notes (id int PRIMARY KEY, b text, body mediumtext, scan longblob, doc json)",
                "CREATE TABLE log (body longtext, scan mediumblob, n int)");
        for (String table : List.of("notes (id, b, body, scan)", "log (n, body, scan)")) {
            for (int id = 1; id <= 3; id++) {
                from.execute(mediumRow(table, id));
            }
        }
        from.execute("UPDATE notes SET doc = JSON_OBJECT('long', REPEAT('x', 3000))");
        Path task = TaskJson.between(from, to).settings(CUT).writeTo(folder);

        MillraceProcess first = run(task).expect(0);
        from.execute(
                mediumRow("notes (id, b, body, scan)", 4),
                mediumRow("log (n, body, scan)", 4),
                "UPDATE notes SET b = 'this alone' WHERE id = 1",
                "UPDATE notes SET body = CONCAT(body, 'behind the cut') WHERE id = 2",
                "DELETE FROM log WHERE n = 1",
                "UPDATE log SET n = 12 WHERE n = 2",
                "ALTER TABLE log ADD COLUMN more longtext",
                "UPDATE log SET more = REPEAT('x', 3000) WHERE n = 3");
        MillraceProcess second = run(task).expect(0);

        assertThat(truncated(first, "notes")).isEqualTo(6);
        assertThat(truncated(first, "log")).isEqualTo(6);
        assertThat(truncated(second, "notes")).isEqualTo(2 + 2 + 2);
        assertThat(to.rows(
                        "SELECT id, length(b), body = repeat('ü', 511), octet_length(scan), length(doc->>'long') FROM notes"
                                + " ORDER BY id"))
                .containsExactly("1 10 t 1024 3000", "2 3000 t 1024 3000", "3 3000 t 1024 3000", "4 3000 t 1024 null");
        assertThat(to.rows("SELECT n, body = repeat('ü', 511), octet_length(scan), more = repeat('x', 512) FROM log"
                        + " ORDER BY n"))
                .containsExactly("3 t 1024 t", "4 t 1024 null", "12 t 1024 null");
    }

    @Test
    void linesOfFilesHoldWhatIsCut() throws Exception {
        Database from = Database.create(postgres, "cut_lake");
        from.execute(
                "CREATE TABLE notes (id int PRIMARY KEY, body text)",
                "INSERT INTO notes VALUES (1, " + SPLIT + "), (2, " + UNDER + ")");
        try (DataLake lake = DataLake.start(folder)) {
            Path task = TaskJson.named("cut_lake")
                    .source(from.endpoint())
                    .target(lake.endpoint("cut", ""))
                    .settings(CUT)
                    .writeTo(folder);

            MillraceProcess first = run(task).expect(0);
            List<String> loaded = lake.keys("cut/");
            from.execute("UPDATE notes SET body = " + OVER + " WHERE id = 2", "DELETE FROM notes WHERE id = 1");
            MillraceProcess second = run(task).expect(0);
            List<String> changed = lake.keys("cut/").stream()
                    .filter(key -> !loaded.contains(key))
                    .toList();

            assertThat(lines(lake, loaded, 2)).containsExactly("1," + "ü".repeat(511), "2," + "x".repeat(512));
            assertThat(lines(lake, changed, 3)).contains("U,2," + "x".repeat(512));
            assertThat(truncated(first, "notes")).isEqualTo(1);
            assertThat(truncated(second, "notes")).isEqualTo(1);
        }
    }

    private static List<String> lines(DataLake lake, List<String> keys, int columns) throws Exception {
        List<String> lines = new ArrayList<>();
        for (String key : keys) {
            if (key.contains("/notes/")) {
                lake.rows(key, columns).forEach(row -> lines.add(String.join(",", row)));
            }
        }
        return lines;
    }

    private static String note(int id, String body) {
        return "INSERT INTO notes VALUES (" + id + ", " + body + ", convert_to(" + body
                + ", 'UTF8'), jsonb_build_object('a', " + body + "), '" + id
                + "' || repeat('w', 700), repeat('f', 5000))";
    }

    private static String log(int n, String body) {
        return "INSERT INTO log VALUES (" + body + ", convert_to(" + body + ", 'UTF8'), " + n + ")";
    }

    /** Of {@code notes} also a text that is no large object, in its second column. */
    private static String mediumRow(String table, int id) {
        String body = "CONCAT(REPEAT('ü', 511), '😀 tail ', " + id + ")";
        return "INSERT INTO " + table + " VALUES (" + id + (table.startsWith("notes") ? ", REPEAT('b', 3000)" : "")
                + ", " + body + ", REPEAT('x', 1025))";
    }

    private static String lobSettings(int id, Database database, String table, String settings) {
        return """
                {"rule-type": "table-settings", "rule-id": %d, "rule-name": "%d", "lob-settings": %s,
                 "object-locator": {"schema-name": "%s", "table-name": "%s"}}""".formatted(id, id, settings, database.schema(), table);
    }

    /** At 1 KB: 512 units of UTF-16, of which the last may not be the first half of a character. */
    private static void assertCut(Database from, Database to, String table, String others, String order)
            throws Exception {
        String rows = "SELECT %s, %s, %s FROM " + table + " ORDER BY " + order;
        assertThat(to.rows(rows.formatted("body", "scan", others)))
                .isEqualTo(from.rows(rows.formatted(
                        "CASE WHEN substr(body, 512, 1) = '😀' THEN left(body, 511) ELSE left(body, 512) END",
                        "substring(scan from 1 for 1024)",
                        others)))
                .isNotEmpty();
    }

    private static long truncated(MillraceProcess run, String table) throws Exception {
        for (JsonNode statistics : run.status().path("TableStatistics")) {
            if (statistics.path("TableName").asText().equals(table)) {
                return statistics.path("TruncatedLobs").asLong();
            }
        }
        throw new AssertionError("no statistics of " + table);
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
