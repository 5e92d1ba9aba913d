package dev.millrace.source.postgres;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table with a column of every built-in type and of types that users make, and rows of telling values. */
final class EveryType {
    private record Sample(String type, String first, String second) {}

    private static final List<Sample> SAMPLES = List.of(
            new Sample("boolean", "true", "false"),
            new Sample("smallint", "-32768", "32767"),
            new Sample("integer", "-2147483648", "2147483647"),
            new Sample("bigint", "-9223372036854775808", "9223372036854775807"),
            new Sample("numeric", "'123456789012345678901234567890.000100'", "'NaN'"),
            new Sample("numeric(10,3)", "-1.5", "1234567.891"),
            new Sample("real", "'1.1'", "'-Infinity'"),
            new Sample("double precision", "0.1::float8 + 0.2::float8", "'1e-310'"),
            new Sample("money", "'-1234567.89'", "'0.5'"),
            new Sample("text", "E'tab\\there\\nline\\\\backslash\\r\\b\\f\\v \\\\N ü€😀'", "''"),
            new Sample("varchar(20)", "'  padded  '", "E'\\\\.'"),
            new Sample("char(5)", "'ab'", "'abcde'"),
            new Sample("\"char\"", "'x'", "''"),
            new Sample("name", "'a name'", "'b'"),
            new Sample("bytea", "'\\x00ff5c0a09'", "''"),
            new Sample("bit(5)", "B'10101'", "B'00000'"),
            new Sample("varbit(9)", "B'1'", "B''"),
            new Sample("date", "'2024-02-29'", "'0044-03-15 BC'"),
            new Sample("date", "'infinity'", "'-infinity'"),
            new Sample("time", "'23:59:59.999999'", "'24:00:00'"),
            new Sample("time(0)", "'00:00:01'", "'12:00'"),
            new Sample("timetz", "'10:00:00+05:30'", "'23:00:00.5-08'"),
            new Sample("timestamp", "'2024-12-31 23:59:59.123456'", "'infinity'"),
            new Sample("timestamp(3)", "'0001-01-01 00:00:00.5 BC'", "'294276-12-31 23:59:59.999'"),
            new Sample("timestamptz", "'2024-06-01 12:00:00+09'", "'-infinity'"),
            new Sample("interval", "'1 year 2 mons -3 days 04:05:06.789'", "'-1 mons'"),
            new Sample("json", "'{\"a\": [1, 2,   null], \"b\": \"\\u00e9\\n\"}'", "'null'"),
            new Sample("jsonb", "'{\"b\":1,\"a\":\"tab\\t\"}'", "'[]'"),
            new Sample("xml", "'<a b=\"c\">d</a>'", "'text'"),
            new Sample("uuid", "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "'00000000-0000-0000-0000-000000000000'"),
            new Sample("inet", "'192.168.0.1/24'", "'::1'"),
            new Sample("cidr", "'10.0.0.0/8'", "'2001:db8::/32'"),
            new Sample("macaddr", "'08:00:2b:01:02:03'", "'ff:ff:ff:ff:ff:ff'"),
            new Sample("macaddr8", "'08:00:2b:01:02:03:04:05'", "'ff:ff:ff:ff:ff:ff:ff:ff'"),
            new Sample("point", "'(1.5,-2)'", "'(0,0)'"),
            new Sample("line", "'{1,2,3}'", "'{0,1,0}'"),
            new Sample("lseg", "'[(0,0),(1,1)]'", "'[(1,1),(2,2)]'"),
            new Sample("box", "'(2,2),(0,0)'", "'(1,1),(1,1)'"),
            new Sample("path", "'[(0,0),(1,1),(2,0)]'", "'((0,0),(1,1))'"),
            new Sample("polygon", "'((0,0),(1,1),(2,0))'", "'((0,0))'"),
            new Sample("circle", "'<(1,2),3>'", "'<(0,0),0>'"),
            new Sample("tsvector", "'a fat cat:3'", "''"),
            new Sample("tsquery", "'fat & cat'", "'a'"),
            new Sample("pg_lsn", "'16/B374D848'", "'0/0'"),
            new Sample("oid", "4294967295", "0"),
            new Sample("regclass", "'pg_class'", "'public.every_type'"),
            new Sample("int4range", "'[1,10)'", "'empty'"),
            new Sample("numrange", "'(,1.5]'", "'[1,2]'"),
            new Sample("tstzrange", "'[2024-01-01 00:00:00+02,)'", "'empty'"),
            new Sample("int4multirange", "'{[1,3),[5,7)}'", "'{}'"),
            new Sample("integer[]", "'{1,NULL,-3}'", "'{}'"),
            new Sample("text[]", "'{\"a,b\",\"c\\\"d\",NULL,\"NULL\",\"e\\\\f\"}'", "'{{a,b},{c,d}}'"),
            new Sample("bytea[]", "'{\"\\\\x00ff\"}'", "'{}'"),
            new Sample("timestamptz[]", "'{\"2024-06-01 12:00:00+09\"}'", "'{}'"),
            new Sample("mood", "'so so'", "'glad, yes'"),
            new Sample("mood[]", "'{\"so so\",sad}'", "'{}'"),
            new Sample("positive", "1", "2.5"),
            new Sample("pair", "'(1,\"a b\")'", "'(,)'"),
            new Sample("text COLLATE \"C\"", "'x'", "'y'"));

    /** Two rows of values and one of NULLs. */
    static final int ROWS = 3;

    private static final int MULTIRANGE_SINCE = 14;

    private final List<Sample> samples;

    /** @param majorVersion of the server; it does without what came later */
    EveryType(int majorVersion) {
        samples = SAMPLES.stream()
                .filter(sample ->
                        majorVersion >= MULTIRANGE_SINCE || !sample.type().endsWith("multirange"))
                .toList();
    }

    String[] setUp() {
        String columns = IntStream.range(0, samples.size())
                .mapToObj(i -> "c" + i + " " + samples.get(i).type())
                .collect(Collectors.joining(", "));
        return new String[] {
            "CREATE TYPE mood AS ENUM ('sad', 'so so', 'glad, yes')",
            "CREATE DOMAIN positive AS numeric(8,2) CHECK (VALUE > 0)",
            "CREATE TYPE pair AS (a int, b text)",
            "CREATE TABLE every_type (id int PRIMARY KEY, doubled int GENERATED ALWAYS AS (id * 2) STORED, " + columns
                    + ")"
        };
    }

    String[] insert(int firstId) {
        String names = IntStream.range(0, samples.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        String insert = "INSERT INTO every_type (id, " + names + ") VALUES (";
        return new String[] {
            insert + firstId + ", " + samples.stream().map(Sample::first).collect(Collectors.joining(", ")) + ")",
            insert + (firstId + 1) + ", " + samples.stream().map(Sample::second).collect(Collectors.joining(", "))
                    + ")",
            "INSERT INTO every_type (id) VALUES (" + (firstId + 2) + ")"
        };
    }
}
