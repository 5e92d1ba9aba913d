package dev.millrace.source.mysql.value;

import dev.millrace.model.ByteBuilder;

/**
 * The shortest decimal number that reads back as the same binary one, nearest to it if there are several (Schubfach, by Raffaello
 * Giulietti). The JDK's own text is not always the shortest before Java 19, and would make values differ between releases.
 */
public final class ShortestDecimal {
    private static final long MASK_63 = (1L << 63) - 1;

    private ShortestDecimal() {}

    /**
     * Appends the canonical text of a {@code REAL8}: plain from 10^-4 to below 10^15, else with an exponent of at least two digits.
     */
    public static void append(double value, ByteBuilder out) {
        append(value, Notation.CANONICAL_DOUBLE, out);
    }

    /** Appends the canonical text of a {@code REAL4}: plain from 10^-4 to below 10^6, else with an exponent of at least two digits. */
    public static void append(float value, ByteBuilder out) {
        if (appendSimple(value, 1e6, out)) {
            return;
        }
        int bits = Float.floatToRawIntBits(Math.abs(value));
        int exponent = bits >>> 23;
        int fraction = bits & ((1 << 23) - 1);
        int significand = exponent == 0 ? fraction : fraction | 1 << 23;
        appendShortest(
                significand,
                Math.max(exponent, 1) - 150,
                fraction != 0 || exponent <= 1,
                Notation.CANONICAL_FLOAT,
                out);
    }

    static void append(double value, Notation notation, ByteBuilder out) {
        if (appendSimple(value, 1e15, out)) {
            return;
        }
        long bits = Double.doubleToRawLongBits(Math.abs(value));
        int exponent = (int) (bits >>> 52);
        long fraction = bits & ((1L << 52) - 1);
        long significand = exponent == 0 ? fraction : fraction | 1L << 52;
        appendShortest(significand, Math.max(exponent, 1) - 1075, fraction != 0 || exponent <= 1, notation, out);
    }

    /** Writes the sign, and the rest too if the value is no finite fraction. */
    private static boolean appendSimple(double value, double firstExponential, ByteBuilder out) {
        if (!Double.isFinite(value)) {
            out.append(Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
            return true;
        }
        if (value < 0 || 1 / value < 0) {
            out.append('-');
        }
        double magnitude = Math.abs(value);
        if (magnitude < firstExponential && magnitude == (long) magnitude) {
            out.appendDecimal((long) magnitude);
            return true;
        }
        return false;
    }

    /**
     * Finds the shortest decimal in the rounding interval of {@code significand * 2^power}.
     *
     * @param regular whether the next smaller number is as far away as the next larger one
     */
    private static void appendShortest(
            long significand, int power, boolean regular, Notation notation, ByteBuilder out) {
        int odd = (int) significand & 1;
        long center = significand << 2;
        long right = center + 2;
        long left = regular ? center - 2 : center - 1;
        int k = regular ? PowersOfTen.floorLog10OfPowerOf2(power) : PowersOfTen.floorLog10OfThreeQuarters(power);
        int shift = power + PowersOfTen.floorLog2OfPowerOf10(-k) + 2;
        long high = PowersOfTen.high(k);
        long low = PowersOfTen.low(k);
        long scaled = roundToOdd(high, low, center << shift);
        long lower = roundToOdd(high, low, left << shift);
        long upper = roundToOdd(high, low, right << shift);

        long floor = scaled >> 2;
        if (floor >= 10) {
            long tens = floor / 10 * 10;
            boolean tensInside = lower + odd <= tens << 2;
            boolean nextTensInside = ((tens + 10) << 2) + odd <= upper;
            if (tensInside != nextTensInside) {
                notation.append(tensInside ? tens : tens + 10, k, out);
                return;
            }
        }
        boolean floorInside = lower + odd <= floor << 2;
        boolean ceilingInside = ((floor + 1) << 2) + odd <= upper;
        if (floorInside != ceilingInside) {
            notation.append(floorInside ? floor : floor + 1, k, out);
            return;
        }
        long toMiddle = scaled - ((2 * floor + 1) << 1);
        boolean down = toMiddle < 0 || (toMiddle == 0 && (floor & 1) == 0);
        notation.append(down ? floor : floor + 1, k, out);
    }

    /** The product of a 126-bit power of ten and a number, cut to its upper 64 bits, with the lowest one set if anything was lost. */
    private static long roundToOdd(long high, long low, long number) {
        long lowProduct = Math.multiplyHigh(low, number);
        long middle = high * number;
        long top = Math.multiplyHigh(high, number);
        long sum = (middle >>> 1) + lowProduct;
        long result = top + (sum >>> 63);
        return result | (((sum & MASK_63) + MASK_63) >>> 63);
    }
}
