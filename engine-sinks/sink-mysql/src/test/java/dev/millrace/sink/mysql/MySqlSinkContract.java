package dev.millrace.sink.mysql;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.IndexSchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.model.WireForm;
import dev.millrace.servers.DatabaseServer;
import dev.millrace.spi.Finding;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoadWriter;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import dev.millrace.spi.sink.TaskStore;
import dev.millrace.spi.source.Chunk;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import static dev.millrace.sink.mysql.Rows.ABSENT;
import static dev.millrace.sink.mysql.TargetFixture.checkpoint;
import static dev.millrace.sink.mysql.TargetFixture.column;
import static dev.millrace.sink.mysql.TargetFixture.delete;
import static dev.millrace.sink.mysql.TargetFixture.insert;
import static dev.millrace.sink.mysql.TargetFixture.primary;
import static dev.millrace.sink.mysql.TargetFixture.table;
import static dev.millrace.sink.mysql.TargetFixture.update;
import static dev.millrace.sink.mysql.TargetFixture.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the sink promises, on any server of the family. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class MySqlSinkContract {
    private static final List<Integer> SMALL_AND_LARGE = List.of(1, 3, 40, 700);
    private static final TableSchema ITEMS = table(EngineFamily.MYSQL, "items")
            .column(column("id", Kind.INT8, "bigint").notNull())
            .column(column("name", DataType.ofLength(Kind.STRING, 100), "varchar(100)"))
            .column(column("price", DataType.numeric(10, 2), "decimal(10,2)"))
            .primaryKey(primary("id"))
            .build();

    private DatabaseServer server;
    TargetFixture target;

    abstract DatabaseServer start();

    @BeforeAll
    void open() throws SQLException {
        server = start();
        target = new TargetFixture(server, "orders", Map.of());
    }

    @AfterAll
    void end() throws SQLException {
        target.close();
        server.close();
    }

    @Test
    void loadKeepsEveryByteOfText() throws SQLException {
        List<String> texts = List.of(
                "",
                " ",
                "a\tb",
                "a\nb",
                "a\r\nb",
                "back\\slash",
                "\\N",
                "NULL",
                "it's",
                "\"q\"",
                "\0",
                "é中😀",
                "%_",
                "\\",
                "x\\\\'");
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            rows.add(Rows.of(i, texts.get(i), null));
        }
        target.load(ITEMS, rows);
        assertThat(hexNames())
                .containsExactlyElementsOf(
                        texts.stream().map(MySqlSinkContract::hex).toList());
        for (int size : SMALL_AND_LARGE) {
            target.load(ITEMS, List.of());
            apply(insert(ITEMS, repeat(rows, size)));
            assertThat(hexNames().subList(0, Math.min(size, texts.size())))
                    .as("inserted %s at a time", size)
                    .containsExactlyElementsOf(texts.stream()
                            .limit(size)
                            .map(MySqlSinkContract::hex)
                            .toList());
        }
    }

    @Test
    void changesOfEverySizeReachTheirRows() throws SQLException {
        for (int size : SMALL_AND_LARGE) {
            target.load(ITEMS, items(0, 1000));
            List<Row> changed = IntStream.range(0, size)
                    .mapToObj(i -> Rows.of(i, "it's " + i + "\\", ABSENT))
                    .toList();
            assertThat(apply(update(ITEMS, ids(0, size), changed)))
                    .as("updates of %s", size)
                    .isEqualTo(size);
            assertThat(
                            target.single(
                                    "SELECT COUNT(*) FROM shop.items WHERE name = CONCAT('it\\'s ', id, '\\\\') AND price = id"))
                    .isEqualTo(String.valueOf(size));
            assertThat(apply(update(ITEMS, ids(0, size), changed)))
                    .as("a row that already has the values counts as found")
                    .isEqualTo(size);
            assertThat(apply(delete(ITEMS, ids(1000 - size, 1000))))
                    .as("deletes of %s", size)
                    .isEqualTo(size);
            assertThat(target.single("SELECT COUNT(*) FROM shop.items")).isEqualTo(String.valueOf(1000 - size));
            assertThat(apply(delete(ITEMS, ids(1000 - size, 1000))))
                    .as("gone already")
                    .isZero();
            assertThat(apply(upsert(ITEMS, items(500, 500 + size + 500)))).isEqualTo(size + 500);
            assertThat(target.single("SELECT COUNT(*), SUM(id = price) FROM shop.items"))
                    .isEqualTo(count(size) + "|" + count(size));
        }
    }

    private static int count(int size) {
        return size <= 500 ? 1000 + size : 1500;
    }

    @Test
    void keyChangesMoveRows() throws SQLException {
        for (int size : SMALL_AND_LARGE) {
            target.load(ITEMS, items(0, size));
            List<Row> moved = IntStream.range(0, size)
                    .mapToObj(i -> Rows.of(i + 5000, "moved", ABSENT))
                    .toList();
            assertThat(apply(update(ITEMS, ids(0, size), moved))).isEqualTo(size);
            assertThat(target.single("SELECT MIN(id), COUNT(*), SUM(price) + 0 FROM shop.items WHERE name = 'moved'"))
                    .isEqualTo("5000|" + size + "|" + size * (size - 1) / 2 + ".00");
        }
    }

    @Test
    void compositeTextAndBinaryKeysFindTheirRows() throws SQLException {
        TableSchema keys = table(EngineFamily.MYSQL, "odd keys `x` 'y' \"z\"")
                .column(column(
                                "a'",
                                DataType.ofLength(Kind.STRING, 20),
                                "varchar(20) CHARACTER SET latin1 COLLATE latin1_swedish_ci")
                        .notNull())
                .column(column("b`c", DataType.ofLength(Kind.BYTES, 8), "varbinary(8)")
                        .notNull())
                .column(column("sélect", DataType.ofScale(Kind.DATETIME, 3), "datetime(3)")
                        .notNull())
                .column(column("v", DataType.of(Kind.INT4), "int"))
                .primaryKey(primary("a'", "b`c", "sélect"))
                .build();
        List<Row> rows = IntStream.range(0, 300)
                .mapToObj(i -> Rows.of("é" + i, new byte[] {(byte) i, 0, '\\'}, "2024-01-01 00:00:00.12", i))
                .toList();
        for (int size : List.of(1, 2, 300)) {
            target.load(keys, rows);
            List<Row> changed = rows.stream()
                    .limit(size)
                    .map(row -> Rows.of(ABSENT, ABSENT, ABSENT, "-1"))
                    .toList();
            assertThat(apply(update(keys, rows.subList(0, size), changed))).isEqualTo(size);
            Row stranger = Rows.of("中", new byte[] {1}, "2024-01-01 00:00:00.12", 1);
            assertThat(apply(delete(keys, List.of(stranger)))).isZero();
            assertThat(apply(delete(keys, rows.subList(0, size)))).isEqualTo(size);
            assertThat(target.single("SELECT COUNT(*), MIN(v) FROM shop.`odd keys ``x`` 'y' \"z\"`"))
                    .isEqualTo(300 - size + "|" + (size == 300 ? "null" : size));
        }
    }

    @Test
    void secondUniqueKeyIsNeverTakenForTheIdentifyingOne() throws SQLException {
        TableSchema unique = ITEMS.toBuilder()
                .id(new TableId(TargetFixture.DATABASE, "uniques"))
                .uniqueKeys(List.of(new KeySchema("name_key", List.of("name"))))
                .build();
        target.load(unique, items(0, 10));
        assertThat(target.sink.completeTables(List.of(unique))).isEmpty();
        apply(upsert(unique, List.of(Rows.of(3, "n3", "33"), Rows.of(20, "n20", "20"))));
        assertThat(target.query("SELECT id, price FROM shop.uniques WHERE id IN (3, 20)"))
                .containsExactly("3|33.00", "20|20.00");
        assertThatThrownBy(() -> apply(upsert(unique, List.of(Rows.of(21, "n4", "1")))))
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_CONSTRAINT_VIOLATED));
        assertThat(target.single("SELECT id, price FROM shop.uniques WHERE name = 'n4'"))
                .isEqualTo("4|4.00");
    }

    @Test
    void everyNativeTypeKeepsItsValues() throws SQLException {
        byte[] point = new byte[25];
        point[4] = 1;
        point[5] = 1;
        point[15] = (byte) 0xf0;
        point[16] = 0x3f;
        byte[] bytes = new byte[256];
        for (int i = 0; i < 256; i++) {
            bytes[i] = (byte) i;
        }
        boolean maria = target.single("SELECT @@version").contains("MariaDB");
        List<Object[]> types = List.of(
                new Object[] {"tinyint unsigned", DataType.of(Kind.UINT1), "255", "255"},
                new Object[] {"mediumint", DataType.of(Kind.INT4), "-8388608", "-8388608"},
                new Object[] {"bigint unsigned", DataType.of(Kind.UINT8), "18446744073709551615", "18446744073709551615"
                },
                new Object[] {
                    "decimal(65,30)",
                    DataType.numeric(65, 30),
                    "-12345678901234567890123456789012345.123456789012345678901234567890",
                    "-12345678901234567890123456789012345.123456789012345678901234567890"
                },
                new Object[] {"float", DataType.of(Kind.REAL4), "0.1", "0.1"},
                new Object[] {"double", DataType.of(Kind.REAL8), "-1.7976931348623157e308", "-1.7976931348623157e308"},
                new Object[] {"bit(10)", DataType.ofLength(Kind.BIT, 10), "0000000101", "5"},
                new Object[] {"char(5)", DataType.ofLength(Kind.STRING, 5), "ab", "ab"},
                new Object[] {"text CHARACTER SET latin1", DataType.of(Kind.CLOB), "é\tx\\", "é\tx\\"},
                new Object[] {"varbinary(300)", DataType.ofLength(Kind.BYTES, 300), bytes, hex(bytes)},
                new Object[] {"longblob", DataType.of(Kind.BLOB), bytes, hex(bytes)},
                new Object[] {"date", DataType.of(Kind.DATE), "0000-00-00", "0000-00-00"},
                new Object[] {"time(6)", DataType.ofScale(Kind.TIME, 6), "-838:59:58.999999", "-838:59:58.999999"},
                new Object[] {
                    "datetime(6)",
                    DataType.ofScale(Kind.DATETIME, 6),
                    "9999-12-31 23:59:59.999999",
                    "9999-12-31 23:59:59.999999"
                },
                new Object[] {
                    "timestamp(3)",
                    DataType.ofScale(Kind.TIMESTAMP_TZ, 3),
                    "2024-02-03 04:05:06.789+00",
                    "2024-02-03 04:05:06.789"
                },
                new Object[] {"year", DataType.of(Kind.YEAR), "2155", "2155"},
                new Object[] {
                    "json", DataType.of(Kind.JSON), "{\"é\": [1, null, \"\\\\n\"]}", "{\"é\": [1, null, \"\\\\n\"]}"
                },
                new Object[] {"enum('a','é''')", DataType.ofLabels(Kind.ENUM, List.of("a", "é'")), "é'", "é'"},
                new Object[] {"set('x','y','z')", DataType.ofLabels(Kind.SET, List.of("x", "y", "z")), "x,z", "x,z"},
                new Object[] {"geometry", DataType.of(Kind.GEOMETRY), point, hex(point)},
                new Object[] {
                    maria ? "uuid" : "char(36)",
                    DataType.of(Kind.UUID),
                    "123e4567-e89b-12d3-a456-426655440000",
                    "123e4567-e89b-12d3-a456-426655440000"
                });
        for (Object[] type : types) {
            TableSchema typed = table(EngineFamily.MYSQL, "typed")
                    .column(column("id", Kind.INT4, "int").notNull())
                    .column(column("v", (DataType) type[1], (String) type[0]))
                    .primaryKey(primary("id"))
                    .build();
            String shown = type[2] instanceof byte[]
                    ? "HEX(v)"
                    : type[0].toString().startsWith("bit")
                            ? "v + 0"
                            : type[0].toString().contains("time") ? "CAST(v AS CHAR)" : "v";
            for (int size : List.of(2, 100)) {
                List<Row> rows = IntStream.range(0, size)
                        .mapToObj(i -> Rows.of(i, i % 2 == 0 ? type[2] : null))
                        .toList();
                target.load(typed, rows);
                assertValues(shown, size, type, "loaded");
                target.load(typed, List.of());
                apply(insert(typed, rows));
                assertValues(shown, size, type, "inserted");
                target.run("UPDATE shop.typed SET v = NULL");
                assertThat(apply(update(typed, rows, rows))).isEqualTo(size);
                assertValues(shown, size, type, "updated");
                target.run("UPDATE shop.typed SET v = NULL WHERE id < 1");
                apply(upsert(typed, rows));
                assertValues(shown, size, type, "upserted");
            }
            keylessRowIsFound(type);
        }
    }

    private void assertValues(String shown, int size, Object[] type, String how) throws SQLException {
        assertThat(target.query("SELECT " + shown + ", COUNT(*) FROM shop.typed GROUP BY 1 ORDER BY 1 IS NULL"))
                .as("%s, %s %s at a time", type[0], how, size)
                .containsExactly(type[3] + "|" + size / 2, "null|" + size / 2);
    }

    private void keylessRowIsFound(Object[] type) throws SQLException {
        TableSchema keyless = table(EngineFamily.MYSQL, "keyless")
                .column(column("v", (DataType) type[1], (String) type[0]))
                .column(column("n", Kind.INT4, "int"))
                .build();
        target.load(keyless, List.of(Rows.of(type[2], 1), Rows.of(type[2], 1), Rows.of(null, 1), Rows.of(null, null)));
        assertThat(apply(delete(keyless, List.of(Rows.of(type[2], 1), Rows.of(null, null)))))
                .as("keyless delete by %s", type[0])
                .isEqualTo(2);
        assertThat(apply(update(keyless, List.of(Rows.of(type[2], 1)), List.of(Rows.of(type[2], 2)))))
                .as("keyless update by %s", type[0])
                .isEqualTo(1);
        assertThat(target.query("SELECT n, v IS NULL FROM shop.keyless ORDER BY n"))
                .containsExactly("1|1", "2|0");
    }

    @Test
    void foreignTypesKeepTheirValuesOrRefuseThem() throws SQLException {
        List<String[]> kept = List.of(
                new String[] {"BOOLEAN", "boolean", "t", "1"},
                new String[] {"NUMERIC", "numeric", "-1.50", "-1.500000000000000000000000000000"},
                new String[] {"CLOB", "text", "a ", "a "},
                new String[] {"DATE", "date", "0044-03-15", "0044-03-15"},
                new String[] {"TIME", "time without time zone", "24:00:00", "24:00:00.000000"},
                new String[] {"TIME_TZ", "time with time zone", "10:11:12.5+05:30", "10:11:12.5+05:30"},
                new String[] {
                    "DATETIME",
                    "timestamp without time zone",
                    "2024-01-01 00:00:00.123456",
                    "2024-01-01 00:00:00.123456"
                },
                new String[] {
                    "TIMESTAMP_TZ", "timestamp with time zone", "2038-02-01 00:00:00+00", "2038-02-01 00:00:00.000000"
                },
                new String[] {"INTERVAL", "interval", "1 year -2 days +03:04:05.5", "1 year -2 days +03:04:05.5"},
                new String[] {"JSON", "jsonb", "{\"a\": 1}", "{\"a\": 1}"},
                new String[] {
                    "UUID", "uuid", "123e4567-e89b-12d3-a456-426655440000", "123e4567-e89b-12d3-a456-426655440000"
                },
                new String[] {"ARRAY", "text[]", "{a,\"b\\\\c\"}", "{a,\"b\\\\c\"}"},
                new String[] {"OTHER", "inet", "10.0.0.1/8", "10.0.0.1/8"},
                new String[] {"ENUM", "mood", "happy", "happy"},
                new String[] {"XML", "xml", "<a/>", "<a/>"},
                new String[] {"REAL8", "double precision", "1e-300", "1e-300"});
        for (String[] type : kept) {
            TableSchema foreign = foreign(type[0], type[1]);
            target.load(foreign, List.of(Rows.of("x", type[2]), Rows.of("X", null)));
            apply(insert(foreign, List.of(Rows.of("x ", type[2]))));
            assertThat(target.query("SELECT " + (type[0].startsWith("REAL") ? "v" : "CAST(v AS CHAR)")
                            + " FROM shop.foreigners ORDER BY id"))
                    .as(type[1])
                    .containsExactly("null", type[3], type[3]);
        }
        List<String[]> refused = List.of(
                new String[] {"NUMERIC", "numeric", "NaN"},
                new String[] {"NUMERIC", "numeric", "1e-31"},
                new String[] {"REAL8", "double precision", "Infinity"},
                new String[] {"REAL4", "real", "NaN"},
                new String[] {"DATE", "date", "infinity"},
                new String[] {"DATE", "date", "0044-03-15 BC"},
                new String[] {"DATE", "date", "10000-01-01"},
                new String[] {"DATETIME", "timestamp without time zone", "-infinity"},
                new String[] {"TIMESTAMP_TZ", "timestamp with time zone", "0044-03-15 00:00:00+00 BC"});
        for (String[] type : refused) {
            TableSchema foreign = foreign(type[0], type[1]);
            assertRefused(foreign, Rows.of("x", type[2]), ErrorCode.TARGET_VALUE_REFUSED);
        }
    }

    private static TableSchema foreign(String kind, String nativeType) {
        return table(EngineFamily.POSTGRES, "foreigners")
                .column(column("id", Kind.CLOB, "text").notNull())
                .column(column("v", Kind.valueOf(kind), nativeType))
                .primaryKey(primary("id"))
                .build();
    }

    @Test
    void nothingIsAlteredOrSkippedInSilence() throws SQLException {
        assertRefused(ITEMS, Rows.of(1, "x".repeat(101), null), ErrorCode.TARGET_VALUE_REFUSED);
        assertRefused(ITEMS, Rows.of(1, "x".repeat(100) + "  ", null), ErrorCode.TARGET_VALUE_REFUSED);
        assertRefused(ITEMS, Rows.of(1, "x", "1.239"), ErrorCode.TARGET_VALUE_REFUSED);
        assertRefused(ITEMS, Rows.of(1, "x", "100000000"), ErrorCode.TARGET_VALUE_REFUSED);
        assertRefused(ITEMS, Rows.of(1, new byte[] {'a', (byte) 0xff}, "1"), ErrorCode.TARGET_VALUE_REFUSED);
        assertRefused(ITEMS, Rows.of(null, "x", "1"), ErrorCode.TARGET_CONSTRAINT_VIOLATED);
        TableSchema times = table(EngineFamily.MYSQL, "times")
                .column(column("id", Kind.INT4, "int").notNull())
                .column(column("v", DataType.ofScale(Kind.DATETIME, 6), "datetime(3)"))
                .primaryKey(primary("id"))
                .build();
        assertRefused(times, Rows.of(1, "2024-01-01 00:00:00.1234"), ErrorCode.TARGET_VALUE_REFUSED);
        target.load(times, List.of(Rows.of(1, "2024-01-01 00:00:00.123000")));
        assertThat(target.single("SELECT CAST(v AS CHAR) FROM shop.times")).isEqualTo("2024-01-01 00:00:00.123");
    }

    @Test
    void duplicatesFailTheChunkAndTheSet() throws SQLException {
        List<Row> doubled = new ArrayList<>(items(0, 100));
        doubled.add(Rows.of(5, "again", null));
        assertThatThrownBy(() -> target.load(ITEMS, doubled))
                .isInstanceOfSatisfying(ReplicationException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_CONSTRAINT_VIOLATED);
                    assertThat(failure.getMessage())
                            .contains("shop.items")
                            .contains("PRIMARY")
                            .doesNotContain("'5'");
                });
        assertThat(target.single("SELECT COUNT(*) FROM shop.items")).isEqualTo("0");
        for (int size : SMALL_AND_LARGE) {
            target.load(ITEMS, items(0, 1));
            assertThatThrownBy(() -> apply(insert(ITEMS, items(0, size))))
                    .isInstanceOfSatisfying(
                            ReplicationException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_CONSTRAINT_VIOLATED));
            assertThat(target.single("SELECT COUNT(*) FROM shop.items")).isEqualTo("1");
        }
    }

    @Test
    void absentColumnsStayEvenIfTheyUpdateThemselves() throws SQLException {
        TableSchema stamped = table(EngineFamily.MYSQL, "stamped")
                .column(column("id", Kind.INT4, "int").notNull())
                .column(column("v", Kind.INT4, "int"))
                .column(new ColumnSchema(
                        "changed",
                        DataType.of(Kind.TIMESTAMP_TZ),
                        "timestamp",
                        false,
                        Fill.DEFAULT,
                        "CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP",
                        WireForm.CANONICAL))
                .primaryKey(primary("id"))
                .build();
        for (int size : SMALL_AND_LARGE) {
            target.load(
                    stamped,
                    IntStream.range(0, size)
                            .mapToObj(i -> Rows.of(i, 0, "2001-02-03 04:05:06+00"))
                            .toList());
            List<Row> changed = IntStream.range(0, size)
                    .mapToObj(i -> Rows.of(i, 7, ABSENT))
                    .toList();
            assertThat(apply(update(stamped, changed, changed))).isEqualTo(size);
            assertThat(target.query("SELECT DISTINCT v, changed FROM shop.stamped"))
                    .containsExactly("7|2001-02-03 04:05:06");
        }
        assertThat(target.sink.describe(stamped.id()).orElseThrow().column(2).expression())
                .containsIgnoringCase("ON UPDATE CURRENT_TIMESTAMP");
    }

    @Test
    void generatedColumnsAreLeftToTheTarget() throws SQLException {
        TableSchema generated = table(EngineFamily.MYSQL, "generated")
                .column(new ColumnSchema(
                        "id", DataType.of(Kind.INT4), "int", false, Fill.IDENTITY, null, WireForm.CANONICAL))
                .column(column("a", Kind.INT4, "int"))
                .column(new ColumnSchema(
                        "b", DataType.of(Kind.INT4), "int", true, Fill.GENERATED, "(a + 1) STORED", WireForm.CANONICAL))
                .primaryKey(primary("id"))
                .build();
        target.load(generated, List.of(Rows.of(0, 1, ABSENT), Rows.of(7, 2, ABSENT)));
        apply(insert(generated, List.of(Rows.of(9, 4, ABSENT))));
        assertThat(target.sink.completeTables(List.of(generated))).isEmpty();
        target.run("INSERT INTO shop.generated (a) VALUES (5)");
        assertThat(target.query("SELECT * FROM shop.generated ORDER BY id"))
                .containsExactly("0|1|2", "7|2|3", "9|4|5", "10|5|6");
        assertThat(target.sink.describe(generated.id()).orElseThrow().column(2).fill())
                .isEqualTo(Fill.GENERATED);
    }

    @Test
    void completionAddsKeysIndexesAndForeignKeysOnce() throws SQLException {
        TableSchema parent = table(EngineFamily.POSTGRES, "parents")
                .column(column("id", Kind.INT4, "integer").notNull())
                .column(column("code", Kind.CLOB, "text"))
                .primaryKey(primary("id"))
                .uniqueKeys(List.of(new KeySchema("parents_code_key", List.of("code"))))
                .build();
        TableSchema child = table(EngineFamily.POSTGRES, "children")
                .column(column("id", Kind.INT4, "integer").notNull())
                .column(column("parent", Kind.INT4, "integer"))
                .column(column("note", Kind.CLOB, "text"))
                .primaryKey(primary("id"))
                .indexes(List.of(
                        new IndexSchema(
                                "children_note",
                                List.of("note"),
                                false,
                                "CREATE INDEX children_note ON children USING btree (note)"),
                        new IndexSchema(
                                "children_gin",
                                List.of("note"),
                                false,
                                "CREATE INDEX children_gin ON children USING gin (note)")))
                .foreignKeys(List.of(new ForeignKeySchema(
                        "parent_fkey", List.of("parent"), parent.id(), List.of("id"), "CASCADE", "NO ACTION", false)))
                .build();
        target.sink.dropTable(child.id());
        target.load(parent, List.of(Rows.of(1, "a"), Rows.of(2, "A")));
        target.load(child, List.of(Rows.of(1, 1, "n")));
        for (int pass = 0; pass < 2; pass++) {
            List<Finding> findings = target.sink.completeTables(List.of(child, parent));
            assertThat(findings)
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.problem()).contains("children_gin"));
        }
        TableSchema made = target.sink.describe(child.id()).orElseThrow();
        assertThat(made.indexes()).extracting(IndexSchema::name).contains("children_note");
        assertThat(made.foreignKeys()).singleElement().satisfies(key -> {
            assertThat(key.parent()).isEqualTo(parent.id());
            assertThat(key.onDelete()).isEqualTo("CASCADE");
        });
        assertThatThrownBy(() -> apply(insert(child, List.of(Rows.of(2, 99, "orphan")))))
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_CONSTRAINT_VIOLATED));
        assertThatThrownBy(() -> apply(insert(
                        child,
                        IntStream.range(2, 200)
                                .mapToObj(i -> Rows.of(i, 99, "orphan"))
                                .toList())))
                .hasMessageContaining("refers to");
    }

    @Test
    void tablesGrowAndShrinkWithTheSource() throws SQLException {
        TableSchema known = ITEMS.toBuilder()
                .id(new TableId(TargetFixture.DATABASE, "growing"))
                .build();
        target.load(known, items(0, 2));
        TableSchema wanted = known.toBuilder()
                .columns(List.of(
                        known.column(0),
                        column("name", DataType.ofLength(Kind.STRING, 200), "varchar(200)"),
                        column("added", Kind.INT4, "int")))
                .build();
        target.sink.alterTable(known, wanted);
        target.sink.alterTable(known, wanted);
        TableSchema made = target.sink.describe(wanted.id()).orElseThrow();
        assertThat(made.columns()).extracting(ColumnSchema::name).containsExactly("id", "name", "added");
        apply(insert(wanted, List.of(Rows.of(5, "x".repeat(200), 1))));
        assertThat(target.single("SELECT LENGTH(name) FROM shop.growing WHERE id = 5"))
                .isEqualTo("200");
    }

    @Test
    void laterInstanceFencesTheEarlierOne() throws SQLException {
        target.load(ITEMS, items(0, 1));
        try (Sink first = TargetFixture.open(server, "fenced", Map.of());
                Sink second = TargetFixture.open(server, "fenced", Map.of())) {
            Fence old = first.taskStore().acquire();
            first.taskStore().begin(old, checkpoint("1"));
            ChangeWriter writer = first.openChangeWriter(old);
            writer.apply(insert(ITEMS, items(10, 12)));
            writer.commit(checkpoint("2"));
            writer.apply(insert(ITEMS, items(12, 14)));
            Fence young = second.taskStore().acquire();
            assertThat(young.number()).isGreaterThan(old.number());
            assertThatThrownBy(() -> writer.commit(checkpoint("3")))
                    .isInstanceOfSatisfying(
                            ReplicationException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.FENCED));
            writer.rollback();
            first.taskStore();
            assertThat(second.taskStore().checkpoint().orElseThrow()).isEqualTo(checkpoint("2"));
            LoadWriter load = first.openLoadWriter(ITEMS, old);
            load.write(items(20, 22));
            assertThatThrownBy(() -> load.commit(ITEMS.id(), 0, new ChunkDone(2, "1", "1")))
                    .isInstanceOfSatisfying(
                            ReplicationException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.FENCED));
            load.close();
            writer.close();
        }
        assertThat(target.query("SELECT id FROM shop.items")).containsExactly("0", "10", "11");
    }

    @Test
    void sessionKilledInMidTransactionLeavesNothing() throws SQLException {
        target.load(ITEMS, items(0, 1));
        ChangeWriter writer = target.sink.openChangeWriter(target.fence);
        writer.apply(insert(ITEMS, items(100, 900)));
        LoadWriter load = target.sink.openLoadWriter(ITEMS, target.fence);
        load.write(items(1000, 1100));
        for (String id : target.query(
                "SELECT id FROM information_schema.PROCESSLIST WHERE id <> CONNECTION_ID() AND user = 'root'")) {
            target.run("KILL " + id);
        }
        assertThatThrownBy(() -> writer.commit(checkpoint("7")))
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_CONNECTION_LOST));
        writer.rollback();
        load.rollback();
        assertThat(target.query("SELECT id FROM shop.items")).containsExactly("0");
        writer.apply(insert(ITEMS, items(1, 3)));
        writer.commit(checkpoint("8"));
        writer.close();
        load.close();
        assertThat(target.query("SELECT id FROM shop.items")).containsExactly("0", "1", "2");
        assertThat(target.sink.taskStore().checkpoint().orElseThrow()).isEqualTo(checkpoint("8"));
    }

    @Test
    void truncateIsPartOfTheTransaction() throws SQLException {
        target.load(ITEMS, items(0, 5));
        try (ChangeWriter writer = target.sink.openChangeWriter(target.fence)) {
            writer.apply(new ChangeSet(ITEMS, ChangeSet.Kind.TRUNCATE, List.of(), List.of()));
            writer.apply(insert(ITEMS, items(7, 8)));
            writer.rollback();
            assertThat(target.single("SELECT COUNT(*) FROM shop.items")).isEqualTo("5");
            writer.apply(new ChangeSet(ITEMS, ChangeSet.Kind.TRUNCATE, List.of(), List.of()));
            writer.commit(checkpoint("9"));
        }
        assertThat(target.single("SELECT COUNT(*) FROM shop.items")).isEqualTo("0");
    }

    @Test
    void controlTablesHaveTheColumnsOfDms() throws SQLException {
        assertThat(
                        target.query(
                                "SELECT COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE FROM information_schema.COLUMNS"
                                        + " WHERE TABLE_SCHEMA = 'awsdms_control' AND TABLE_NAME = 'awsdms_txn_state' ORDER BY ORDINAL_POSITION"))
                .containsExactly(
                        "SERVER_NAME|varchar(128)|NO",
                        "TASK_NAME|varchar(128)|NO",
                        "STATE_TIME|datetime|NO",
                        "CHECKPOINT|varchar(1024)|NO");
        assertThat(
                        target.query(
                                "SELECT INDEX_NAME, NON_UNIQUE, COLUMN_NAME FROM information_schema.STATISTICS"
                                        + " WHERE TABLE_SCHEMA = 'awsdms_control' AND TABLE_NAME = 'awsdms_txn_state' ORDER BY SEQ_IN_INDEX"))
                .containsExactly(
                        "awsdms_txn_state_task_recovery_index|0|SERVER_NAME",
                        "awsdms_txn_state_task_recovery_index|0|TASK_NAME");
        try (ChangeWriter writer = target.sink.openChangeWriter(target.fence)) {
            writer.commit(checkpoint("it's \\ 42"));
        }
        assertThat(target.single("SELECT CHECKPOINT FROM awsdms_control.awsdms_txn_state WHERE TASK_NAME = 'orders'"))
                .isEqualTo("millrace:1:it's \\ 42");
        assertThat(target.sink.taskStore().checkpoint().orElseThrow()).isEqualTo(checkpoint("it's \\ 42"));
    }

    @Test
    void loadProgressIsCommittedWithTheRows() throws SQLException {
        TableId source = new TableId("public", "Odd \"source\"");
        target.load(ITEMS, List.of());
        try (TaskStore store = target.sink.taskStore()) {
            store.planTable(target.fence, source, true, List.of(new Chunk(0, "a", 5, "p0"), new Chunk(1, "b", -1, "")));
            try (LoadWriter writer = target.sink.openLoadWriter(ITEMS, target.fence)) {
                writer.write(items(0, 3));
                writer.write(items(3, 5));
                writer.commit(source, 0, new ChunkDone(5, "low", "high"));
                writer.write(items(5, 9));
                writer.rollback();
            }
            assertThat(store.loadProgress())
                    .filteredOn(progress -> progress.source().equals(source))
                    .singleElement()
                    .satisfies(progress -> {
                        assertThat(progress.isLoaded()).isFalse();
                        assertThat(progress.chunks().get(0).done()).contains(new ChunkDone(5, "low", "high"));
                    });
        }
        assertThat(target.single("SELECT COUNT(*) FROM shop.items")).isEqualTo("5");
    }

    @Test
    void writesByInsertWhereLoadDataIsForbidden() throws SQLException {
        target.run("SET GLOBAL local_infile = 0");
        try (TargetFixture slow = new TargetFixture(server, "slow", Map.of())) {
            assertThat(slow.sink.check(List.of(ITEMS)))
                    .extracting(Finding::remedy)
                    .contains("SET GLOBAL local_infile=1");
            slow.load(ITEMS, items(0, 300));
            try (ChangeWriter writer = slow.sink.openChangeWriter(slow.fence)) {
                List<Row> changed = IntStream.range(0, 200)
                        .mapToObj(i -> Rows.of(i, "é", ABSENT))
                        .toList();
                assertThat(writer.apply(update(ITEMS, ids(0, 200), changed))).isEqualTo(200);
                assertThat(writer.apply(insert(ITEMS, items(300, 400)))).isEqualTo(100);
                writer.commit(checkpoint("1"));
            }
            assertThat(slow.single("SELECT COUNT(*), SUM(name = 'é') FROM shop.items"))
                    .isEqualTo("400|200");
        } finally {
            target.run("SET GLOBAL local_infile = 1");
        }
    }

    @Test
    void allTablesGoToOneDatabaseIfAskedFor() throws SQLException {
        Map<String, String> settings = Map.of("TargetDbType", "SPECIFIC_DATABASE", "DatabaseName", "one");
        try (TargetFixture one = new TargetFixture(server, "one", settings)) {
            one.load(ITEMS, items(0, 2));
            assertThat(one.single("SELECT COUNT(*) FROM one.items")).isEqualTo("2");
        }
    }

    @Test
    void checkNamesWhatIsMissing() throws SQLException {
        assertThat(target.sink.check(List.of(ITEMS))).isEmpty();
        target.run("CREATE DATABASE IF NOT EXISTS shop; DROP USER IF EXISTS 'poor'@'%';"
                + " CREATE USER 'poor'@'%' IDENTIFIED BY 'poor'; GRANT SELECT, INSERT ON `shop`.* TO 'poor'@'%'");
        TableSchema numeric = table(EngineFamily.POSTGRES, "numbers")
                .column(column("id", Kind.NUMERIC, "numeric").notNull())
                .column(column("ID", Kind.CLOB, "text"))
                .primaryKey(primary("id"))
                .build();
        List<Finding> findings = new ArrayList<>();
        try (Sink poor = new MySqlSinkFactory()
                .open(
                        new dev.millrace.spi.Endpoint(
                                "mariadb",
                                server.host(),
                                server.port(),
                                "",
                                "poor",
                                new dev.millrace.spi.Secret("poor"),
                                dev.millrace.spi.SslMode.NONE,
                                null,
                                dev.millrace.spi.EndpointSettings.none()),
                        new dev.millrace.spi.TaskContext(
                                "poor", "", java.time.Clock.systemUTC(), java.nio.file.Path.of("state")))) {
            findings.addAll(poor.check(List.of(numeric)));
            assertThatThrownBy(() -> poor.taskStore().acquire())
                    .isInstanceOfSatisfying(
                            ReplicationException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_GRANT_MISSING))
                    .hasMessageContaining("GRANT ");
        }
        assertThat(findings)
                .extracting(Finding::remedy)
                .anySatisfy(remedy -> assertThat(remedy).startsWith("GRANT ").contains("ON `shop`.* TO 'poor'@'%'"))
                .anySatisfy(remedy -> assertThat(remedy).startsWith("GRANT ").contains("ON `awsdms_control`.*"));
        assertThat(findings)
                .extracting(Finding::code)
                .contains(ErrorCode.TYPE_NOT_REPRESENTABLE, ErrorCode.TARGET_TABLE_MISMATCH);
    }

    private void assertRefused(TableSchema table, Row row, ErrorCode code) throws SQLException {
        assertThatThrownBy(() -> target.load(table, List.of(row)))
                .as("load")
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
        assertThatThrownBy(() -> apply(insert(table, List.of(row))))
                .as("insert")
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
        assertThat(target.single("SELECT COUNT(*) FROM shop." + table.id().table()))
                .isEqualTo("0");
    }

    private int apply(ChangeSet changes) {
        try (ChangeWriter writer = target.sink.openChangeWriter(target.fence)) {
            int matched = writer.apply(changes);
            writer.commit(checkpoint("5"));
            return matched;
        }
    }

    private List<String> hexNames() throws SQLException {
        return target.query("SELECT HEX(name) FROM shop.items ORDER BY id");
    }

    /** The rows over and over, under new keys. */
    private static List<Row> repeat(List<Row> rows, int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> Rows.of(i, rows.get(i % rows.size()).text(1), null))
                .toList();
    }

    private static List<Row> items(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> Rows.of(i, "n" + i, i)).toList();
    }

    private static List<Row> ids(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> Rows.of(i, ABSENT, ABSENT))
                .toList();
    }

    private static String hex(String text) {
        return hex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static String hex(byte[] bytes) {
        return java.util.HexFormat.of().withUpperCase().formatHex(bytes);
    }
}
