package dev.millrace.sink.s3.parquet;

import dev.millrace.model.ByteBuilder;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.column.ColumnWriter;

/**
 * Binary floating point numbers.
 *
 * @param wide 64 bits rather than 32
 */
record RealNumbers(boolean wide) implements ColumnValues {

    @Override
    public void pack(byte[] data, int offset, int length, ByteBuilder out) {
        String text = new String(data, offset, length, StandardCharsets.ISO_8859_1);
        if (wide) {
            Packed.appendLong(Double.doubleToRawLongBits(Double.parseDouble(text)), out);
        } else {
            Packed.appendInt(Float.floatToRawIntBits(Float.parseFloat(text)), out);
        }
    }

    @Override
    public int write(byte[] packed, int at, ColumnWriter target) {
        if (wide) {
            target.write(Double.longBitsToDouble(Packed.longAt(packed, at)), 0, 1);
            return at + Long.BYTES;
        }
        target.write(Float.intBitsToFloat(Packed.intAt(packed, at)), 0, 1);
        return at + Integer.BYTES;
    }
}
