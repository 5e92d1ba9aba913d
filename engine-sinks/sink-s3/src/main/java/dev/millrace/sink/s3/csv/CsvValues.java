package dev.millrace.sink.s3.csv;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.TableSchema;
import java.nio.charset.StandardCharsets;

/**
 * Writes values of one table's columns as fields: in canonical form, but {@code true} and {@code false} for a {@code BOOLEAN}, and hexadecimal
 * digits for bytes. Belongs to one thread.
 */
final class CsvValues {
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final TableSchema table;
    private final CsvField field;
    private final ByteBuilder scratch = new ByteBuilder();

    CsvValues(TableSchema table, CsvField field) {
        this.table = table;
        this.field = field;
    }

    /** Whether a column's values are fields as they are, but for quotes. */
    boolean isPlain(int column) {
        ColumnSchema schema = table.column(column);
        return schema.wire().isCanonical()
                && !schema.type().isBinary()
                && schema.type().kind() != DataType.Kind.BOOLEAN;
    }

    /** Appends a value that is in its column's wire form. */
    void append(int column, byte[] value, int start, int size, ByteBuilder out) {
        ColumnSchema schema = table.column(column);
        byte[] data = value;
        int offset = start;
        int length = size;
        if (!schema.wire().isCanonical()) {
            scratch.clear();
            schema.wire().writeCanonical(value, start, size, scratch);
            data = scratch.array();
            offset = 0;
            length = scratch.size();
        }
        if (schema.type().isBinary()) {
            appendHex(data, offset, length, out);
        } else if (schema.type().kind() == DataType.Kind.BOOLEAN) {
            out.append(data[offset] == 't' ? TRUE : FALSE);
        } else {
            field.append(data, offset, length, out);
        }
    }

    private static void appendHex(byte[] data, int offset, int length, ByteBuilder out) {
        out.ensure(2 * length);
        byte[] target = out.array();
        int at = out.size();
        for (int i = offset; i < offset + length; i++) {
            target[at++] = DIGITS[(data[i] >> 4) & 0xf];
            target[at++] = DIGITS[data[i] & 0xf];
        }
        out.advance(2 * length);
    }
}
