package dev.millrace.sink.mysql.encode;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** MySQL keeps numbers of a JSON document as 64-bit integers or doubles, and rounds others without a word. */
final class JsonNumbers {
    private static final int ALWAYS_EXACT_DIGITS = 15;
    private static final BigInteger SMALLEST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LARGEST =
            BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);

    private JsonNumbers() {}

    /** Whether every number of the document is kept as it is. The document need not be valid. */
    static boolean survive(byte[] data, int offset, int length) {
        int end = offset + length;
        int i = offset;
        while (i < end) {
            byte character = data[i];
            if (character == '"') {
                i = endOfString(data, i + 1, end);
            } else if (character == '-' || isDigit(character)) {
                int stop = endOfNumber(data, i, end);
                if (stop - i > ALWAYS_EXACT_DIGITS
                        && !survives(new String(data, i, stop - i, StandardCharsets.US_ASCII))) {
                    return false;
                }
                i = stop;
            } else {
                i++;
            }
        }
        return true;
    }

    private static boolean survives(String number) {
        try {
            BigDecimal exact = new BigDecimal(number);
            boolean whole = number.chars().allMatch(character -> character == '-' || isDigit((byte) character));
            if (whole) {
                BigInteger integer = exact.toBigInteger();
                if (integer.compareTo(SMALLEST) >= 0 && integer.compareTo(LARGEST) <= 0) {
                    return true;
                }
            }
            double rounded = exact.doubleValue();
            return Double.isFinite(rounded) && new BigDecimal(Double.toString(rounded)).compareTo(exact) == 0;
        } catch (NumberFormatException invalid) {
            // not JSON: the server says so
            return true;
        }
    }

    private static int endOfString(byte[] data, int from, int end) {
        int i = from;
        while (i < end && data[i] != '"') {
            i += data[i] == '\\' ? 2 : 1;
        }
        return i + 1;
    }

    private static int endOfNumber(byte[] data, int from, int end) {
        int i = from;
        while (i < end) {
            byte character = data[i];
            boolean part = isDigit(character)
                    || character == '.'
                    || character == 'e'
                    || character == 'E'
                    || character == '+'
                    || character == '-';
            if (!part) {
                return i;
            }
            i++;
        }
        return i;
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }
}
