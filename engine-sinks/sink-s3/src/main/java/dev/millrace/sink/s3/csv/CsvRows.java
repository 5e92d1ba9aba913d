package dev.millrace.sink.s3.csv;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.s3.file.FileBody;
import dev.millrace.sink.s3.file.Image;
import dev.millrace.sink.s3.file.RowEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of one table as lines. What stands before the data columns, such as {@code Op}, is the caller's. Values are in canonical form, but
 * {@code true} and {@code false} for a {@code BOOLEAN}, and hexadecimal digits for bytes. Belongs to one thread.
 */
final class CsvRows implements RowEncoder {
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final TableSchema table;
    private final CsvField field;
    private final byte @Nullable [] missing;
    private final boolean gzip;
    private final byte[] header;
    private final ByteBuilder scratch = new ByteBuilder();

    /**
     * @param leadingNames of the fields before a row's columns
     * @param gzip files are compressed
     */
    CsvRows(TableSchema table, List<String> leadingNames, CsvSettings settings, boolean gzip) {
        this.table = table;
        this.field =
                new CsvField(settings.delimiter(), settings.rowDelimiter(), settings.nullValue(), settings.quotes());
        String text = settings.missingValue();
        this.missing = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
        this.gzip = gzip;
        this.header = settings.names() ? names(leadingNames) : new byte[0];
    }

    @Override
    public FileBody open(OutputStream out) throws IOException {
        return new CsvBody(out, gzip, header);
    }

    @Override
    public void append(List<String> leading, Row row, @Nullable Row before, Image image, ByteBuilder out) {
        int start = out.size();
        boolean first = true;
        for (String text : leading) {
            first = appendText(text, first, out);
        }
        for (int column = 0; column < table.columnCount(); column++) {
            if (!first) {
                field.appendDelimiter(out);
            }
            first = false;
            if (row.isPresent(column)) {
                appendValue(row, column, out);
            } else if (before != null && before.isPresent(column)) {
                appendValue(before, column, out);
            } else if (!appendMissing(image, out)) {
                out.truncate(start);
                throw missing(column);
            }
        }
        field.appendRowEnd(out);
    }

    private byte[] names(List<String> leading) {
        ByteBuilder out = new ByteBuilder();
        boolean first = true;
        for (String name : leading) {
            first = appendText(name, first, out);
        }
        for (ColumnSchema column : table.columns()) {
            first = appendText(column.name(), first, out);
        }
        field.appendRowEnd(out);
        return out.toByteArray();
    }

    private boolean appendText(String text, boolean first, ByteBuilder out) {
        if (!first) {
            field.appendDelimiter(out);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        field.append(bytes, 0, bytes.length, out);
        return false;
    }

    private void appendValue(Row row, int column, ByteBuilder out) {
        if (row.isNull(column)) {
            field.appendNull(out);
            return;
        }
        ColumnSchema schema = table.column(column);
        byte[] data = row.data();
        int offset = row.offset(column);
        int length = row.length(column);
        if (!schema.wire().isCanonical()) {
            scratch.clear();
            schema.wire().writeCanonical(data, offset, length, scratch);
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

    private boolean appendMissing(Image image, ByteBuilder out) {
        if (missing != null) {
            out.append(missing);
            return true;
        }
        if (image == Image.DELETED) {
            field.appendNull(out);
            return true;
        }
        return false;
    }

    private ReplicationException missing(int column) {
        return new ReplicationException(
                ErrorCode.TARGET_VALUE_REFUSED,
                "the log does not carry the value of column "
                        + table.column(column).name() + " of table " + table.id()
                        + ", and a file of S3 has no place for a value that is left alone; have the source log whole rows"
                        + " (REPLICA IDENTITY FULL on PostgreSQL, binlog_row_image=FULL on MySQL), or let UseCsvNoSupValue"
                        + " and CsvNoSupValue mark such columns");
    }
}
