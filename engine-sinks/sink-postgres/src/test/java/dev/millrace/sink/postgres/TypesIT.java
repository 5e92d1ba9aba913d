package dev.millrace.sink.postgres;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.Sink;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.millrace.sink.postgres.Target.checkpoint;
import static dev.millrace.sink.postgres.Target.insert;
import static dev.millrace.sink.postgres.Target.row;
import static dev.millrace.sink.postgres.Target.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Every type, on every way that a value can take into the target. */
@ParameterizedClass(name = "PostgreSQL {0}")
@MethodSource("dev.millrace.sink.postgres.TargetServers#majorVersions")
class TypesIT {
    /** Declared type, and values as PostgreSQL prints them. */
    private static final List<List<String>> POSTGRES = List.of(
            List.of("boolean", "t", "f"),
            List.of("smallint", "-32768", "32767"),
            List.of("integer", "-2147483648", "2147483647"),
            List.of("bigint", "-9223372036854775808", "9223372036854775807"),
            List.of("numeric", "1234567890123456789012345678901234567890.000100", "NaN", "-Infinity"),
            List.of("numeric(6,3)", "-999.999", "0.000"),
            List.of("real", "1.1", "-Infinity", "1e-38"),
            List.of("double precision", "0.1", "1.7976931348623157e+308", "NaN", "-0"),
            List.of("money", "-$1,234.50"),
            List.of("text", "", "a\tb\nc\rd\\e", "Grüße 😀", "\\N", "NULL", "\"q\" 'a' {b} , (c)"),
            List.of("character varying(5)", "abc", "  x  "),
            List.of("character(5)", "abc  "),
            List.of("\"char\"", "x", "\""),
            List.of("name", "some name"),
            List.of("bytea", "\\x", "\\x00ff5c0a"),
            List.of("bit(5)", "10101"),
            List.of("bit varying(9)", "", "1"),
            List.of("bit varying", "1010101010101"),
            List.of("date", "2026-11-22", "0044-03-15 BC", "infinity"),
            List.of("time(3) without time zone", "23:59:59.999", "24:00:00"),
            List.of("time without time zone", "00:00:00.000001"),
            List.of("time with time zone", "12:00:00+05:30", "12:00:00.5-08"),
            List.of("timestamp without time zone", "2026-11-22 10:00:00.123456", "0044-03-15 00:00:00 BC", "-infinity"),
            List.of("timestamp(0) without time zone", "2026-11-22 10:00:00"),
            List.of("timestamp with time zone", "2026-11-22 10:00:00.1+00", "294276-12-31 23:59:59+00"),
            List.of("interval", "1 year 2 mons -3 days +04:05:06.789", "-00:00:01"),
            List.of("json", "{\"b\": 1,  \"a\": [\"x\\\\y\", null]}", "\"\\n\""),
            List.of("jsonb", "{\"a\": [1.00, \"\\\"\"], \"bb\": null}"),
            List.of("xml", "<a b=\"c\">d &amp; e</a>"),
            List.of("uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
            List.of("inet", "192.168.0.1/24", "::1"),
            List.of("cidr", "10.0.0.0/8"),
            List.of("macaddr", "08:00:2b:01:02:03"),
            List.of("point", "(1.5,-2)"),
            List.of("box", "(3,4),(1,2)", "(0,0),(-1,-1)"),
            List.of("polygon", "((0,0),(1,1),(1,0))"),
            List.of("circle", "<(1,2),3>"),
            List.of("tsvector", "'a':1 'it''s':2"),
            List.of("int4range", "[1,5)", "empty"),
            List.of("tstzrange", "[\"2026-01-01 00:00:00+00\",)"),
            List.of("int4multirange", "{[1,3),[5,7)}"),
            List.of("integer[]", "{1,NULL,3}", "{{1,2},{3,4}}", "{}"),
            List.of("text[]", "{a,\"b,c\",\"d\\\"e\\\\f\",NULL,\"NULL\",\"\"}"),
            List.of("box[]", "{(3,4),(1,2);(0,0),(-1,-1)}"),
            List.of("oid", "4294967295"),
            List.of("pg_lsn", "16/B374D848"),
            List.of("public.mood", "glad", "so so"),
            List.of("public.mood[]", "{glad,\"so so\"}"),
            List.of("public.positive", "1.50"),
            List.of("public.pair", "(1,\"a \"\"b\"\", c\")"),
            List.of("public.pair[]", "{\"(1,\\\"x y\\\")\"}"));

    /** Before infinite numbers and multiranges. */
    private static final List<List<String>> POSTGRES_13 = POSTGRES.stream()
            .filter(sample -> !sample.get(0).endsWith("multirange"))
            .map(sample -> sample.get(0).equals("numeric")
                    ? sample.stream()
                            .filter(value -> !value.equals("-Infinity"))
                            .toList()
                    : sample)
            .toList();

    private static final int MANY = 250;

    private final List<List<String>> samples;
    private final Target target;
    private final Sink sink;
    private final ChangeWriter writer;

    TypesIT(int majorVersion) {
        samples = majorVersion >= 14 ? POSTGRES : POSTGRES_13;
        target = new Target(majorVersion);
        target.execute(
                "CREATE TYPE public.mood AS ENUM ('sad', 'glad', 'so so')",
                "CREATE DOMAIN public.positive AS numeric(8,2) CHECK (VALUE > 0)",
                "CREATE TYPE public.pair AS (n int, t text)");
        sink = target.open("task");
        Fence fence = sink.taskStore().acquire();
        sink.taskStore().begin(fence, checkpoint("0/0"));
        writer = sink.openChangeWriter(fence);
    }

    @AfterEach
    void close() {
        writer.close();
        target.close();
    }

    @Test
    void valuesOfPostgresArriveAsTheyWerePrinted() {
        List<ColumnSchema> columns = new ArrayList<>();
        columns.add(ColumnSchema.of("id", DataType.of(Kind.INT4), "integer").notNull());
        for (int i = 0; i < samples.size(); i++) {
            String type = samples.get(i).get(0);
            columns.add(ColumnSchema.of("c" + i, kind(type), type));
        }
        TableSchema keyed = table("keyed", columns, new KeySchema("k", List.of("id")));
        TableSchema keyless = table("keyless", columns, null);
        sink.createTable(keyed);
        sink.createTable(keyless);
        int variants = 6;
        for (TableSchema table : List.of(keyed, keyless)) {
            List<Row> rows = rows(variants);
            writer.apply(set(table, rows.subList(0, variants)));
            writer.apply(set(table, rows.subList(variants, rows.size())));
            assertArrived(table, rows, "as inserted");
            List<Row> changed = changed(rows);
            assertThat(writer.apply(update(table, rows.subList(0, 3), changed.subList(0, 3))))
                    .isEqualTo(3);
            assertThat(writer.apply(update(table, rows.subList(3, rows.size()), changed.subList(3, rows.size()))))
                    .isEqualTo(rows.size() - 3);
            assertArrived(table, changed, "as updated");
            assertThat(writer.apply(new ChangeSet(table, ChangeSet.Kind.DELETE, changed, List.of())))
                    .isEqualTo(rows.size());
        }
        List<Row> rows = rows(variants);
        writer.apply(new ChangeSet(keyed, ChangeSet.Kind.UPSERT, List.of(), rows));
        assertArrived(keyed, rows, "as upserted");
    }

    @Test
    void valuesOfMySqlArriveInFull() {
        TableSchema kinds = TableSchema.builder(new TableId("app", "kinds"), EngineFamily.MYSQL)
                .column(mysql("id", DataType.of(Kind.INT4)).notNull())
                .column(mysql("flag", DataType.of(Kind.BOOLEAN)))
                .column(mysql("tiny", DataType.of(Kind.UINT1)))
                .column(mysql("big", DataType.of(Kind.UINT8)))
                .column(mysql("exact", DataType.numeric(65, 30)))
                .column(mysql("single", DataType.of(Kind.REAL4)))
                .column(mysql("bits", DataType.ofLength(Kind.BIT, 9)))
                .column(mysql("year", DataType.of(Kind.YEAR)))
                .column(mysql("time", DataType.ofScale(Kind.TIME, 6)))
                .column(mysql("at", DataType.ofScale(Kind.DATETIME, 3)))
                .column(mysql("stamp", DataType.ofScale(Kind.TIMESTAMP_TZ, 6)))
                .column(mysql("day", DataType.of(Kind.DATE)))
                .column(mysql("kind", DataType.ofLabels(Kind.ENUM, List.of("a", "b"))))
                .column(mysql("set", DataType.ofLabels(Kind.SET, List.of("a", "b"))))
                .column(mysql("doc", DataType.of(Kind.JSON)))
                .column(mysql("place", DataType.of(Kind.GEOMETRY)))
                .column(mysql("raw", DataType.ofLength(Kind.BYTES, 10)))
                .column(mysql("word", DataType.ofLength(Kind.STRING, 3)))
                .primaryKey(new KeySchema("PRIMARY", List.of("id")))
                .build();
        sink.createTable(kinds);
        String exact = "12345678901234567890123456789012345.000000000000000000000000000001";
        Row full = row(
                "1",
                "t",
                "255",
                "18446744073709551615",
                exact,
                "1.1",
                "000000101",
                "2155",
                "23:59:59.999999",
                "9999-12-31 23:59:59.999",
                "1970-01-01 00:00:01.000001+00",
                "1000-01-01",
                "",
                "a,b",
                "{\"z\": 1.0, \"a\": \"\\\\\"}",
                "\0\0\0\0\1",
                "a\0\\",
                "äöü");
        writer.apply(insert(kinds, full));
        writer.commit(checkpoint("0/1"));
        assertThat(target.rows("SELECT * FROM app.kinds"))
                .containsExactly("1|t|255|18446744073709551615|" + exact
                        + "|1.1|000000101|2155|23:59:59.999999|9999-12-31 23:59:59.999|1970-01-01 00:00:01.000001+00"
                        + "|1000-01-01||a,b|{\"z\": 1.0, \"a\": \"\\\\\"}|\\x0000000001|\\x61005c|äöü");
        assertRefused(kinds, "day", "0000-00-00");
        assertRefused(kinds, "at", "0000-00-00 00:00:00.000");
        assertRefused(kinds, "day", "2026-00-10");
        assertRefused(kinds, "time", "838:59:59.000000");
        assertRefused(kinds, "time", "-01:00:00.000000");
        assertRefused(kinds, "word", "nu\0");
        assertRefused(kinds, "word", "long");
    }

    private void assertRefused(TableSchema table, String column, String value) {
        String[] values = new String[table.columnCount()];
        values[0] = "2";
        values[table.ordinal(column).getAsInt()] = value;
        for (int copies : new int[] {1, MANY}) {
            ChangeSet changes =
                    new ChangeSet(table, ChangeSet.Kind.INSERT, List.of(), Collections.nCopies(copies, row(values)));
            assertThatThrownBy(() -> writer.apply(changes))
                    .isInstanceOfSatisfying(
                            ReplicationException.class,
                            failure -> assertThat(failure.code())
                                    .isIn(ErrorCode.TARGET_VALUE_REFUSED, ErrorCode.TARGET_VALUE_TRUNCATED));
            writer.rollback();
        }
    }

    private static ColumnSchema mysql(String name, DataType type) {
        return ColumnSchema.of(name, type, "?");
    }

    private void assertArrived(TableSchema table, List<Row> rows, String how) {
        writer.commit(checkpoint("0/2"));
        String query = "SELECT * FROM app." + table.id().table() + " ORDER BY id";
        List<String> expected = rows.stream().map(TypesIT::text).toList();
        assertThat(target.rows(query)).as("%s %s", table, how).isEqualTo(expected);
    }

    private static String text(Row row) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < row.columnCount(); i++) {
            String value = row.text(i);
            values.add(value == null ? "∅" : value);
        }
        return String.join("|", values);
    }

    /** The first rows have all values of each type, one of them NULL; then the first again and again. */
    private List<Row> rows(int variants) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < variants + MANY; i++) {
            String[] values = new String[samples.size() + 1];
            values[0] = "" + i;
            for (int type = 0; type < samples.size(); type++) {
                List<String> given = samples.get(type);
                int place = i % variants + 1;
                values[type + 1] = i == variants - 1 ? null : given.get(Math.min(place, given.size() - 1));
            }
            rows.add(row(values));
        }
        return rows;
    }

    /** Each row with the values of its neighbour. */
    private static List<Row> changed(List<Row> rows) {
        List<Row> changed = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Row neighbour = rows.get((i + 1) % rows.size());
            String[] values = new String[neighbour.columnCount()];
            values[0] = "" + i;
            for (int column = 1; column < values.length; column++) {
                values[column] = neighbour.text(column);
            }
            changed.add(row(values));
        }
        return changed;
    }

    private static ChangeSet set(TableSchema table, List<Row> rows) {
        return new ChangeSet(table, ChangeSet.Kind.INSERT, List.of(), rows);
    }

    private static TableSchema table(String name, List<ColumnSchema> columns, KeySchema key) {
        return TableSchema.builder(new TableId("app", name), EngineFamily.POSTGRES)
                .columns(columns)
                .primaryKey(key)
                .build();
    }

    /** As the PostgreSQL source tells the type, as far as it matters for the way of a value. */
    private static DataType kind(String type) {
        if (type.endsWith("[]")) {
            return DataType.of(Kind.ARRAY);
        }
        if (type.equals("public.positive")) {
            return DataType.numeric(8, 2);
        }
        return DataType.of(
                switch (type) {
                    case "boolean" -> Kind.BOOLEAN;
                    case "smallint" -> Kind.INT2;
                    case "integer" -> Kind.INT4;
                    case "bigint" -> Kind.INT8;
                    case "numeric", "numeric(6,3)" -> Kind.NUMERIC;
                    case "real" -> Kind.REAL4;
                    case "double precision" -> Kind.REAL8;
                    case "text", "character varying(5)", "character(5)" -> Kind.CLOB;
                    case "bit(5)", "bit varying(9)", "bit varying" -> Kind.BIT;
                    case "date" -> Kind.DATE;
                    case "json", "jsonb" -> Kind.JSON;
                    case "xml" -> Kind.XML;
                    case "uuid" -> Kind.UUID;
                    case "interval" -> Kind.INTERVAL;
                    case "oid" -> Kind.UINT4;
                    case "public.mood" -> Kind.ENUM;
                    default -> Kind.OTHER;
                });
    }
}
