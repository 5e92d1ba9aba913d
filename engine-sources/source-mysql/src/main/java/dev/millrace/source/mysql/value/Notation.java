package dev.millrace.source.mysql.value;

import dev.millrace.model.ByteBuilder;

/** How a number given by its digits and exponent is written. */
enum Notation {
    CANONICAL_DOUBLE(-4, 15, true),
    CANONICAL_FLOAT(-4, 6, true),
    /** As MySQL writes numbers inside of JSON: plain from 10^-15 to below 10^15, and a bare exponent beyond. */
    MYSQL(-15, 15, false);

    private final int smallestPlain;
    private final int firstExponential;
    private final boolean signedTwoDigitExponent;

    Notation(int smallestPlain, int firstExponential, boolean signedTwoDigitExponent) {
        this.smallestPlain = smallestPlain;
        this.firstExponential = firstExponential;
        this.signedTwoDigitExponent = signedTwoDigitExponent;
    }

    /** Appends {@code digits * 10^exponent}; the digits may end in zeros. */
    void append(long digits, int exponent, ByteBuilder out) {
        long rest = digits;
        int power = exponent;
        while (rest % 10 == 0) {
            rest /= 10;
            power++;
        }
        int count = 1;
        for (long tens = rest / 10; tens != 0; tens /= 10) {
            count++;
        }
        int leading = power + count - 1;
        if (leading < smallestPlain || leading >= firstExponential) {
            appendExponential(rest, count, leading, out);
        } else if (power >= 0) {
            out.appendDecimal(rest);
            appendZeros(power, out);
        } else if (leading >= 0) {
            appendWithPoint(rest, count, leading + 1, out);
        } else {
            out.append("0.");
            appendZeros(-leading - 1, out);
            out.appendDecimal(rest);
        }
    }

    private void appendExponential(long digits, int count, int exponent, ByteBuilder out) {
        appendWithPoint(digits, count, 1, out);
        out.append('e');
        if (!signedTwoDigitExponent) {
            out.appendDecimal(exponent);
            return;
        }
        int magnitude = Math.abs(exponent);
        out.append(exponent < 0 ? '-' : '+').appendPadded(magnitude, magnitude < 100 ? 2 : 3);
    }

    private static void appendWithPoint(long digits, int count, int before, ByteBuilder out) {
        if (count == before) {
            out.appendDecimal(digits);
            return;
        }
        long divisor = 1;
        for (int i = before; i < count; i++) {
            divisor *= 10;
        }
        out.appendPadded(digits / divisor, before).append('.').appendPadded(digits % divisor, count - before);
    }

    private static void appendZeros(int count, ByteBuilder out) {
        for (int i = 0; i < count; i++) {
            out.append('0');
        }
    }
}
