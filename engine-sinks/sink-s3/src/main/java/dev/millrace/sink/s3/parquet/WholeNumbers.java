package dev.millrace.sink.s3.parquet;

import dev.millrace.model.ByteBuilder;
import org.apache.parquet.column.ColumnWriter;

/**
 * Values that are an integer in the file: numbers, and times as what has passed since an epoch.
 *
 * @param parser makes the integer of the canonical form
 * @param wide 64 bits rather than 32
 */
record WholeNumbers(Parser parser, boolean wide) implements ColumnValues {

    /** Reads a canonical form. */
    interface Parser {
        /** @throws IllegalArgumentException if the text is no such value, or one outside of the type's range */
        long parse(byte[] data, int offset, int length);
    }

    @Override
    public void pack(byte[] data, int offset, int length, ByteBuilder out) {
        long value = parser.parse(data, offset, length);
        if (wide) {
            Packed.appendLong(value, out);
        } else {
            Packed.appendInt((int) value, out);
        }
    }

    @Override
    public int write(byte[] packed, int at, ColumnWriter target) {
        if (wide) {
            target.write(Packed.longAt(packed, at), 0, 1);
            return at + Long.BYTES;
        }
        target.write(Packed.intAt(packed, at), 0, 1);
        return at + Integer.BYTES;
    }
}
