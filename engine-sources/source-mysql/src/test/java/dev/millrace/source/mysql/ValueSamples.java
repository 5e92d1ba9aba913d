package dev.millrace.source.mysql;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Column types, each with values that are easy to get wrong. */
final class ValueSamples {
    private static final String[] NUMBERS = {
        "0",
        "-0.0e0",
        "0.1",
        "-1.5",
        "1e15",
        "1e-5",
        "123456789.125",
        "1.7976931348623157e308",
        "4.9e-324",
        "2.2250738585072014e-308",
        "2e23",
        "9007199254740993",
        "1e22",
        "3.3333333333333335",
        "100",
        "1e100",
        "-123456.789",
        "0.3"
    };
    private static final String[] SINGLES = {
        "0",
        "0.1",
        "-1.5",
        "16777216",
        "16777217",
        "1e6",
        "999999",
        "1e-5",
        "3.4028234e38",
        "1.17549435e-38",
        "1.4e-45",
        "0.333333333",
        "123456.7",
        "-0.0e0",
        "33554432",
        "8388608.5"
    };

    private ValueSamples() {}

    /** A column and its values. */
    record Sample(String type, List<String> values) {
        void create(Statement statement, String table) throws SQLException {
            statement.execute("CREATE TABLE " + table + " (id INT PRIMARY KEY, v " + type + ")");
            for (int i = 0; i < values.size(); i++) {
                statement.execute("INSERT IGNORE INTO " + table + " VALUES (" + i + ", " + values.get(i) + ")");
            }
        }
    }

    static List<Sample> of(TestServer server) {
        List<Sample> samples = new ArrayList<>();
        numbers(samples);
        times(samples);
        texts(samples);
        geometry(samples);
        if (server.isMariaDb()) {
            add(
                    samples,
                    "UUID",
                    "'123e4567-e89b-12d3-a456-426655440000'",
                    "'00000000-0000-0000-0000-000000000000'",
                    "'018f2b7e-8f4a-7c3d-9a2b-0123456789ab'",
                    "'ffffffff-ffff-ffff-ffff-ffffffffffff'",
                    "uuid()",
                    "'123e4567-e89b-4567-8456-426655440000'");
            add(
                    samples,
                    "INET6",
                    "'::'",
                    "'::1'",
                    "'2001:db8::ff00:42:8329'",
                    "'::ffff:192.0.2.1'",
                    "'::192.0.2.1'",
                    "'fe80::1:0:0:1'",
                    "'1:0:0:2:0:0:0:3'",
                    "'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'",
                    "'1::'",
                    "'::2:0'",
                    "'0:0:0:0:0:1:0:0'",
                    "'1:0:2:3:4:5:6:7'");
            add(samples, "INET4", "'0.0.0.0'", "'255.255.255.255'", "'192.0.2.0'");
            add(samples, "JSON", "'{\"a\": [1, 2.50, null]}'", "'\"x\"'");
            compressed(samples);
        } else {
            json(samples);
        }
        return samples;
    }

    /** Short values are not worth compressing, so the server keeps them as they are. */
    private static void compressed(List<Sample> samples) {
        String[] values = {"''", "'x'", "'short ü'", "REPEAT('long ü', 30)", "REPEAT('x', 200)"};
        for (String type : new String[] {
            "VARCHAR(250) COMPRESSED",
            "VARCHAR(300) COMPRESSED CHARACTER SET latin1",
            "TINYTEXT COMPRESSED",
            "TEXT COMPRESSED CHARACTER SET utf16",
            "VARBINARY(250) COMPRESSED",
            "MEDIUMBLOB COMPRESSED"
        }) {
            add(samples, type, values);
        }
        add(samples, "LONGTEXT COMPRESSED", "REPEAT('very long 😀', 20000)");
    }

    private static void add(List<Sample> samples, String type, String... values) {
        List<String> all = new ArrayList<>(List.of(values));
        all.add("NULL");
        samples.add(new Sample(type, all));
    }

    private static void numbers(List<Sample> samples) {
        add(samples, "TINYINT", "-128", "127", "0");
        add(samples, "TINYINT(1)", "0", "1", "-1", "127");
        add(samples, "TINYINT UNSIGNED", "0", "255");
        add(samples, "SMALLINT", "-32768", "32767");
        add(samples, "SMALLINT UNSIGNED", "0", "65535");
        add(samples, "MEDIUMINT", "-8388608", "8388607", "-1");
        add(samples, "MEDIUMINT UNSIGNED", "0", "16777215");
        add(samples, "INT", "-2147483648", "2147483647");
        add(samples, "INT UNSIGNED", "0", "4294967295");
        add(samples, "INT(8) ZEROFILL", "0", "42", "123456789");
        add(samples, "BIGINT", "-9223372036854775808", "9223372036854775807", "-1");
        add(samples, "BIGINT UNSIGNED", "0", "18446744073709551615", "9223372036854775808");
        add(
                samples,
                "DECIMAL(65,30)",
                "99999999999999999999999999999999999.999999999999999999999999999999",
                "-99999999999999999999999999999999999.999999999999999999999999999999",
                "0",
                "0.000000000000000000000000000001",
                "-0.5");
        add(
                samples,
                "DECIMAL(65,0)",
                "99999999999999999999999999999999999999999999999999999999999999999",
                "-1",
                "1000000000",
                "0");
        add(samples, "DECIMAL(5,5)", "0.12345", "-0.12345", "-0.0");
        add(samples, "DECIMAL(10,2) UNSIGNED ZEROFILL", "0", "1.5", "12345678.99");
        add(samples, "DECIMAL(18,9)", "123456789.987654321", "-0.000000001", "100000000.1", "-100");
        add(samples, "FLOAT", SINGLES);
        add(samples, "FLOAT(10,3)", "1.2345", "-99.999", "1234567.891");
        add(samples, "DOUBLE", NUMBERS);
        add(samples, "DOUBLE(20,4)", "0.1", "123456789012345.6789");
        add(samples, "BIT(1)", "b'0'", "b'1'");
        add(samples, "BIT(10)", "b'1010101010'", "0");
        add(samples, "BIT(64)", "0xFFFFFFFFFFFFFFFF", "0x8000000000000001");
    }

    private static void times(List<Sample> samples) {
        add(samples, "YEAR", "0", "1901", "2155", "2024");
        add(
                samples,
                "DATE",
                "'0000-00-00'",
                "'1000-01-01'",
                "'9999-12-31'",
                "'2024-00-00'",
                "'2024-02-00'",
                "'2024-02-31'",
                "'0001-01-01'");
        for (int digits = 0; digits <= 6; digits++) {
            add(
                    samples,
                    "TIME(" + digits + ")",
                    "'00:00:00'",
                    "'-838:59:59'",
                    "'838:59:59'",
                    "'-00:00:00.123456'",
                    "'23:59:59.999999'",
                    "'-00:00:01.5'",
                    "'100:00:00.000001'",
                    "'-12:34:56.789012'",
                    "'-00:00:00.1'");
            add(
                    samples,
                    "DATETIME(" + digits + ")",
                    "'0000-00-00 00:00:00'",
                    "'1000-01-01 00:00:00'",
                    "'9999-12-31 23:59:59'",
                    "'2024-00-00 00:00:00'",
                    "'2024-02-29 12:34:56.123456'",
                    "'1969-12-31 23:59:59.000001'",
                    "'0001-01-01 00:00:00'");
            add(
                    samples,
                    "TIMESTAMP(" + digits + ") NULL",
                    "'0000-00-00 00:00:00'",
                    "'1970-01-01 05:30:01'",
                    "'2038-01-19 08:44:07'",
                    "'2024-02-29 12:34:56.123456'",
                    "'2000-03-01 05:29:59.999999'",
                    "'2001-01-01 05:30:00'",
                    "'1999-12-31 23:59:59'");
        }
    }

    private static void texts(List<Sample> samples) {
        add(samples, "VARCHAR(20) CHARACTER SET utf8mb4", "''", "'abc'", "'trailing  '", "'ä€😀'", "'\\0\\n'");
        add(samples, "VARCHAR(300) CHARACTER SET utf8mb3", "REPEAT('ß', 300)", "'x'");
        add(samples, "CHAR(10) CHARACTER SET utf8mb4", "''", "'abc   '", "' x'", "'😀'");
        add(samples, "CHAR(255) CHARACTER SET utf8mb4", "REPEAT('€', 255)", "'a'");
        add(samples, "CHAR(10) CHARACTER SET latin1 COLLATE latin1_bin", "'ä€'", "'tab\\t'", "''");
        add(samples, "CHAR(5) CHARACTER SET ucs2", "'ab'", "'Ā'", "''", "'  x '");
        for (String set : new String[] {"utf16", "utf32", "ucs2"}) {
            add(samples, "VARCHAR(20) CHARACTER SET " + set, "''", "'aä€'", "'x '");
        }
        add(samples, "VARCHAR(20) CHARACTER SET utf16le", "'aä€😀'", "''");
        add(samples, "VARCHAR(20) CHARACTER SET utf16", "'😀'");
        for (String set : new String[] {
            "latin1",
            "cp1250",
            "latin2",
            "cp1251",
            "koi8r",
            "cp850",
            "greek",
            "hebrew",
            "macroman",
            "dec8",
            "hp8",
            "cp866",
            "latin5",
            "latin7",
            "keybcs2",
            "geostd8",
            "armscii8",
            "tis620",
            "swe7"
        }) {
            add(
                    samples,
                    "VARCHAR(260) CHARACTER SET " + set,
                    "CONVERT(UNHEX('2041617A7E7F808182A0A4B1C4D6DFE4F6FCFF') USING " + set + ")",
                    "'abc'");
        }
        add(samples, "VARCHAR(20) CHARACTER SET gbk", "'汉字abc'");
        add(samples, "VARCHAR(20) CHARACTER SET gb2312", "'汉字abc'");
        add(samples, "VARCHAR(20) CHARACTER SET big5", "'漢字abc'");
        add(samples, "VARCHAR(20) CHARACTER SET sjis", "'日本語abc'");
        add(samples, "VARCHAR(20) CHARACTER SET cp932", "'日本語①'");
        add(samples, "VARCHAR(20) CHARACTER SET ujis", "'日本語abc'");
        add(samples, "VARCHAR(20) CHARACTER SET eucjpms", "'日本語'");
        add(samples, "VARCHAR(20) CHARACTER SET euckr", "'한국어abc'");
        add(samples, "TINYTEXT", "''", "REPEAT('x', 255)");
        add(samples, "TEXT CHARACTER SET latin1", "'é'", "REPEAT('é', 1000)");
        add(samples, "MEDIUMTEXT", "REPEAT('abc', 30000)");
        add(samples, "LONGTEXT", "REPEAT('😀', 20000)", "''");
        add(samples, "BINARY(4)", "''", "X'00'", "X'01020304'", "X'0100'", "X'2020'");
        add(samples, "BINARY(255)", "X'FF'");
        add(samples, "VARBINARY(10)", "''", "X'0000'", "X'00FF20'");
        add(samples, "VARBINARY(1000)", "REPEAT(X'00', 999)");
        add(samples, "TINYBLOB", "X'00FF'", "''");
        add(samples, "BLOB", "REPEAT(X'FE', 60000)", "''");
        add(samples, "MEDIUMBLOB", "REPEAT(X'01', 100000)");
        add(samples, "LONGBLOB", "REPEAT(X'02', 300000)");
        add(
                samples,
                "ENUM('a','b''c','ä','d,e','') CHARACTER SET latin1",
                "'a'",
                "'b''c'",
                "'ä'",
                "'d,e'",
                "''",
                "'nonsense'");
        add(samples, "SET('x','y','ß') CHARACTER SET utf8mb4", "''", "'x'", "'y,x'", "'x,y,ß'");
        StringBuilder members = new StringBuilder("SET('m0'");
        StringBuilder labels = new StringBuilder("ENUM('l0'");
        for (int i = 1; i < 64; i++) {
            members.append(",'m").append(i).append('\'');
        }
        for (int i = 1; i < 300; i++) {
            labels.append(",'l").append(i).append('\'');
        }
        add(samples, members + ")", "'m63'", "'m0,m31,m32,m63'", "18446744073709551615");
        add(samples, labels + ")", "'l0'", "'l299'", "'l255'");
    }

    private static void geometry(List<Sample> samples) {
        add(
                samples,
                "GEOMETRY",
                "ST_GeomFromText('POINT(1 2)')",
                "ST_GeomFromText('LINESTRING(0 0, 1.5 -1)', 4326)",
                "ST_GeomFromText('GEOMETRYCOLLECTION(POINT(1 1), POLYGON((0 0, 1 0, 1 1, 0 0)))')");
        add(samples, "POINT", "ST_GeomFromText('POINT(-1.25 1e100)')");
    }

    private static void json(List<Sample> samples) {
        List<String> values = new ArrayList<>(List.of(
                "'null'",
                "'true'",
                "'false'",
                "'0'",
                "'-1'",
                "'32767'",
                "'32768'",
                "'65535'",
                "'65536'",
                "'-32769'",
                "'2147483647'",
                "'2147483648'",
                "'4294967295'",
                "'4294967296'",
                "'-2147483649'",
                "'9223372036854775807'",
                "'-9223372036854775808'",
                "'18446744073709551615'",
                "'18446744073709551616'",
                "'\"\"'",
                "'\"abc\"'",
                "'\"\\\\u00e4\\\\u20ac\"'",
                "'\"q\\\\\"b\\\\\\\\s\\\\/\\\\b\\\\f\\\\n\\\\r\\\\t\\\\u0001\\\\u001f\"'",
                "'[]'",
                "'{}'",
                "'[1, \"a\", null, true, {\"k\": []}]'",
                "'{\"b\": 1, \"a\": {\"c\": [1.5, 2]}, \"\": 3}'",
                "JSON_OBJECT('d', CAST('2024-02-29' AS DATE), 't', CAST('-12:34:56.5' AS TIME(1)), 'dt', CAST('2024-02-29 01:02:03.000004' AS DATETIME(6)))",
                "JSON_ARRAY(CAST(1.50 AS DECIMAL(10,2)), CAST(-12345678901234567890.12 AS DECIMAL(40,2)), CAST(0 AS DECIMAL(5,0)))",
                "JSON_ARRAY(CAST('abc' AS BINARY), X'00FF', b'101')",
                "JSON_ARRAY(ST_GeomFromText('POINT(1 2)'))",
                "JSON_ARRAY(CAST(2024 AS YEAR))",
                "JSON_ARRAY(REPEAT('x', 200), REPEAT('y', 70000))",
                "JSON_OBJECT('big', REPEAT('z', 100000), 'n', 5, 'm', 70000, 'i', -70000, 'l', true)",
                "JSON_ARRAY(CAST('838:59:59' AS TIME), CAST('2038-01-19 03:14:07' AS DATETIME))",
                "CONCAT('[', REPEAT('1,', 20000), '2]')",
                "CONCAT('{\"', REPEAT('k', 60000), '\": 1}')"));
        for (String number : NUMBERS) {
            values.add("'[" + number.replace("-0.0e0", "-0.0") + "]'");
        }
        for (int exponent = -20; exponent <= 25; exponent++) {
            values.add("JSON_ARRAY(1e" + exponent + ", 1.25e" + exponent + ", -9.999999999999999e" + exponent + ")");
        }
        add(samples, "JSON", values.toArray(String[]::new));
    }
}
