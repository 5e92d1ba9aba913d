package dev.millrace.source.mysql.value;

import java.math.BigInteger;

/**
 * For each decimal exponent {@code k} that a binary floating-point number can meet, {@code 10^-k} scaled to 126 bits and rounded
 * up, in two halves of 63 bits: the table of the Schubfach algorithm. Computed once.
 */
final class PowersOfTen {
    static final int SMALLEST = -324;
    static final int LARGEST = 292;

    private static final int PRECISION = 126;
    private static final int HALF = 63;
    private static final long[] HIGH = new long[LARGEST - SMALLEST + 1];
    private static final long[] LOW = new long[LARGEST - SMALLEST + 1];

    static {
        BigInteger mask = BigInteger.ONE.shiftLeft(HALF).subtract(BigInteger.ONE);
        for (int k = SMALLEST; k <= LARGEST; k++) {
            BigInteger scaled = scaled(-k).add(BigInteger.ONE);
            HIGH[k - SMALLEST] = scaled.shiftRight(HALF).longValueExact();
            LOW[k - SMALLEST] = scaled.and(mask).longValueExact();
        }
    }

    private PowersOfTen() {}

    /** The 126 leading bits of {@code 10^exponent}. */
    private static BigInteger scaled(int exponent) {
        BigInteger power = BigInteger.TEN.pow(Math.abs(exponent));
        int shift = PRECISION - 1 - floorLog2OfPowerOf10(exponent);
        if (exponent >= 0) {
            return shift >= 0 ? power.shiftLeft(shift) : power.shiftRight(-shift);
        }
        return BigInteger.ONE.shiftLeft(shift).divide(power);
    }

    static long high(int k) {
        return HIGH[k - SMALLEST];
    }

    static long low(int k) {
        return LOW[k - SMALLEST];
    }

    /** {@code floor(log2(10^exponent))}, exact in the range of the table. */
    static int floorLog2OfPowerOf10(int exponent) {
        return (int) ((exponent * 913_124_641_741L) >> 38);
    }

    /** {@code floor(log10(2^exponent))}, exact in the range of binary exponents. */
    static int floorLog10OfPowerOf2(int exponent) {
        return (int) ((exponent * 661_971_961_083L) >> 41);
    }

    /** {@code floor(log10(3/4 * 2^exponent))}, exact likewise. */
    static int floorLog10OfThreeQuarters(int exponent) {
        return (int) ((exponent * 661_971_961_083L - 274_743_187_321L) >> 41);
    }
}
