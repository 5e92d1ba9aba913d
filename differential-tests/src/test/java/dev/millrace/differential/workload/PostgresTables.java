package dev.millrace.differential.workload;

import dev.millrace.differential.workload.TestTable.Identity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

import static dev.millrace.differential.workload.Literals.oneOf;

/** Tables with columns of every type that PostgreSQL 18 brings, and of what users and two extensions add. */
public final class PostgresTables {
    private PostgresTables() {}

    /** What the tables' columns need. */
    public static final List<String> PRELIMINARIES = List.of(
            "CREATE EXTENSION hstore",
            "CREATE EXTENSION citext",
            "CREATE EXTENSION ltree",
            "CREATE TYPE mood AS ENUM ('sad', 'ok', 'it''s \"so, so\"', '')",
            "CREATE DOMAIN positive AS integer CHECK (VALUE > 0)",
            "CREATE DOMAIN short_name AS varchar(12)",
            "CREATE DOMAIN price AS numeric(12, 3)",
            "CREATE DOMAIN priced AS price CHECK (VALUE <> 13)",
            "CREATE TYPE pair AS (a integer, b text)",
            "CREATE TYPE nested AS (p pair, at timestamptz, m mood[])");

    public static List<TestTable> all() {
        List<TestTable> tables = new ArrayList<>();
        everyIdentity(tables, "numbers", numbers());
        everyIdentity(tables, "texts", texts());
        everyIdentity(tables, "times", times());
        everyIdentity(tables, "bits", bits());
        everyIdentity(tables, "others", others());
        everyIdentity(tables, "shapes", shapes());
        everyIdentity(tables, "ranges", ranges());
        everyIdentity(tables, "own", userDefined());
        everyIdentity(tables, "arrays", arrays());
        everyIdentity(tables, "toast", toasted());
        return tables;
    }

    /** A table of what stops Debezium, or what its numbers can't hold: midnight at the end of a day, and the latest timestamp. */
    public static List<TestTable> beyondDebezium() {
        List<TestColumn> columns = List.of(
                column("c_timetz", "timetz", random -> "", "24:00:00+00", "00:00:00+15:59:59", "12:00:00-00:00:01"),
                column("c_timestamp", "timestamp", random -> "", "294276-12-31 23:59:59.999999"));
        return List.of(new TestTable("beyond_key", Identity.PRIMARY_KEY, columns));
    }

    /** The statements that make a table, with its key and its replica identity. */
    public static List<String> creation(TestTable table) {
        StringBuilder create = new StringBuilder("CREATE TABLE " + table.name() + " (id bigint");
        table.columns()
                .forEach(column ->
                        create.append(", ").append(column.name()).append(' ').append(column.declaration()));
        List<String> statements = new ArrayList<>(List.of(create.append(")").toString()));
        String alter = "ALTER TABLE " + table.name() + " ";
        switch (table.identity()) {
            case PRIMARY_KEY -> statements.add(alter + "ADD PRIMARY KEY (id)");
            case UNIQUE_INDEX -> {
                statements.add(alter + "ALTER id SET NOT NULL");
                statements.add("CREATE UNIQUE INDEX " + table.name() + "_id ON " + table.name() + " (id)");
                statements.add(alter + "REPLICA IDENTITY USING INDEX " + table.name() + "_id");
            }
            case FULL_WITH_KEY -> {
                statements.add(alter + "ADD PRIMARY KEY (id)");
                statements.add(alter + "REPLICA IDENTITY FULL");
            }
            case FULL_WITHOUT_KEY -> statements.add(alter + "REPLICA IDENTITY FULL");
        }
        table.columns().stream()
                .filter(column -> column.name().startsWith("external_"))
                .forEach(column -> statements.add(alter + "ALTER " + column.name() + " SET STORAGE EXTERNAL"));
        return statements;
    }

    private static void everyIdentity(List<TestTable> tables, String name, List<TestColumn> columns) {
        tables.add(new TestTable(name + "_key", Identity.PRIMARY_KEY, columns));
        tables.add(new TestTable(name + "_index", Identity.UNIQUE_INDEX, columns));
        tables.add(new TestTable(name + "_full", Identity.FULL_WITH_KEY, columns));
        tables.add(new TestTable(name + "_keyless", Identity.FULL_WITHOUT_KEY, columns));
    }

    private static TestColumn column(String name, String type, Function<Random, String> random, String... edges) {
        return new TestColumn(
                name,
                type,
                Arrays.stream(edges).map(PostgresTables::quoted).toList(),
                source -> quoted(random.apply(source)));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static List<TestColumn> numbers() {
        return List.of(
                column("c_bool", "boolean", oneOf("t", "f"), "t", "f"),
                column("c_int2", "smallint", Literals.signed(15), "-32768", "32767", "0"),
                column("c_int4", "integer", Literals.signed(31), "-2147483648", "2147483647", "0"),
                column("c_int8", "bigint", Literals.signed(63), "-9223372036854775808", "9223372036854775807", "0"),
                column(
                        "c_numeric",
                        "numeric",
                        random -> Literals.decimal(1 + random.nextInt(60), random.nextInt(40))
                                .apply(random),
                        "NaN",
                        "Infinity",
                        "-Infinity",
                        "0",
                        "0.000",
                        "-0.00000000000000000001",
                        "1e130",
                        "1e-130",
                        "1.10",
                        "123456789012345678901234567890.123456789012345678901234567890"),
                column(
                        "c_numeric_scaled",
                        "numeric(38,10)",
                        Literals.decimal(38, 10),
                        "NaN",
                        "0",
                        "-1",
                        "9999999999999999999999999999.9999999999"),
                column("c_numeric_whole", "numeric(20)", Literals.decimal(20, 0), "NaN", "99999999999999999999", "-1"),
                column("c_numeric_coarse", "numeric(5,-2)", Literals.signed(20), "9999900", "-100", "49"),
                column("c_numeric_fine", "numeric(3,5)", oneOf("0.00123", "-0.00999"), "0.00999", "0.00001", "0"),
                column(
                        "c_real",
                        "real",
                        Literals.floating(),
                        "NaN",
                        "Infinity",
                        "-Infinity",
                        "-0",
                        "0",
                        "3.4028235e38",
                        "1.17549435e-38",
                        "1e-45",
                        "16777217",
                        "0.1"),
                column(
                        "c_double",
                        "double precision",
                        Literals.doubling(),
                        "NaN",
                        "Infinity",
                        "-Infinity",
                        "-0",
                        "0",
                        "1.7976931348623157e308",
                        "2.2250738585072014e-308",
                        "5e-324",
                        "9007199254740993",
                        "0.1",
                        "1e15",
                        "1e16"),
                column(
                        "c_money",
                        "money",
                        Literals.decimal(15, 2),
                        "-92233720368547758.08",
                        "92233720368547758.07",
                        "0",
                        "-0.01",
                        "1234.5"),
                column("c_oid", "oid", Literals.unsigned(32), "0", "4294967295"));
    }

    private static List<TestColumn> texts() {
        String odd = "tab\tnewline\ncr\rbackslash\\quote'\"percent%s 中文 👩‍👩‍👧 İ \u202e \ufeff \uffff \u0001 \u007f";
        return List.of(
                column(
                        "c_text",
                        "text",
                        random -> Literals.text(random, 40),
                        "",
                        " ",
                        "  both  ",
                        odd,
                        "NULL",
                        "\\N",
                        "\\x41"),
                column(
                        "c_varchar",
                        "varchar(40)",
                        random -> Literals.text(random, 40),
                        "",
                        "trailing  ",
                        "x".repeat(40),
                        "😀".repeat(40)),
                column("c_varchar_free", "varchar", random -> Literals.text(random, 20), "", odd),
                column("c_char", "char(12)", random -> Literals.text(random, 12), "", "a", "  a", "twelve chars", "中文"),
                column("c_char_one", "char", oneOf("a", "b"), "", "x"),
                column("c_internal_char", "\"char\"", oneOf("a", "Z"), "", "x", "'", " "),
                column("c_name", "name", random -> "n" + random.nextInt(1000), "", "a name"),
                column("c_citext", "citext", random -> Literals.text(random, 10), "", "MiXed"),
                column(
                        "c_json",
                        "json",
                        random -> "{\"a\" :  " + random.nextInt() + ", \"a\":[null,true, 1.50e3 ]}",
                        "null",
                        "{}",
                        " [ 1 , 2 ] ",
                        "\"\\u00e9 é \\\\ \\\"\"",
                        "1e400"),
                column(
                        "c_jsonb",
                        "jsonb",
                        random -> "{\"b\": " + random.nextInt() + ", \"a\":[null,true, 1.50]}",
                        "null",
                        "{}",
                        "[1, 1.0, 1e5]",
                        "\"\\u00e9 é \\\\ \\\"\"",
                        "{\"\": {\"z\": [], \"a\": -0.0}}"),
                column(
                        "c_xml",
                        "xml",
                        random -> "<a n=\"" + random.nextInt() + "\">é</a>",
                        "",
                        "text only",
                        "<a><b/><!-- c --></a>",
                        "<?xml version=\"1.0\"?><a/>"),
                column(
                        "c_hstore",
                        "hstore",
                        random -> "k" + random.nextInt(9) + "=>v, \"q \\\" k\"=>\"" + random.nextInt() + "\"",
                        "",
                        "a=>NULL",
                        "a=>\"NULL\", b=>\"\"",
                        "\"é, =>\"=>\"'\\\\\""),
                column("c_ltree", "ltree", random -> "top.n" + random.nextInt(99), "", "a.b.c"),
                column(
                        "c_uuid",
                        "uuid",
                        random -> new java.util.UUID(random.nextLong(), random.nextLong()).toString(),
                        "00000000-0000-0000-0000-000000000000",
                        "FFFFFFFF-ffff-FFFF-ffff-FFFFFFFFFFFF"));
    }

    private static List<TestColumn> times() {
        return List.of(
                column(
                        "c_date",
                        "date",
                        random -> Literals.date(random, 1, 3000),
                        "infinity",
                        "-infinity",
                        "4713-01-01 BC",
                        "0001-12-31 BC",
                        "0001-01-01",
                        "1582-10-10",
                        "1970-01-01",
                        "9999-12-31",
                        "5874897-12-31"),
                column("c_time", "time", Literals::time, "00:00:00", "23:59:59.999999", "24:00:00", "12:00:00.5"),
                column("c_time_milli", "time(3)", Literals::time, "00:00:00", "23:59:59.999"),
                column("c_time_whole", "time(0)", Literals::time, "00:00:00", "23:59:59"),
                column(
                        "c_timetz",
                        "timetz",
                        random -> Literals.time(random)
                                + oneOf("+00", "-07:30", "+05:45", "+14").apply(random),
                        "00:00:00+00",
                        "23:59:59.999999-15:59",
                        "00:00:00+15:59"),
                column(
                        "c_timestamp",
                        "timestamp",
                        random -> Literals.date(random, 1, 3000) + " " + Literals.time(random),
                        "infinity",
                        "-infinity",
                        "4713-01-01 00:00:00 BC",
                        "0001-12-31 23:59:59.999999 BC",
                        "1582-10-10 10:10:10",
                        "1969-12-31 23:59:59.999999",
                        "2024-02-29 00:00:00.1",
                        "9999-12-31 23:59:59.999999",
                        "294247-01-10 04:00:54.775807"),
                column(
                        "c_timestamp_milli",
                        "timestamp(3)",
                        random -> Literals.date(random, 1, 3000) + " " + Literals.time(random),
                        "infinity",
                        "-infinity",
                        "1970-01-01 00:00:00.001",
                        "0044-03-15 12:00:00 BC"),
                column(
                        "c_timestamp_whole",
                        "timestamp(0)",
                        random -> Literals.date(random, 1, 3000) + " " + Literals.time(random),
                        "1970-01-01 00:00:00"),
                column(
                        "c_timestamptz",
                        "timestamptz",
                        random -> Literals.date(random, 1, 3000) + " " + Literals.time(random)
                                + oneOf("+00", "-07:30", "+14").apply(random),
                        "infinity",
                        "-infinity",
                        "4713-01-02 00:00:00+00 BC",
                        "0001-12-31 23:59:59.999999+00 BC",
                        "1582-10-10 10:10:10+00",
                        "1969-12-31 23:59:59.999999+00",
                        "2024-02-29 00:00:00.1+00",
                        "9999-12-31 23:59:59.999999-12",
                        "294276-12-31 23:59:59.999999+00"),
                column(
                        "c_timestamptz_milli",
                        "timestamptz(3)",
                        random -> Literals.date(random, 1, 3000) + " " + Literals.time(random) + "+00",
                        "infinity",
                        "1970-01-01 00:00:00.001+00"),
                column(
                        "c_interval",
                        "interval",
                        random -> random.nextInt(99) - 50 + " mons " + (random.nextInt(99) - 50) + " days "
                                + (random.nextInt() / 1000.0) + " seconds",
                        "0",
                        "-1 year -2 mons +3 days -04:05:06.7",
                        "1 mon -1 day",
                        "178000000 years",
                        "-178000000 years",
                        "2562047:47:16.854775",
                        "0.000001 seconds",
                        "-0.000001 seconds"),
                column(
                        "c_interval_months",
                        "interval year to month",
                        random -> random.nextInt(99) + " mons",
                        "14 mons",
                        "-14 mons"));
    }

    private static List<TestColumn> bits() {
        return List.of(
                column(
                        "c_bytea",
                        "bytea",
                        random -> "\\x" + Literals.hex(random, 30),
                        "\\x",
                        "\\x00",
                        "\\xdeadbeef5c27220a",
                        "\\x" + "ff".repeat(300)),
                column("c_bit", "bit", random -> Literals.bits(random, 1, 1), "0", "1"),
                column(
                        "c_bits",
                        "bit(9)",
                        random -> Literals.bits(random, 9, 9),
                        "000000000",
                        "100000000",
                        "000000001",
                        "111111111"),
                column(
                        "c_bits_many",
                        "bit(70)",
                        random -> Literals.bits(random, 70, 70),
                        "0".repeat(70),
                        "1".repeat(70),
                        "1" + "0".repeat(69)),
                column(
                        "c_varbit",
                        "bit varying(20)",
                        random -> Literals.bits(random, 0, 20),
                        "",
                        "0",
                        "1",
                        "00000000",
                        "10000000000000000001"),
                column("c_varbit_free", "bit varying", random -> Literals.bits(random, 0, 40), "", "1", "0001"));
    }

    private static List<TestColumn> others() {
        return List.of(
                column(
                        "c_inet",
                        "inet",
                        random -> random.nextInt(256) + ".1.2." + random.nextInt(256) + "/24",
                        "0.0.0.0",
                        "255.255.255.255/32",
                        "::",
                        "::1/64",
                        "::ffff:1.2.3.4",
                        "2001:db8::/32"),
                column(
                        "c_cidr",
                        "cidr",
                        random -> random.nextInt(256) + ".0.0.0/8",
                        "0.0.0.0/0",
                        "10.1.2.3/32",
                        "::/0",
                        "2001:db8::/32"),
                column(
                        "c_macaddr",
                        "macaddr",
                        random -> String.format("00:11:22:33:44:%02x", random.nextInt(256)),
                        "00:00:00:00:00:00",
                        "FF-FF-FF-FF-FF-FF"),
                column(
                        "c_macaddr8",
                        "macaddr8",
                        random -> String.format("00:11:22:33:44:55:66:%02x", random.nextInt(256)),
                        "00:00:00:00:00:00:00:00",
                        "08:00:2b:01:02:03"),
                column(
                        "c_tsvector",
                        "tsvector",
                        random -> "w" + random.nextInt(99) + ":1A,2 'it''s':3",
                        "",
                        "a b c",
                        "'with space':1B,16383"),
                column(
                        "c_tsquery",
                        "tsquery",
                        random -> "w" + random.nextInt(99) + " & !b",
                        "",
                        "a | (b & c:*A) <2> d"),
                column(
                        "c_lsn",
                        "pg_lsn",
                        random -> Integer.toHexString(random.nextInt(99)) + "/1F",
                        "0/0",
                        "FFFFFFFF/FFFFFFFF"),
                column(
                        "c_snapshot",
                        "pg_snapshot",
                        random -> "10:20:1" + random.nextInt(10),
                        "10:20:",
                        "10:20:10,14,15"),
                column("c_xid8", "xid8", Literals.unsigned(64), "0", "18446744073709551615"),
                column("c_tid", "tid", random -> "(" + random.nextInt(99) + ",1)", "(0,0)", "(4294967295,65535)"),
                column("c_regclass", "regclass", oneOf("pg_class", "pg_type"), "pg_class", "-"),
                column(
                        "c_jsonpath",
                        "jsonpath",
                        random -> "$.a[" + random.nextInt(9) + "]",
                        "$",
                        "strict $.\"é\" ? (@ > 1)"));
    }

    private static List<TestColumn> shapes() {
        Function<Random, String> number = random -> Double.toString(random.nextInt(2000) / 8.0 - 100);
        Function<Random, String> point = random -> "(" + number.apply(random) + "," + number.apply(random) + ")";
        return List.of(
                column("c_point", "point", point, "(0,0)", "(-1.5,1e100)", "(NaN,Infinity)", "(0.1,-0)"),
                column("c_line", "line", random -> "{1," + number.apply(random) + ",3}", "{1,2,3}", "{0,-1,0.5}"),
                column(
                        "c_lseg",
                        "lseg",
                        random -> "[" + point.apply(random) + "," + point.apply(random) + "]",
                        "[(0,0),(1,1)]"),
                column(
                        "c_box",
                        "box",
                        random -> point.apply(random) + "," + point.apply(random),
                        "(1,1),(0,0)",
                        "(0.5,-3),(2,2)"),
                column(
                        "c_path",
                        "path",
                        random -> "[" + point.apply(random) + "," + point.apply(random) + "]",
                        "[(0,0),(1,1)]",
                        "((0,0),(1,1),(2,0.25))"),
                column(
                        "c_polygon",
                        "polygon",
                        random -> "(" + point.apply(random) + "," + point.apply(random) + ")",
                        "((0,0))",
                        "((0,0),(1,1),(2,0))"),
                column(
                        "c_circle",
                        "circle",
                        random -> "<" + point.apply(random) + ",2.5>",
                        "<(0,0),0>",
                        "<(1.25,-1),1e10>"));
    }

    private static List<TestColumn> ranges() {
        Function<Random, String> whole = random -> "[" + random.nextInt(50) + "," + (50 + random.nextInt(50)) + ")";
        return List.of(
                column("c_int4range", "int4range", whole, "empty", "(,)", "[1,1]", "(,5]", "[-2147483648,2147483647)"),
                column("c_int8range", "int8range", whole, "empty", "(,)", "[-9223372036854775808,9223372036854775807)"),
                column("c_numrange", "numrange", whole, "empty", "(1.10,2.200]", "[NaN,NaN]", "[-Infinity,Infinity]"),
                column(
                        "c_tsrange",
                        "tsrange",
                        random -> "[2020-01-01 " + Literals.time(random) + ",2021-01-01)",
                        "empty",
                        "[-infinity,infinity]",
                        "(,0044-03-15 BC]"),
                column(
                        "c_tstzrange",
                        "tstzrange",
                        random -> "[2020-01-01 " + Literals.time(random) + "+02,2021-01-01)",
                        "empty",
                        "(,)",
                        "[-infinity,infinity]"),
                column(
                        "c_daterange",
                        "daterange",
                        random -> "[2020-01-01," + Literals.date(random, 2021, 2030) + "]",
                        "empty",
                        "[-infinity,infinity]",
                        "[0044-03-15 BC,)"),
                column(
                        "c_int4multirange",
                        "int4multirange",
                        random -> "{" + whole.apply(random) + "}",
                        "{}",
                        "{(,)}",
                        "{[1,2),[5,9]}"),
                column(
                        "c_nummultirange",
                        "nummultirange",
                        random -> "{" + whole.apply(random) + "}",
                        "{}",
                        "{[1.5,2],(5,)}"),
                column(
                        "c_tstzmultirange",
                        "tstzmultirange",
                        random -> "{[2020-01-01 " + Literals.time(random) + "+02,2021-01-01)}",
                        "{}",
                        "{(,)}"),
                column(
                        "c_datemultirange",
                        "datemultirange",
                        random -> "{[2020-01-01," + Literals.date(random, 2021, 2030) + "]}",
                        "{}",
                        "{[2020-01-01,2020-02-01),[0044-03-15 BC,0001-01-01 BC)}"));
    }

    private static List<TestColumn> userDefined() {
        return List.of(
                column("c_mood", "mood", oneOf("sad", "ok"), "sad", "it's \"so, so\"", ""),
                column(
                        "c_positive",
                        "positive",
                        random -> Integer.toString(1 + random.nextInt(1_000_000)),
                        "1",
                        "2147483647"),
                column("c_short_name", "short_name", random -> Literals.text(random, 12), "", "中文"),
                column("c_price", "price", Literals.decimal(12, 3), "NaN", "-999999999.999", "1"),
                column("c_priced", "priced", Literals.decimal(12, 3), "NaN", "0.1"),
                column(
                        "c_pair",
                        "pair",
                        random -> "(" + random.nextInt() + ",x)",
                        "(,)",
                        "(1,\"\")",
                        "(-1,\"a \"\"b\"\" , (c) \\\\ é\")"),
                column(
                        "c_nested",
                        "nested",
                        random -> "(\"(" + random.nextInt() + ",y)\",2020-01-01,{sad})",
                        "(,,)",
                        "(\"(1,\"\"a b\"\")\",infinity,\"{ok,\"\"it's \\\\\"\"so, so\\\\\"\"\"\",NULL}\")"));
    }

    private static List<TestColumn> arrays() {
        Function<Random, String> number =
                random -> "{" + random.nextInt(99) + ",NULL," + (random.nextInt(99) - 50) + "}";
        return List.of(
                column("c_bools", "boolean[]", oneOf("{t,f}", "{NULL}"), "{}", "{t,NULL,f}"),
                column("c_int2s", "smallint[]", number, "{}", "{-32768,32767}"),
                column("c_int4s", "integer[]", number, "{}", "{NULL}", "{-2147483648,2147483647}"),
                column(
                        "c_int4s_deep",
                        "integer[][]",
                        random -> "{{" + random.nextInt(99) + ",2},{3,NULL}}",
                        "{}",
                        "{{1},{2}}",
                        "{{{1,2},{3,4}},{{5,6},{7,8}}}"),
                column(
                        "c_int4s_shifted",
                        "integer[]",
                        random -> "[-1:0]={1," + random.nextInt(99) + "}",
                        "[0:1]={1,2}",
                        "[5:5]={9}"),
                column("c_int8s", "bigint[]", number, "{}", "{-9223372036854775808,9223372036854775807}"),
                column("c_numerics", "numeric[]", number, "{}", "{1.10,NaN,-0.001}"),
                column("c_numerics_scaled", "numeric(10,2)[]", number, "{}", "{1.10,99999999.99}"),
                column("c_reals", "real[]", number, "{}", "{0.1,NaN,-Infinity}"),
                column("c_doubles", "double precision[]", number, "{}", "{0.1,NaN,Infinity,5e-324}"),
                column(
                        "c_texts",
                        "text[]",
                        random -> "{a,\"b " + random.nextInt(99) + "\",NULL}",
                        "{}",
                        "{\"\",\"NULL\",NULL,\"a\\\"b\\\\c,{}\"}",
                        "{{a,b},{c,d}}"),
                column(
                        "c_varchars",
                        "varchar(10)[]",
                        random -> "{x" + random.nextInt(99) + "}",
                        "{}",
                        "{\" a \",\"é\"}"),
                column("c_chars", "char(4)[]", random -> "{x" + random.nextInt(99) + "}", "{}", "{a,abcd}"),
                column(
                        "c_dates",
                        "date[]",
                        random -> "{" + Literals.date(random, 1, 3000) + "}",
                        "{}",
                        "{1970-01-01,NULL,9999-12-31}"),
                column("c_times", "time[]", random -> "{" + Literals.time(random) + "}", "{}", "{00:00:00,23:59:59}"),
                column(
                        "c_timestamps",
                        "timestamp[]",
                        random -> "{" + Literals.date(random, 1971, 2030) + " " + Literals.time(random) + "}",
                        "{}",
                        "{\"2020-01-01 10:00:00.123456\",NULL}"),
                column(
                        "c_timestamptzs",
                        "timestamptz[]",
                        random -> "{\"" + Literals.date(random, 1971, 2030) + " " + Literals.time(random) + "+02\"}",
                        "{}",
                        "{\"2020-01-01 10:00:00.123456+00\",NULL}"),
                column(
                        "c_uuids",
                        "uuid[]",
                        random -> "{" + new java.util.UUID(random.nextLong(), random.nextLong()) + "}",
                        "{}",
                        "{00000000-0000-0000-0000-000000000000,NULL}"),
                column(
                        "c_jsonbs",
                        "jsonb[]",
                        random -> "{\"{\\\"a\\\": " + random.nextInt(99) + "}\"}",
                        "{}",
                        "{null,\"null\",\"[1, 2]\"}"),
                column(
                        "c_byteas",
                        "bytea[]",
                        random -> "{\"\\\\x" + Literals.hex(random, 5) + "\"}",
                        "{}",
                        "{\"\\\\x\",\"\\\\x00ff\",NULL}"),
                column(
                        "c_inets",
                        "inet[]",
                        random -> "{10.0.0." + random.nextInt(255) + "}",
                        "{}",
                        "{::1,NULL,10.0.0.0/8}"),
                column("c_moods", "mood[]", oneOf("{sad}", "{ok,NULL}"), "{}", "{\"\",\"it's \\\"so, so\\\"\"}"),
                column(
                        "c_int4ranges",
                        "int4range[]",
                        random -> "{\"[1," + (2 + random.nextInt(99)) + ")\"}",
                        "{}",
                        "{empty,\"(,)\",NULL}"),
                column(
                        "c_pairs",
                        "pair[]",
                        random -> "{\"(" + random.nextInt(99) + ",x)\"}",
                        "{}",
                        "{\"(1,\\\"a \\\"\\\"b\\\")\",NULL}"),
                column("c_prices", "price[]", random -> "{" + random.nextInt(99) + ".5}", "{}", "{NULL,1.250}"));
    }

    /** Values so large that they move out of the row, and one small column that is updated without them. */
    private static List<TestColumn> toasted() {
        String noise = noise(9_000);
        return List.of(
                column("c_small", "integer", Literals.signed(31), "1"),
                column("external_text", "text", random -> random.nextInt(100) + noise, noise, "short"),
                column(
                        "external_bytea",
                        "bytea",
                        random -> "\\x" + Literals.hex(random, 9_000),
                        "\\x" + "ab".repeat(5_000),
                        "\\x"),
                column("c_compressed_text", "text", random -> noise.repeat(3), "y".repeat(100_000), "short"),
                column(
                        "external_jsonb",
                        "jsonb",
                        random -> "{\"a\": \"" + random.nextInt(99) + noise + "\"}",
                        "[\"" + noise + "\"]",
                        "{}"),
                column("external_texts", "text[]", random -> "{" + noise + "}", "{a," + noise + "}", "{}"),
                column(
                        "external_int4s",
                        "integer[]",
                        random -> "{" + "1234567,".repeat(2_000) + random.nextInt(99) + "}",
                        "{" + "7,".repeat(2_000) + "1}",
                        "{}"),
                column(
                        "external_numeric",
                        "numeric",
                        random -> "9".repeat(10_000) + random.nextInt(10),
                        "1" + "0".repeat(9_999) + "1",
                        "0"),
                column("external_hstore", "hstore", random -> "a=>" + noise, "b=>" + noise, ""));
    }

    /** Letters that don't compress. */
    private static String noise(int length) {
        return new Random(4711)
                .ints(length, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
