package dev.millrace.sink.mysql;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.millrace.sink.mysql.TargetFixture.column;
import static dev.millrace.sink.mysql.TargetFixture.delete;
import static dev.millrace.sink.mysql.TargetFixture.insert;
import static dev.millrace.sink.mysql.TargetFixture.primary;
import static dev.millrace.sink.mysql.TargetFixture.table;
import static dev.millrace.sink.mysql.TargetFixture.update;
import static dev.millrace.sink.mysql.TargetFixture.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Values arrive as they were, or are refused. */
@ParameterizedClass
@EnumSource(TargetServer.class)
class ValuesIT extends TargetTest {
    ValuesIT(TargetServer server) {
        super(server);
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
                .containsExactlyElementsOf(texts.stream().map(TargetTest::hex).toList());
        for (int size : SMALL_AND_LARGE) {
            target.load(ITEMS, List.of());
            apply(insert(ITEMS, repeat(rows, size)));
            assertThat(hexNames().subList(0, Math.min(size, texts.size())))
                    .as("inserted %s at a time", size)
                    .containsExactlyElementsOf(
                            texts.stream().limit(size).map(TargetTest::hex).toList());
        }
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

    private static TableSchema foreign(String kind, String nativeType) {
        return table(EngineFamily.POSTGRES, "foreigners")
                .column(column("id", Kind.CLOB, "text").notNull())
                .column(column("v", Kind.valueOf(kind), nativeType))
                .primaryKey(primary("id"))
                .build();
    }

    private void assertRefused(TableSchema table, Row row, ErrorCode code) throws SQLException {
        assertThatThrownBy(() -> target.load(table, List.of(row)))
                .as("load")
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        failure -> assertThat(sameKind(failure.code())).isEqualTo(code));
        assertThatThrownBy(() -> apply(insert(table, List.of(row))))
                .as("insert")
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        failure -> assertThat(sameKind(failure.code())).isEqualTo(code));
        assertThat(target.single("SELECT COUNT(*) FROM shop." + table.id().table()))
                .isEqualTo("0");
    }

    /** Servers and ways of writing differ in what they call cut. */
    private static ErrorCode sameKind(ErrorCode code) {
        return code == ErrorCode.TARGET_VALUE_TRUNCATED ? ErrorCode.TARGET_VALUE_REFUSED : code;
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
}
