package dev.millrace.sink.s3.parquet;

/**
 * Decimal numbers of at most 18 digits as whole numbers of their last digit's unit.
 *
 * @param precision digits
 * @param scale digits behind the point
 */
record DecimalDigits(int precision, int scale) implements WholeNumbers.Parser {
    private static final int RADIX = 10;

    @Override
    public long parse(byte[] data, int offset, int length) {
        int end = offset + length;
        boolean negative = length > 0 && data[offset] == '-';
        int at = negative ? offset + 1 : offset;
        if (at == end) {
            throw unfit(precision, scale);
        }
        long value = 0;
        int significant = 0;
        int fraction = -1;
        for (; at < end; at++) {
            int digit = data[at] - '0';
            if (data[at] == '.' && fraction < 0) {
                fraction = 0;
            } else if (digit < 0 || digit >= RADIX) {
                throw unfit(precision, scale);
            } else if (fraction < scale) {
                value = RADIX * value + digit;
                significant += value == 0 ? 0 : 1;
                fraction += fraction < 0 ? 0 : 1;
            } else if (digit != 0) {
                throw unfit(precision, scale);
            }
            if (significant > precision) {
                throw unfit(precision, scale);
            }
        }
        for (int given = Math.max(fraction, 0); given < scale; given++) {
            value *= RADIX;
            significant += value == 0 ? 0 : 1;
        }
        if (significant > precision) {
            throw unfit(precision, scale);
        }
        return negative ? -value : value;
    }

    static IllegalArgumentException unfit(int precision, int scale) {
        return new IllegalArgumentException("the value is no number of " + precision + " digits, " + scale
                + " of them behind the point, which is all that a decimal column of Parquet can hold");
    }
}
