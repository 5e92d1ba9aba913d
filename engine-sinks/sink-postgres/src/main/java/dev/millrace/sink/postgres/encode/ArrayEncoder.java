package dev.millrace.sink.postgres.encode;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import java.util.List;

/** Encodes one column of many rows as the text of a PostgreSQL array. Not thread-safe: it has a scratch buffer. */
public final class ArrayEncoder {
    private final int column;
    private final ColumnSchema schema;
    private final ValueForm form;
    private final ByteBuilder scratch = new ByteBuilder();

    public ArrayEncoder(TableSchema layout, int column) {
        this.column = column;
        this.schema = layout.column(column);
        this.form = ValueForm.of(schema);
    }

    public String columnName() {
        return schema.name();
    }

    /** Appends the array of the column's values; NULL becomes {@code NULL}, and the column is in every row. */
    public void append(List<Row> rows, ByteBuilder out) {
        out.append('{');
        for (int i = 0; i < rows.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            Row row = rows.get(i);
            int length = row.length(column);
            if (length < 0) {
                requirePresent(row);
                out.append("NULL");
            } else {
                appendElement(row.data(), row.offset(column), length, out);
            }
        }
        out.append('}');
    }

    /** An absent value must not become NULL (law 4). */
    private void requirePresent(Row row) {
        if (!row.isPresent(column)) {
            throw new ReplicationException(
                    ErrorCode.INTERNAL,
                    "a row has no value for column " + schema.name() + ", which others of its set have");
        }
    }

    private void appendElement(byte[] data, int offset, int length, ByteBuilder out) {
        switch (form) {
            case PLAIN -> quotePlain(data, offset, length, out);
            case TEXT -> quote(data, offset, length, out);
            case HEX_TEXT -> quote(data, offset, length, out);
            case BYTES -> quoteBytes(data, offset, length, out);
            case FOREIGN_TEXT -> {
                canonical(data, offset, length);
                quote(scratch.array(), 0, scratch.size(), out);
            }
            case FOREIGN_BYTES -> {
                canonical(data, offset, length);
                quoteBytes(scratch.array(), 0, scratch.size(), out);
            }
        }
    }

    private void canonical(byte[] data, int offset, int length) {
        scratch.clear();
        schema.wire().writeCanonical(data, offset, length, scratch);
    }

    /** Plain text may hold a blank or a letter case that only quotes keep; digits alone need none. */
    private static void quotePlain(byte[] data, int offset, int length, ByteBuilder out) {
        if (length > 0 && isNumber(data, offset, length)) {
            out.append(data, offset, length);
        } else {
            out.append('"').append(data, offset, length).append('"');
        }
    }

    private static boolean isNumber(byte[] data, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if ((data[i] < '0' || data[i] > '9') && data[i] != '-' && data[i] != '.') {
                return false;
            }
        }
        return true;
    }

    private static void quote(byte[] data, int offset, int length, ByteBuilder out) {
        out.append('"');
        for (int i = offset; i < offset + length; i++) {
            if (data[i] == '"' || data[i] == '\\') {
                out.append('\\');
            }
            out.append(data[i]);
        }
        out.append('"');
    }

    private static void quoteBytes(byte[] data, int offset, int length, ByteBuilder out) {
        out.append('"').append('\\').append('\\').append('x');
        HexText.append(data, offset, length, out);
        out.append('"');
    }
}
