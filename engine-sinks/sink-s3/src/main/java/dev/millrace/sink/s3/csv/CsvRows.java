package dev.millrace.sink.s3.csv;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.BulkFormat;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.s3.file.FileBody;
import dev.millrace.sink.s3.file.Image;
import dev.millrace.sink.s3.file.RowEncoder;
import dev.millrace.sink.s3.file.UnparsedRows;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of one table as lines. What stands before the data columns, such as {@code Op}, is the caller's. Belongs to one thread.
 */
final class CsvRows implements RowEncoder {
    private final TableSchema table;
    private final CsvField field;
    private final byte @Nullable [] missing;
    private final boolean gzip;
    private final byte[] header;
    private final CsvValues values;

    /**
     * @param leadingNames of the fields before a row's columns
     * @param gzip files are compressed
     */
    CsvRows(TableSchema table, List<String> leadingNames, CsvSettings settings, boolean gzip) {
        this.table = table;
        this.field =
                new CsvField(settings.delimiter(), settings.rowDelimiter(), settings.nullValue(), settings.quotes());
        this.values = new CsvValues(table, field);
        String text = settings.missingValue();
        this.missing = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
        this.gzip = gzip;
        this.header = settings.names() ? names(leadingNames) : new byte[0];
    }

    @Override
    public Optional<UnparsedRows> unparsed(BulkFormat format) {
        return format.equals(CopyLines.FORMAT) && CopyLines.hold(table)
                ? Optional.of(new CopyLines(table, field, values))
                : Optional.empty();
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
        field.append(text, out);
        return false;
    }

    private void appendValue(Row row, int column, ByteBuilder out) {
        if (row.isNull(column)) {
            field.appendNull(out);
            return;
        }
        values.append(column, row.data(), row.offset(column), row.length(column), out);
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
