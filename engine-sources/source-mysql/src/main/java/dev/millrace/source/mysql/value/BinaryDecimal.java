package dev.millrace.source.mysql.value;

import dev.millrace.model.ByteBuilder;

/**
 * MySQL's packed decimal: groups of nine digits in four bytes, shorter groups at both ends in fewer, the sign in the first bit, and
 * every bit turned over for negative numbers.
 */
final class BinaryDecimal {
    private static final int GROUP = 9;
    private static final int[] BYTES_FOR_DIGITS = {0, 1, 1, 2, 2, 3, 3, 4, 4, 4};

    private BinaryDecimal() {}

    static int length(int precision, int scale) {
        int whole = precision - scale;
        return whole / GROUP * 4
                + BYTES_FOR_DIGITS[whole % GROUP]
                + scale / GROUP * 4
                + BYTES_FOR_DIGITS[scale % GROUP];
    }

    /** Appends the number in plain notation, with exactly {@code scale} digits behind the point. */
    static void append(byte[] bytes, int offset, int precision, int scale, ByteBuilder out) {
        int at = offset;
        int invert = (bytes[at] & 0x80) != 0 ? 0 : -1;
        int flip = 0x80;
        if (invert != 0) {
            out.append('-');
        }
        int whole = precision - scale;
        boolean started = false;
        int digits = whole % GROUP;
        for (int left = whole; left > 0; left -= digits, digits = GROUP) {
            if (digits == 0) {
                digits = GROUP;
            }
            int width = BYTES_FOR_DIGITS[digits];
            int value = group(bytes, at, width, invert, flip);
            flip = 0;
            at += width;
            if (started) {
                out.appendPadded(value, digits);
            } else if (value != 0) {
                out.appendDecimal(value);
                started = true;
            }
        }
        if (!started) {
            out.append('0');
        }
        if (scale > 0) {
            out.append('.');
        }
        for (int left = scale; left > 0; left -= GROUP) {
            int fractionDigits = Math.min(GROUP, left);
            int width = BYTES_FOR_DIGITS[fractionDigits];
            out.appendPadded(group(bytes, at, width, invert, flip), fractionDigits);
            flip = 0;
            at += width;
        }
    }

    private static int group(byte[] bytes, int at, int width, int invert, int flip) {
        int value = 0;
        for (int i = 0; i < width; i++) {
            int raw = bytes[at + i] ^ (i == 0 ? flip : 0);
            value = (value << 8) | ((raw ^ invert) & 0xFF);
        }
        return value;
    }
}
