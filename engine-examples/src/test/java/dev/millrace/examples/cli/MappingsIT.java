package dev.millrace.examples.cli;

import dev.millrace.servers.MySqlServer;
import dev.millrace.servers.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Table mappings on real servers, from the load into change capture. */
class MappingsIT {
    private static PostgresServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() {
        server = PostgresServer.builder().start();
    }

    @AfterAll
    static void closeServer() {
        server.close();
    }

    @Test
    void namesColumnsKeysAndForeignKeysFollowTheRules() throws Exception {
        Database from = Database.create(server, "names_from");
        Database to = Database.create(server, "names_to");
        from.execute(
                "CREATE SCHEMA \"SALES\"",
                "CREATE TABLE \"SALES\".\"CUSTOMERS\" (\"ID\" int PRIMARY KEY, \"EMAIL\" text, \"NAME\" text UNIQUE)",
                "CREATE TABLE \"SALES\".\"ORDERS\" (\"ID\" int PRIMARY KEY, \"CUSTOMER\" int REFERENCES \"SALES\".\"CUSTOMERS\")",
                "CREATE TABLE \"SALES\".\"TMP_1\" (\"ID\" int PRIMARY KEY)",
                "CREATE INDEX by_customer ON \"SALES\".\"ORDERS\" (\"CUSTOMER\")",
                "INSERT INTO \"SALES\".\"CUSTOMERS\" SELECT n, 'secret', 'c' || n FROM generate_series(1, 50) n",
                "INSERT INTO \"SALES\".\"ORDERS\" SELECT n, 1 + n % 50 FROM generate_series(1, 200) n");
        Path task = TaskJson.named("names")
                .source(from.endpoint())
                .target(to.endpoint())
                .rules("""
                        {"rule-type": "selection", "rule-id": 1, "rule-action": "include",
                         "object-locator": {"schema-name": "SALES", "table-name": "%"}},
                        {"rule-type": "selection", "rule-id": 2, "rule-action": "exclude",
                         "object-locator": {"schema-name": "SALES", "table-name": "TMP[_]%"}},
                        {"rule-type": "transformation", "rule-id": 3, "rule-target": "column", "rule-action": "remove-column",
                         "object-locator": {"schema-name": "SALES", "table-name": "CUSTOMERS", "column-name": "EMAIL"}},
                        {"rule-type": "transformation", "rule-id": 4, "rule-target": "schema", "rule-action": "rename",
                         "value": "archive", "object-locator": {"schema-name": "SALES"}},
                        {"rule-type": "transformation", "rule-id": 5, "rule-target": "table", "rule-action": "convert-lowercase",
                         "object-locator": {"schema-name": "%", "table-name": "%"}},
                        {"rule-type": "transformation", "rule-id": 6, "rule-target": "column", "rule-action": "convert-lowercase",
                         "object-locator": {"schema-name": "%", "table-name": "%", "column-name": "%"}}""")
                .writeTo(folder);

        run(task).expect(0);
        from.execute(
                "UPDATE \"SALES\".\"CUSTOMERS\" SET \"EMAIL\" = 'still secret', \"NAME\" = 'renamed' WHERE \"ID\" = 7",
                "INSERT INTO \"SALES\".\"ORDERS\" VALUES (1000, 7)",
                "DELETE FROM \"SALES\".\"ORDERS\" WHERE \"ID\" <= 20");
        run(task).expect(0);

        assertThat(to.rows(
                        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'archive' ORDER BY 1"))
                .containsExactly("customers", "orders");
        assertThat(to.rows("SELECT * FROM archive.customers ORDER BY id"))
                .isEqualTo(from.rows("SELECT \"ID\", \"NAME\" FROM \"SALES\".\"CUSTOMERS\" ORDER BY 1"));
        assertThat(to.rows("SELECT * FROM archive.orders ORDER BY id"))
                .isEqualTo(from.rows("SELECT * FROM \"SALES\".\"ORDERS\" ORDER BY 1"));
        assertThat(constraints(to))
                .containsExactly(
                        "FOREIGN KEY (customer) REFERENCES archive.customers(id)",
                        "PRIMARY KEY (id)",
                        "PRIMARY KEY (id)",
                        "UNIQUE (name)");
        assertThat(to.rows("SELECT indexdef FROM pg_indexes WHERE indexname = 'by_customer'"))
                .containsExactly("CREATE INDEX by_customer ON archive.orders USING btree (customer)");
    }

    @Test
    void indexesOfARenamedTableKeepTheirPredicatesAndExpressions() throws Exception {
        Database from = Database.create(server, "indexes_from");
        Database to = Database.create(server, "indexes_to");
        from.execute(
                "CREATE TABLE orders (id int PRIMARY KEY, note text, open boolean)",
                "CREATE UNIQUE INDEX one_open ON orders (note) WHERE open",
                "CREATE INDEX lower_note ON orders (lower(note))");
        Path task = TaskJson.named("indexes")
                .source(from.endpoint())
                .target(to.endpoint())
                .settings("{\"TargetMetadata\": {\"TargetSchema\": \"copy\"}}")
                .writeTo(folder);

        run(task).expect(0);

        assertThat(to.rows("SELECT indexdef FROM pg_indexes WHERE schemaname = 'copy' ORDER BY indexname"))
                .contains(
                        "CREATE INDEX lower_note ON copy.orders USING btree (lower(note))",
                        "CREATE UNIQUE INDEX one_open ON copy.orders USING btree (note) WHERE open");
    }

    @Test
    void twoTablesUnderOneNameAreRefusedBeforeAnythingIsMade() throws Exception {
        Database from = Database.create(server, "twins_from");
        Database to = Database.create(server, "twins_to");
        from.execute("CREATE TABLE orders (id int PRIMARY KEY)", "CREATE TABLE \"ORDERS\" (id int PRIMARY KEY)");
        Path task = TaskJson.named("twins")
                .source(from.endpoint())
                .target(to.endpoint())
                .rules("""
                        {"rule-type": "selection", "rule-id": 1, "rule-action": "include",
                         "object-locator": {"schema-name": "public", "table-name": "%"}},
                        {"rule-type": "transformation", "rule-id": 2, "rule-target": "table", "rule-action": "convert-lowercase",
                         "object-locator": {"schema-name": "%", "table-name": "%"}}""")
                .writeTo(folder);

        assertThat(run(task).expect(2).stderr())
                .contains("MAPPING_INVALID", "public.ORDERS", "public.orders", "rule 2 (convert-lowercase)");
        assertThat(to.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename ILIKE 'orders'"))
                .isEmpty();
    }

    @Test
    void addedColumnsTellOfTheLastChangeOfEachRow() throws Exception {
        Database from = Database.create(server, "headers_from");
        Database to = Database.create(server, "headers_to");
        tellsOfTheLastChange(from, to);
        assertThat(to.rows("SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
                        + " WHERE attrelid = 'orders'::regclass AND attnum > 2 ORDER BY attnum"))
                .containsExactly(
                        "character varying(50)",
                        "character varying(35)",
                        "character varying(10)",
                        "timestamp(6) without time zone",
                        "text");
    }

    @Test
    void addedColumnsTellOfTheLastChangeOfEachRowOnMySql() throws Exception {
        try (MySqlServer mysql = MySqlServer.builder().start()) {
            Database from = Database.create(mysql, "headers_from");
            Database to = Database.create(mysql, "headers_to");
            tellsOfTheLastChange(from, to);
            assertThat(to.rows("SELECT column_type FROM information_schema.columns WHERE table_schema = 'headers_to'"
                            + " AND table_name = 'orders' AND ordinal_position > 2 ORDER BY ordinal_position"))
                    .containsExactly("varchar(50)", "varchar(35)", "varchar(10)", "datetime(6)", "longtext");
        }
    }

    /** Of rows of a table with a key and of one without, and across a stop, behind which numbers go on. */
    private void tellsOfTheLastChange(Database from, Database to) throws Exception {
        for (String table :
                List.of("orders (id int PRIMARY KEY, note varchar(20))", "log (id int, note varchar(20))")) {
            from.execute("CREATE TABLE " + table);
        }
        if (from.engineName().equals("postgres")) {
            from.execute("ALTER TABLE log REPLICA IDENTITY FULL");
        }
        for (String table : List.of("orders", "log")) {
            from.execute("INSERT INTO " + table + " VALUES (1, 'loaded'), (2, 'loaded'), (3, 'loaded')");
        }
        Path task = TaskJson.between(from, to)
                .moreRules(added(11, "place", "$AR_H_STREAM_POSITION", "\"string\", \"length\": 50"))
                .moreRules(added(12, "seq", "$AR_H_CHANGE_SEQ", "\"string\", \"length\": 35"))
                .moreRules(added(13, "operation", "$AR_H_OPERATION", "\"string\", \"length\": 10"))
                .moreRules(added(14, "changed_at", "$AR_H_COMMIT_TIMESTAMP", "\"datetime\""))
                .moreRules(added(15, "origin", "'it''s '", "\"clob\""))
                .writeTo(folder);
        run(task).expect(0);
        for (int round = 0; round < 2; round++) {
            for (String table : List.of("orders", "log")) {
                from.execute(
                        "UPDATE " + table + " SET note = 'round " + round + "' WHERE id = 1",
                        "INSERT INTO " + table + " VALUES (" + (10 + round) + ", 'new')",
                        "UPDATE " + table + " SET note = 'again' WHERE id = " + (10 + round),
                        "DELETE FROM " + table + " WHERE id = " + (2 + round));
            }
            run(task).expect(0);
        }

        for (String table : List.of("orders", "log")) {
            assertThat(to.rows("SELECT id, note, operation, origin FROM " + table + " ORDER BY id"))
                    .containsExactly("1 round 1 UPDATE it's ", "10 again UPDATE it's ", "11 again UPDATE it's ");
            assertThat(to.rows("SELECT DISTINCT seq FROM " + table + " ORDER BY seq"))
                    .hasSize(3)
                    .allMatch(sequence -> sequence.matches("20\\d{33}"));
            assertThat(to.rows("SELECT id FROM " + table + " WHERE place <> '' ORDER BY seq"))
                    .containsExactly("10", "1", "11");
        }
        assertThat(to.rows("SELECT SUBSTR(seq, 17) FROM orders UNION SELECT SUBSTR(seq, 17) FROM log ORDER BY 1"))
                .containsExactly(numbers(3, 7, 9, 11, 13, 15));
    }

    private static String[] numbers(int... numbers) {
        return IntStream.of(numbers).mapToObj("%019d"::formatted).toArray(String[]::new);
    }

    private static String added(int id, String column, String expression, String type) {
        return """
                {"rule-type": "transformation", "rule-id": %d, "rule-target": "column", "rule-action": "add-column",
                 "object-locator": {"schema-name": "%%", "table-name": "%%"}, "value": "%s", "expression": "%s",
                 "data-type": {"type": %s}}""".formatted(id, column, expression, type);
    }

    private MillraceProcess run(Path task) throws Exception {
        return MillraceProcess.run(folder, "run", task.toString(), "--output", "json", "--until", "caught-up");
    }

    private static List<String> constraints(Database database) throws Exception {
        return database.rows(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'archive'::regnamespace"
                        + " AND contype <> 'n' ORDER BY 1");
    }
}
