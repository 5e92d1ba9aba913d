package dev.millrace.sink.s3.parquet;

import dev.millrace.model.ByteBuilder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;

/**
 * Decimal numbers that are too long for 64 bits, as bytes of a fixed width in two's complement, the first byte most significant.
 *
 * @param precision digits
 * @param scale digits behind the point
 * @param width bytes
 */
record LargeDecimals(int precision, int scale, int width) implements ColumnValues {
    private static final double BITS_PER_DIGIT = Math.log(10) / Math.log(2);

    static LargeDecimals of(int precision, int scale) {
        return new LargeDecimals(precision, scale, (int) Math.ceil((precision * BITS_PER_DIGIT + 1) / Byte.SIZE));
    }

    @Override
    public void pack(byte[] data, int offset, int length, ByteBuilder out) {
        BigInteger digits = unscaled(new String(data, offset, length, StandardCharsets.ISO_8859_1));
        byte[] bytes = digits.toByteArray();
        out.ensure(width);
        int from = out.size();
        int to = from + width - bytes.length;
        Arrays.fill(out.array(), from, to, digits.signum() < 0 ? (byte) -1 : 0);
        System.arraycopy(bytes, 0, out.array(), to, bytes.length);
        out.advance(width);
    }

    private BigInteger unscaled(String text) {
        BigInteger digits;
        try {
            digits = new BigDecimal(text).setScale(scale).unscaledValue();
        } catch (NumberFormatException | ArithmeticException e) {
            throw DecimalDigits.unfit(precision, scale);
        }
        if (digits.abs().compareTo(BigInteger.TEN.pow(precision)) >= 0) {
            throw DecimalDigits.unfit(precision, scale);
        }
        return digits;
    }

    @Override
    public int write(byte[] packed, int at, ColumnWriter target) {
        target.write(Binary.fromReusedByteArray(packed, at, width), 0, 1);
        return at + width;
    }
}
