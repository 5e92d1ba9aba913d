package dev.millrace.sink.s3.parquet;

import dev.millrace.model.ByteBuilder;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;

/** Bytes and texts of any length, as they are. */
record ByteStrings() implements ColumnValues {

    @Override
    public void pack(byte[] data, int offset, int length, ByteBuilder out) {
        Packed.appendInt(length, out);
        out.append(data, offset, length);
    }

    @Override
    public int write(byte[] packed, int at, ColumnWriter target) {
        int length = Packed.intAt(packed, at);
        int from = at + Integer.BYTES;
        target.write(Binary.fromReusedByteArray(packed, from, length), 0, 1);
        return from + length;
    }
}
