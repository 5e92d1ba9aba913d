package dev.millrace.sink.s3.parquet;

import dev.millrace.model.ByteBuilder;
import org.apache.parquet.column.ColumnWriter;

/**
 * Takes values of one column into files, in two steps: a packed form, which shows whether the file's type can hold the value, and from there to
 * Parquet's own writer, which takes nothing back. Stateless.
 */
interface ColumnValues {

    /**
     * Appends the packed form of a value.
     *
     * @param data holds the value's canonical form
     * @throws IllegalArgumentException if the type can't hold the value; the message says why, without the value
     */
    void pack(byte[] data, int offset, int length, ByteBuilder out);

    /**
     * Writes a packed value.
     *
     * @return where the next one begins
     */
    int write(byte[] packed, int at, ColumnWriter target);
}
