package dev.millrace.differential.workload;

import java.util.List;
import java.util.Random;
import java.util.function.Function;

import static dev.millrace.differential.workload.Literals.oneOf;
import static dev.millrace.differential.workload.MySqlTables.column;
import static dev.millrace.differential.workload.MySqlTables.expressions;

/** Columns of bytes, labels, shapes and documents. */
final class MySqlCompoundColumns {
    private MySqlCompoundColumns() {}

    static List<TestColumn> binaries() {
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

    static List<TestColumn> labels() {
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

    static List<TestColumn> shapes() {
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

    static List<TestColumn> documents() {
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

    static List<TestColumn> mariaDbOwn() {
        return List.of(column(
                "c_json", "json", random -> "{\"b\":  " + random.nextInt() + "}", "null", "{}", "[1,  2]", "\"é😀\""));
    }

    private static String shape(String text) {
        return "ST_GeomFromText('" + text + "')";
    }
}
