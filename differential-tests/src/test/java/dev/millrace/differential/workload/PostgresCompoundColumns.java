package dev.millrace.differential.workload;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;

import static dev.millrace.differential.workload.Literals.oneOf;
import static dev.millrace.differential.workload.PostgresTables.column;

/** Columns of PostgreSQL's own kinds: addresses, shapes, ranges, users' types, arrays, and values too large for a row. */
final class PostgresCompoundColumns {
    private PostgresCompoundColumns() {}

    static List<TestColumn> others() {
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

    static List<TestColumn> shapes() {
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

    static List<TestColumn> ranges() {
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

    static List<TestColumn> userDefined() {
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

    static List<TestColumn> arrays() {
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
                        random -> "{" + new UUID(random.nextLong(), random.nextLong()) + "}",
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
    static List<TestColumn> toasted() {
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
