package dev.millrace.differential.workload;

import java.util.List;
import java.util.UUID;

import static dev.millrace.differential.workload.Literals.oneOf;
import static dev.millrace.differential.workload.PostgresTables.column;

/** Columns of single values: numbers, texts, times and bits. */
final class PostgresScalarColumns {
    private PostgresScalarColumns() {}

    static List<TestColumn> numbers() {
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

    static List<TestColumn> texts() {
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
                        random -> new UUID(random.nextLong(), random.nextLong()).toString(),
                        "00000000-0000-0000-0000-000000000000",
                        "FFFFFFFF-ffff-FFFF-ffff-FFFFFFFFFFFF"));
    }

    static List<TestColumn> times() {
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

    static List<TestColumn> bits() {
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
}
