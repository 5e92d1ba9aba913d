package dev.millrace.sink.s3.parquet;

import dev.millrace.model.ByteBuilder;
import org.apache.parquet.column.ColumnWriter;

/** Truth values. */
record Booleans() implements ColumnValues {
    private static final byte TRUE = 1;

    @Override
    public void pack(byte[] data, int offset, int length, ByteBuilder out) {
        out.append(data[offset] == 't' ? TRUE : (byte) 0);
    }

    @Override
    public int write(byte[] packed, int at, ColumnWriter target) {
        target.write(packed[at] == TRUE, 0, 1);
        return at + 1;
    }
}
