package dev.millrace.differential.workload;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Random values as the text of SQL, unquoted. */
final class Literals {
    private static final List<String> ALPHABET = List.of(
            "a",
            "Z",
            "0",
            " ",
            "'",
            "\"",
            "\\",
            ",",
            "{",
            "}",
            "(",
            ")",
            "\n",
            "\t",
            "\r",
            "%",
            "é",
            "ß",
            "İ",
            "中",
            "\u00a0",
            "\u200b",
            "\u0301",
            "\u202e",
            "😀",
            "👩‍👩‍👧",
            "\ufeff",
            "\uffff",
            "NULL",
            "=>",
            "\u0001",
            "\u007f");

    private Literals() {}

    static Function<Random, String> oneOf(String... values) {
        return random -> values[random.nextInt(values.length)];
    }

    /** Whole numbers of up to that many bits and a sign. */
    static Function<Random, String> signed(int bits) {
        return random -> {
            BigInteger magnitude = new BigInteger(random.nextInt(bits) + 1, random);
            return (random.nextBoolean() ? magnitude : magnitude.negate()).toString();
        };
    }

    static Function<Random, String> unsigned(int bits) {
        return random -> new BigInteger(random.nextInt(bits) + 1, random).toString();
    }

    /** Decimal numbers of at most {@code precision} digits, {@code scale} of them behind the point. */
    static Function<Random, String> decimal(int precision, int scale) {
        return random -> {
            int digits = 1 + random.nextInt(precision);
            BigInteger unscaled = new BigInteger(digits * 4, random).mod(BigInteger.TEN.pow(digits));
            BigDecimal value = new BigDecimal(unscaled, scale);
            return (random.nextBoolean() ? value : value.negate()).toPlainString();
        };
    }

    static Function<Random, String> floating() {
        return random -> Float.toString(Float.intBitsToFloat(random.nextInt(0x70000000) + 0x07000000));
    }

    static Function<Random, String> doubling() {
        return random -> Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(60) - 30));
    }

    static String text(Random random, int longest) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(longest + 1);
        for (int i = 0; i < length; i++) {
            String next = ALPHABET.get(random.nextInt(ALPHABET.size()));
            if (text.codePointCount(0, text.length()) + next.codePointCount(0, next.length()) > length) {
                break;
            }
            text.append(next);
        }
        return text.toString();
    }

    static String ascii(Random random, int longest) {
        return random.ints(random.nextInt(longest + 1), ' ', 127)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    static String hex(Random random, int longest) {
        StringBuilder hex = new StringBuilder();
        int length = random.nextInt(longest + 1);
        for (int i = 0; i < length; i++) {
            hex.append(String.format("%02x", random.nextInt(256)));
        }
        return hex.toString();
    }

    static String bits(Random random, int shortest, int longest) {
        StringBuilder bits = new StringBuilder();
        int length = shortest + random.nextInt(longest - shortest + 1);
        for (int i = 0; i < length; i++) {
            bits.append(random.nextInt(2));
        }
        return bits.toString();
    }

    static String date(Random random, int firstYear, int lastYear) {
        return String.format(
                "%04d-%02d-%02d",
                firstYear + random.nextInt(lastYear - firstYear + 1), 1 + random.nextInt(12), 1 + random.nextInt(28));
    }

    static String time(Random random) {
        int micros = random.nextInt(3) == 0 ? 0 : random.nextInt(1_000_000);
        return String.format("%02d:%02d:%02d.%06d", random.nextInt(24), random.nextInt(60), random.nextInt(60), micros);
    }
}
