package dev.millrace.sink.s3.parquet;

/**
 * Integers of so many bits.
 *
 * @param bits of the type
 * @param signed whether half of the values are negative; others fill the bits of a signed number
 */
record IntegerDigits(int bits, boolean signed) implements WholeNumbers.Parser {
    private static final int RADIX = 10;

    /** Digits that a {@code long} holds whatever they are. */
    private static final int SURE_DIGITS = 18;

    @Override
    public long parse(byte[] data, int offset, int length) {
        int end = offset + length;
        boolean negative = length > 0 && data[offset] == '-';
        int from = negative ? offset + 1 : offset;
        if (from == end || (negative && !signed)) {
            throw unfit();
        }
        long value = 0;
        for (int at = from; at < end; at++) {
            int digit = data[at] - '0';
            if (digit < 0 || digit >= RADIX) {
                throw unfit();
            }
            long next = RADIX * value - digit;
            if (at - from >= SURE_DIGITS && overflows(value, digit, next)) {
                throw unfit();
            }
            value = next;
        }
        long result = negative ? value : -value;
        if (outside(result, value, negative)) {
            throw unfit();
        }
        return result;
    }

    /** Numbers are gathered below zero, where there is one more of them. */
    private boolean overflows(long value, int digit, long next) {
        if (signed || bits < Long.SIZE) {
            return value < Long.MIN_VALUE / RADIX || next > 0;
        }
        long largest = Long.divideUnsigned(-1L, RADIX);
        return Long.compareUnsigned(-value, largest) > 0
                || (-value == largest && digit > Long.remainderUnsigned(-1L, RADIX));
    }

    private boolean outside(long result, long gathered, boolean negative) {
        if (bits == Long.SIZE) {
            return signed && !negative && gathered == Long.MIN_VALUE;
        }
        long most = signed ? (1L << (bits - 1)) - 1 : (1L << bits) - 1;
        long least = signed ? -most - 1 : 0;
        return result > most || result < least;
    }

    private IllegalArgumentException unfit() {
        return new IllegalArgumentException(
                "the value is no " + (signed ? "signed" : "unsigned") + " integer of " + bits + " bits");
    }
}
