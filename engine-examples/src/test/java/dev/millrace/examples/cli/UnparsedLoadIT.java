package dev.millrace.examples.cli;

import dev.millrace.servers.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Between PostgreSQL servers a load in binary, one in text and one by values leave the same as the log does. */
class UnparsedLoadIT {
    private static final int LOGGED = 100;

    private static final String[] TYPES = {
        "CREATE TYPE mood AS ENUM ('sad', 'so, so', 'O''K')", "CREATE DOMAIN positive AS int CHECK (VALUE > 0)"
    };

    private static PostgresServer older;
    private static PostgresServer newer;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServers() {
        older = PostgresServer.builder()
                .majorVersion(PostgresServer.olderMajorVersion())
                .start();
        newer = PostgresServer.builder().start();
    }

    @AfterAll
    static void closeServers() {
        older.close();
        newer.close();
    }

    @Test
    void fromAnOlderServerToANewerOne() throws Exception {
        carriesAllValues("up", older, newer);
    }

    @Test
    void fromANewerServerToAnOlderOne() throws Exception {
        carriesAllValues("down", newer, older);
    }

    private void carriesAllValues(String name, PostgresServer source, PostgresServer target) throws Exception {
        Database from = Database.create(source, name + "_from");
        Database to = Database.create(target, name + "_to");
        from.execute(TYPES);
        to.execute(TYPES);
        from.execute(
                "CREATE TABLE in_binary (id int PRIMARY KEY, a boolean, b smallint, c bigint, d real, e float8, f numeric,"
                        + " g numeric(9,3), h text, i varchar(9), j char(5), k bytea, l date, m time, n timetz, o timestamp,"
                        + " p timestamptz(2), q uuid, r json, s jsonb, t inet, u cidr, v macaddr, w bit(3), x varbit,"
                        + " y int[], z text[], aa mood, ab int GENERATED ALWAYS AS (id * 2) STORED,"
                        + " ac bigint GENERATED ALWAYS AS IDENTITY)",
                "CREATE TABLE in_text (id int PRIMARY KEY, a interval, b xml, c numrange, d point, e positive, f mood[],"
                        + " g text, h bytea, i tsvector)",
                "CREATE TABLE by_values (id int PRIMARY KEY, a money, b text, c bytea)",
                "CREATE TABLE into_wider (id int PRIMARY KEY, a int, b varchar(20), c real, d char(4))");
        to.execute("CREATE TABLE into_wider (id bigint PRIMARY KEY, a numeric, b text, c float8, d varchar(4))");
        insert(from, 0);
        Path task = TaskJson.named(name)
                .source(from.endpoint())
                .target(to.endpoint())
                .writeTo(folder);

        run(task);
        insert(from, LOGGED);
        run(task);

        assertThat(to.rows("SELECT count(*) FROM in_binary")).containsExactly("6");
        for (String table : List.of("in_binary", "in_text", "by_values")) {
            String all = "SELECT t::text FROM " + table + " t ORDER BY id";
            assertThat(to.rows(all)).as(table).isEqualTo(from.rows(all)).isNotEmpty();
        }
        String wider = "SELECT id, a, b, c::text::float8, trim(d) FROM into_wider ORDER BY id";
        assertThat(to.rows(wider)).isEqualTo(from.rows(wider)).hasSize(4);
    }

    private static void insert(Database from, int offset) throws Exception {
        from.execute(
                binary(
                        offset + 1,
                        "true, -32768, -9223372036854775808, '-0', 0.1::float8 + 0.2::float8, 'NaN', -1.5,"
                                + " E'tab\\t\\\\N\\\\.\\n\\r ü€😀', '  pad  ', 'ab', '\\x00ff5c0a09', '0044-03-15 BC', '24:00:00',"
                                + " '10:00:00+05:30', '0001-01-01 00:00:00.5 BC', '2024-06-01 12:00:00.129+09',"
                                + " 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', '{\"a\":   [1]}', '{\"b\":1,\"a\":\"tab\\t\"}',"
                                + " '192.168.0.1/24', '10.0.0.0/8', '08:00:2b:01:02:03', B'101', B'',"
                                + " '[0:2]={1,NULL,-3}', '{{\"a,b\",NULL},{\"NULL\",\"\"}}', 'so, so'"),
                binary(
                        offset + 2,
                        "false, 32767, 9223372036854775807, 'NaN', '-Infinity',"
                                + " 123456789012345678901234567890.000100, 999999.999, '', '', 'abcde', '', 'infinity',"
                                + " '00:00', '23:00:00.5-08', '-infinity', 'infinity', gen_random_uuid(), 'null', '[]', '::1',"
                                + " '2001:db8::/32', 'ff:ff:ff:ff:ff:ff', B'000', B'1', '{}', '{}', 'O''K'"),
                "INSERT INTO in_binary (id) VALUES (" + (offset + 3) + ")",
                "INSERT INTO in_text VALUES (" + (offset + 1)
                        + ", '1 year 2 mons -3 days 04:05:06.789', '<a b=\"c\">d</a>',"
                        + " '(,1.5]', '(1.5,-2)', 7, '{\"so, so\",sad}', E'\\\\\\\\N\\\\', '\\x5c6e', 'a fat cat:3'),"
                        + " (" + (offset + 2) + ", NULL, NULL, 'empty', NULL, NULL, '{}', '', '', '')",
                "INSERT INTO by_values VALUES (" + (offset + 1) + ", -1234567.89, E'\\t\\\\', '\\x00')",
                "INSERT INTO into_wider VALUES (" + (offset + 1) + ", -7, 'x', 1.1, 'ab'), (" + (offset + 2)
                        + ", NULL, '', 'NaN', NULL)");
    }

    private static String binary(int id, String values) {
        return "INSERT INTO in_binary (id, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa)"
                + " VALUES (" + id + ", " + values + ")";
    }

    private void run(Path task) throws Exception {
        MillraceProcess.run(folder, "run", task.toString(), "--output", "json", "--until", "caught-up")
                .expect(0);
    }
}
