package dev.millrace.differential.workload;

import dev.millrace.differential.workload.TestTable.Identity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

import static dev.millrace.differential.workload.Literals.oneOf;

/**
 * Tables with columns of every type of MySQL 8.0, and of MariaDB where it has others.
 */
public final class MySqlTables {
    private static final String[] UUIDS = {
        "00000000-0000-0000-0000-000000000000",
        "FFFFFFFF-ffff-FFFF-ffff-FFFFFFFFFFFF",
        "123e4567-e89b-12d3-a456-426655440000",
        "123e4567-e89b-42d3-a456-426655440000",
        "123e4567-e89b-72d3-a456-426655440000",
        "6a4ac48c-e539-0d64-33c7-15b0439a464b",
        "123e4567-e89b-62d3-0456-426655440000"
    };

    private MySqlTables() {}

    /** What every session of the workload says first: zero dates and labels that do not exist are wanted. */
    public static final List<String> SESSION = List.of(
            "SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION'",
            "SET SESSION time_zone = '+00:00'",
            "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
            "SET SESSION innodb_lock_wait_timeout = 5");

    /** @param mariaDb whether the server is MariaDB */
    public static List<TestTable> all(boolean mariaDb) {
        List<TestTable> tables = new ArrayList<>();
        everyIdentity(tables, "numbers", numbers());
        everyIdentity(tables, "texts", texts());
        everyIdentity(tables, "binaries", binaries());
        everyIdentity(tables, "times", times());
        everyIdentity(tables, "labels", labels());
        everyIdentity(tables, "shapes", shapes());
        everyIdentity(tables, "documents", mariaDb ? mariaDbOwn() : documents());
        return tables;
    }

    /**
     * A table of what Debezium does not read: it misreads MariaDB's {@code uuid} and negative times inside of JSON, and it stops
     * at {@code inet4} and {@code inet6}. It also stops at a 30th of February, in whichever table.
     */
    public static List<TestTable> beyondDebezium(boolean mariaDb) {
        List<TestColumn> columns = mariaDb
                ? List.of(
                        column("c_uuid", "uuid", random -> "", UUIDS),
                        column(
                                "c_inet6",
                                "inet6",
                                random -> "",
                                "::",
                                "::1",
                                "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                                "::ffff:1.2.3.4",
                                "2001:db8::1:0:0:1",
                                "1:0:0:2::3"),
                        column("c_inet4", "inet4", random -> "", "0.0.0.0", "255.255.255.255", "10.2.3.4"))
                : List.of(expressions(
                        "c_json_time",
                        "json",
                        random -> "NULL",
                        "CAST(CAST('-10:11:12.5' AS TIME(6)) AS JSON)",
                        "CAST(CAST('-838:59:59' AS TIME) AS JSON)",
                        "CAST(CAST('-00:00:00.000001' AS TIME(6)) AS JSON)"));
        return List.of(new TestTable("beyond_key", Identity.PRIMARY_KEY, columns));
    }

    /** The statement that makes a table. */
    public static String creation(TestTable table) {
        StringBuilder create = new StringBuilder("CREATE TABLE " + table.name() + " (id bigint");
        create.append(table.hasKey() ? " NOT NULL" : " NULL");
        table.columns()
                .forEach(column -> create.append(", ")
                        .append(column.name())
                        .append(' ')
                        .append(column.declaration())
                        .append(" NULL"));
        create.append(
                switch (table.identity()) {
                    case PRIMARY_KEY, FULL_WITH_KEY -> ", PRIMARY KEY (id)";
                    case UNIQUE_INDEX -> ", UNIQUE KEY by_id (id)";
                    case FULL_WITHOUT_KEY -> "";
                });
        return create.append(") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4").toString();
    }

    private static void everyIdentity(List<TestTable> tables, String name, List<TestColumn> columns) {
        tables.add(new TestTable(name + "_key", Identity.PRIMARY_KEY, columns));
        tables.add(new TestTable(name + "_unique", Identity.UNIQUE_INDEX, columns));
        tables.add(new TestTable(name + "_keyless", Identity.FULL_WITHOUT_KEY, columns));
    }

    /** A column whose values are quoted text. */
    private static TestColumn column(String name, String type, Function<Random, String> random, String... edges) {
        return new TestColumn(
                name,
                type,
                Arrays.stream(edges).map(MySqlTables::quoted).toList(),
                source -> quoted(random.apply(source)));
    }

    /** A column whose values are expressions. */
    private static TestColumn expressions(String name, String type, Function<Random, String> random, String... edges) {
        return new TestColumn(name, type, List.of(edges), random);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    private static List<TestColumn> numbers() {
        return List.of(
                column("c_tiny", "tinyint", Literals.signed(7), "-128", "127", "0"),
                column("c_tiny_u", "tinyint unsigned", Literals.unsigned(8), "0", "255", "128"),
                column("c_flag", "tinyint(1)", oneOf("0", "1"), "-128", "127", "0", "1"),
                column("c_small", "smallint", Literals.signed(15), "-32768", "32767"),
                column("c_small_u", "smallint unsigned", Literals.unsigned(16), "0", "65535", "32768"),
                column("c_medium", "mediumint", Literals.signed(23), "-8388608", "8388607"),
                column("c_medium_u", "mediumint unsigned", Literals.unsigned(24), "0", "16777215", "8388608"),
                column("c_int", "int", Literals.signed(31), "-2147483648", "2147483647"),
                column("c_int_u", "int unsigned", Literals.unsigned(32), "0", "4294967295", "2147483648"),
                column("c_int_zero", "int(6) zerofill", Literals.unsigned(32), "0", "4294967295", "42"),
                column("c_big", "bigint", Literals.signed(63), "-9223372036854775808", "9223372036854775807"),
                column(
                        "c_big_u",
                        "bigint unsigned",
                        Literals.unsigned(64),
                        "0",
                        "18446744073709551615",
                        "9223372036854775808"),
                column("c_decimal", "decimal(10)", Literals.decimal(10, 0), "-9999999999", "9999999999", "0"),
                column(
                        "c_decimal_long",
                        "decimal(65,30)",
                        Literals.decimal(65, 30),
                        "-99999999999999999999999999999999999.999999999999999999999999999999",
                        "0.000000000000000000000000000001",
                        "-0.000000000000000000000000000001",
                        "0"),
                column("c_decimal_u", "decimal(5,2) unsigned", random -> random.nextInt(999) + ".5", "0", "999.99"),
                column("c_decimal_part", "decimal(9,9)", Literals.decimal(9, 9), "0.999999999", "-0.000000001"),
                column(
                        "c_float",
                        "float",
                        Literals.floating(),
                        "0",
                        "-0",
                        "0.1",
                        "3.4028234e38",
                        "-3.4028234e38",
                        "1.17549435e-38",
                        "16777217",
                        "1e-44"),
                column(
                        "c_double",
                        "double",
                        Literals.doubling(),
                        "0",
                        "-0",
                        "0.1",
                        "1.7976931348623157e308",
                        "2.2250738585072014e-308",
                        "5e-324",
                        "9007199254740993",
                        "1e15",
                        "1e16"),
                expressions("c_bit", "bit(1)", random -> "b'" + Literals.bits(random, 1, 1) + "'", "b'0'", "b'1'"),
                expressions(
                        "c_bit_byte",
                        "bit(8)",
                        random -> "b'" + Literals.bits(random, 1, 8) + "'",
                        "b'0'",
                        "b'11111111'",
                        "b'1'"),
                expressions(
                        "c_bit_odd",
                        "bit(13)",
                        random -> "b'" + Literals.bits(random, 1, 13) + "'",
                        "b'0'",
                        "b'1000000000001'",
                        "b'1'"),
                expressions(
                        "c_bit_long",
                        "bit(64)",
                        random -> "b'" + Literals.bits(random, 1, 64) + "'",
                        "b'0'",
                        "b'" + "1".repeat(64) + "'",
                        "b'1" + "0".repeat(63) + "'"),
                column(
                        "c_year",
                        "year",
                        random -> Integer.toString(1901 + random.nextInt(255)),
                        "1901",
                        "2155",
                        "0000",
                        "1970"));
    }

    private static List<TestColumn> texts() {
        String odd = "tab\tnewline\ncr\rbackslash\\quote'\"percent% 中文 👩‍👩‍👧 İ \u202e \ufeff \uffff \u0001 \u007f";
        return List.of(
                column(
                        "c_char",
                        "char(12)",
                        random -> Literals.text(random, 12),
                        "",
                        "a",
                        "  a",
                        "trail  ",
                        "twelve chars",
                        "中文😀"),
                column(
                        "c_char_long",
                        "char(255)",
                        random -> Literals.text(random, 60),
                        "",
                        "x".repeat(255),
                        "😀".repeat(255)),
                column(
                        "c_varchar",
                        "varchar(70)",
                        random -> Literals.text(random, 70),
                        "",
                        "trailing  ",
                        odd,
                        "😀".repeat(70)),
                column("c_varchar_wide", "varchar(400)", random -> Literals.text(random, 70), "", "x".repeat(400)),
                column("c_tinytext", "tinytext", random -> Literals.text(random, 50), "", odd),
                column("c_text", "text", random -> Literals.text(random, 90), "", odd, "y".repeat(16_000)),
                column("c_mediumtext", "mediumtext", random -> Literals.text(random, 90), "", "z".repeat(70_000)),
                column("c_longtext", "longtext", random -> Literals.text(random, 90), "", odd),
                column(
                        "c_latin1",
                        "varchar(30) character set latin1",
                        random -> Literals.ascii(random, 30),
                        "",
                        "éßÿ€",
                        "a  "),
                column(
                        "c_latin1_char",
                        "char(8) character set latin1",
                        random -> Literals.ascii(random, 8),
                        "",
                        "é",
                        "12345678"),
                column("c_latin1_text", "text character set latin1", random -> Literals.ascii(random, 80), "", "éßÿ€"),
                column(
                        "c_utf8mb3",
                        "varchar(30) character set utf8mb3",
                        random -> Literals.ascii(random, 30),
                        "",
                        "中文é"),
                column("c_ascii", "varchar(30) character set ascii", random -> Literals.ascii(random, 30), "", "~"),
                column("c_ucs2", "varchar(30) character set ucs2", random -> Literals.ascii(random, 30), "", "中文é"),
                column("c_ucs2_char", "char(6) character set ucs2", random -> Literals.ascii(random, 6), "", "中 "),
                column("c_utf16", "varchar(30) character set utf16", random -> Literals.text(random, 30), "", "😀中é"),
                column("c_utf32", "varchar(30) character set utf32", random -> Literals.text(random, 30), "", "😀中é"),
                column(
                        "c_cp1251",
                        "varchar(30) character set cp1251",
                        random -> Literals.ascii(random, 30),
                        "",
                        "Привет"),
                column("c_cp1250", "varchar(30) character set cp1250", random -> Literals.ascii(random, 30), "", "řžň"),
                column("c_latin2", "varchar(30) character set latin2", random -> Literals.ascii(random, 30), "", "řžň"),
                column("c_gbk", "varchar(30) character set gbk", random -> Literals.ascii(random, 30), "", "中文"),
                column("c_big5", "varchar(30) character set big5", random -> Literals.ascii(random, 30), "", "中文"),
                column("c_sjis", "varchar(30) character set sjis", oneOf("a", "b"), "", "日本語"),
                column("c_ujis", "varchar(30) character set ujis", oneOf("a", "b"), "", "日本語"),
                column("c_euckr", "varchar(30) character set euckr", random -> Literals.ascii(random, 30), "", "한국어"),
                column(
                        "c_koi8r",
                        "varchar(30) character set koi8r",
                        random -> Literals.ascii(random, 30),
                        "",
                        "Привет"),
                column(
                        "c_greek",
                        "varchar(30) character set greek",
                        random -> Literals.ascii(random, 30),
                        "",
                        "Ελλάδα"),
                column(
                        "c_hebrew",
                        "varchar(30) character set hebrew",
                        random -> Literals.ascii(random, 30),
                        "",
                        "שלום"));
    }

    private static List<TestColumn> binaries() {
        Function<Random, String> few = random -> "x'" + Literals.hex(random, 8) + "'";
        String all = "x'00ff5c27220a0d1a80'";
        return List.of(
                expressions("c_binary", "binary(8)", few, "x''", "x'00'", "x'ff00'", "x'0000000000000000'", "x'2020'"),
                expressions("c_binary_long", "binary(255)", few, "x''", "x'" + "ab".repeat(255) + "'"),
                expressions("c_varbinary", "varbinary(20)", few, "x''", "x'00'", "x'ff00'", all),
                expressions("c_varbinary_wide", "varbinary(400)", few, "x''", "x'" + "01".repeat(400) + "'"),
                expressions("c_tinyblob", "tinyblob", few, "x''", all),
                expressions("c_blob", "blob", few, "x''", all, "x'" + "c3".repeat(60_000) + "'"),
                expressions("c_mediumblob", "mediumblob", few, "x''", "x'" + "28".repeat(70_000) + "'"),
                expressions("c_longblob", "longblob", few, "x''", all),
                expressions("c_char_binary", "char(5) character set binary", few, "x''", "x'61'"));
    }

    private static List<TestColumn> times() {
        Function<Random, String> moment = random -> Literals.date(random, 1000, 9999) + " " + Literals.time(random);
        Function<Random, String> stamp = random -> Literals.date(random, 1971, 2037) + " " + Literals.time(random);
        return List.of(
                column(
                        "c_date",
                        "date",
                        random -> Literals.date(random, 1000, 9999),
                        "0000-00-00",
                        "1000-01-01",
                        "9999-12-31",
                        "1582-10-10",
                        "0001-01-01",
                        "2024-02-29"),
                column(
                        "c_date_partial",
                        "date",
                        random -> Literals.date(random, 1000, 9999),
                        "2024-00-00",
                        "2024-02-00",
                        "0000-01-01"),
                column(
                        "c_time",
                        "time",
                        Literals::time,
                        "-838:59:59",
                        "838:59:59",
                        "00:00:00",
                        "-00:00:01",
                        "24:00:00"),
                column("c_time_tenths", "time(1)", Literals::time, "-838:59:58.9", "00:00:00.1", "-00:00:00.1"),
                column(
                        "c_time_milli",
                        "time(3)",
                        Literals::time,
                        "-838:59:58.999",
                        "00:00:00.001",
                        "-00:00:00.001",
                        "-01:00:00.5"),
                column(
                        "c_time_micro",
                        "time(6)",
                        Literals::time,
                        "-838:59:58.999999",
                        "838:59:58.999999",
                        "-00:00:00.000001",
                        "-00:00:01"),
                column(
                        "c_datetime",
                        "datetime",
                        moment,
                        "0000-00-00 00:00:00",
                        "1000-01-01 00:00:00",
                        "9999-12-31 23:59:59",
                        "0001-01-01 00:00:00"),
                column("c_datetime_partial", "datetime(3)", moment, "2024-00-00 10:00:00", "2024-02-00 10:00:00.5"),
                column("c_datetime_tenths", "datetime(1)", moment, "1969-12-31 23:59:59.9"),
                column("c_datetime_milli", "datetime(3)", moment, "1969-12-31 23:59:59.999", "9999-12-31 23:59:59.999"),
                column("c_datetime_ten_thousandths", "datetime(4)", moment, "1969-12-31 23:59:59.9999"),
                column(
                        "c_datetime_micro",
                        "datetime(6)",
                        moment,
                        "0000-00-00 00:00:00",
                        "9999-12-31 23:59:59.999999",
                        "1582-10-10 10:10:10.000001"),
                column(
                        "c_timestamp",
                        "timestamp",
                        stamp,
                        "0000-00-00 00:00:00",
                        "1970-01-01 00:00:01",
                        "2038-01-19 03:14:07"),
                column(
                        "c_timestamp_milli",
                        "timestamp(3)",
                        stamp,
                        "0000-00-00 00:00:00",
                        "1970-01-01 00:00:01.001",
                        "2024-02-29 12:00:00.5"),
                column(
                        "c_timestamp_micro",
                        "timestamp(6)",
                        stamp,
                        "0000-00-00 00:00:00",
                        "1970-01-01 00:00:01.000001",
                        "2038-01-19 03:14:07.999999"));
    }

    private static List<TestColumn> labels() {
        StringBuilder many = new StringBuilder("enum('v0'");
        for (int i = 1; i < 300; i++) {
            many.append(",'v").append(i).append("'");
        }
        StringBuilder wide = new StringBuilder("set('m0'");
        for (int i = 1; i < 64; i++) {
            wide.append(",'m").append(i).append("'");
        }
        return List.of(
                column(
                        "c_enum",
                        "enum('a','b c','it''s','é😀','Z')",
                        oneOf("a", "é😀", "Z"),
                        "a",
                        "b c",
                        "it's",
                        "é😀"),
                column(
                        "c_enum_many",
                        many.append(")").toString(),
                        random -> "v" + random.nextInt(300),
                        "v0",
                        "v255",
                        "v256",
                        "v299"),
                column("c_enum_latin1", "enum('é','ß') character set latin1", oneOf("é", "ß"), "é", "ß"),
                expressions("c_enum_invalid", "enum('a','b')", oneOf("'a'", "0"), "0", "'no such label'", "2"),
                column(
                        "c_set",
                        "set('a','b c','it''s','é😀')",
                        oneOf("a,é😀", "b c"),
                        "",
                        "a",
                        "a,b c,it's,é😀",
                        "é😀,a"),
                column(
                        "c_set_wide",
                        wide.append(")").toString(),
                        random -> "m" + random.nextInt(64) + ",m" + random.nextInt(64),
                        "",
                        "m0,m63",
                        "m8",
                        "m31,m32"));
    }

    private static List<TestColumn> shapes() {
        Function<Random, String> point = random -> random.nextInt(100) + " " + random.nextInt(1000) / 8.0;
        return List.of(
                expressions(
                        "c_geometry",
                        "geometry",
                        random -> shape("POINT(" + point.apply(random) + ")"),
                        shape("POINT(1 2)"),
                        shape("LINESTRING(0 0,1 1.5)"),
                        shape("GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(0 0,1 1))"),
                        "ST_GeomFromText('POINT(1 2)', 4326)"),
                expressions(
                        "c_point",
                        "point",
                        random -> shape("POINT(" + point.apply(random) + ")"),
                        shape("POINT(0 0)"),
                        shape("POINT(-1.5 1e100)"),
                        "ST_GeomFromText('POINT(1 2)', 3857)"),
                expressions(
                        "c_linestring",
                        "linestring",
                        random -> shape("LINESTRING(" + point.apply(random) + "," + point.apply(random) + ")"),
                        shape("LINESTRING(0 0,1 1)")),
                expressions(
                        "c_polygon",
                        "polygon",
                        random -> shape("POLYGON((0 0,0 " + (1 + random.nextInt(9)) + ",1 1,0 0))"),
                        shape("POLYGON((0 0,0 3,3 3,0 0),(1 1,1 2,2 2,1 1))")),
                expressions(
                        "c_multipoint",
                        "multipoint",
                        random -> shape("MULTIPOINT(" + point.apply(random) + "," + point.apply(random) + ")"),
                        shape("MULTIPOINT(0 0)")),
                expressions(
                        "c_multilinestring",
                        "multilinestring",
                        random -> shape("MULTILINESTRING((" + point.apply(random) + ",1 1))"),
                        shape("MULTILINESTRING((0 0,1 1),(2 2,3 3))")),
                expressions(
                        "c_multipolygon",
                        "multipolygon",
                        random -> shape("MULTIPOLYGON(((0 0,0 " + (1 + random.nextInt(9)) + ",1 1,0 0)))"),
                        shape("MULTIPOLYGON(((0 0,0 1,1 1,0 0)))")),
                expressions(
                        "c_collection",
                        "geometrycollection",
                        random -> shape("GEOMETRYCOLLECTION(POINT(" + point.apply(random) + "))"),
                        shape("GEOMETRYCOLLECTION(POINT(1 1))")));
    }

    private static String shape(String text) {
        return "ST_GeomFromText('" + text + "')";
    }

    private static List<TestColumn> documents() {
        return List.of(
                column(
                        "c_json",
                        "json",
                        random -> "{\"b\": " + random.nextInt() + ", \"a\": [null, true, " + random.nextDouble()
                                + "], \"é\": \"" + random.nextInt(99) + "\"}",
                        "null",
                        "true",
                        "{}",
                        "[]",
                        "\"\"",
                        "-9223372036854775808",
                        "18446744073709551615",
                        "1.5",
                        "1e100",
                        "-0.0",
                        "1e-7",
                        "\"tab\\t quote\\\" back\\\\ \\u0001 é 😀 / \\u2028\"",
                        "{\"\": {\"z\": [], \"a\": {\"deep\": [1, [2, [3, {\"x\": null}]]]}}}",
                        "[1, 32767, 32768, -32769, 65535, 65536, 2147483648, 9223372036854775808]"),
                expressions(
                        "c_json_typed",
                        "json",
                        random -> "JSON_OBJECT('n', " + random.nextInt() + ", 'd', CAST(" + random.nextInt(999)
                                + ".250 AS DECIMAL(10,3)))",
                        "CAST(CAST('2024-02-29' AS DATE) AS JSON)",
                        "CAST(CAST('2024-02-29 10:11:12.123456' AS DATETIME(6)) AS JSON)",
                        "CAST(CAST('10:11:12.123456' AS TIME(6)) AS JSON)",
                        "CAST(CAST('1.10' AS DECIMAL(10,2)) AS JSON)",
                        "JSON_OBJECT('b', CAST(x'00ff' AS JSON))",
                        "JSON_ARRAY(1, 'a', NULL, TRUE)"),
                column(
                        "c_json_large",
                        "json",
                        random -> "[\"" + "w".repeat(70_000) + "\", " + random.nextInt() + "]",
                        "{\"a\": \"" + "v".repeat(70_000) + "\", \"b\": 1}"));
    }

    private static List<TestColumn> mariaDbOwn() {
        return List.of(column(
                "c_json", "json", random -> "{\"b\":  " + random.nextInt() + "}", "null", "{}", "[1,  2]", "\"é😀\""));
    }
}
