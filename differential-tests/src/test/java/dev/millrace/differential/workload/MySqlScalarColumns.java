package dev.millrace.differential.workload;

import java.util.List;
import java.util.Random;
import java.util.function.Function;

import static dev.millrace.differential.workload.Literals.oneOf;
import static dev.millrace.differential.workload.MySqlTables.column;
import static dev.millrace.differential.workload.MySqlTables.expressions;

/** Columns of numbers, texts in many character sets, and times. */
final class MySqlScalarColumns {
    private MySqlScalarColumns() {}

    static List<TestColumn> numbers() {
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

    static List<TestColumn> texts() {
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

    static List<TestColumn> times() {
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
}
