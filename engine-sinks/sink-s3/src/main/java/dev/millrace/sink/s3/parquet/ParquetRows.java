package dev.millrace.sink.s3.parquet;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.s3.file.FileBody;
import dev.millrace.sink.s3.file.Image;
import dev.millrace.sink.s3.file.RowEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Packs rows of one table: for each field a byte that tells whether there is a value, and the value in the width that its column has in a file.
 * Every column may be NULL in a file, since a deleted row may be known by its key alone. Belongs to one thread.
 */
final class ParquetRows implements RowEncoder {
    static final byte NULL = 0;
    private static final byte VALUE = 1;

    private final TableSchema table;
    private final ParquetFormat format;
    private final List<ParquetColumn> columns;
    private final int leadingCount;
    private final ByteBuilder scratch = new ByteBuilder();

    ParquetRows(TableSchema table, List<String> leadingNames, ParquetFormat format) {
        this.table = table;
        this.format = format;
        this.leadingCount = leadingNames.size();
        this.columns = columns(table, leadingNames, format.parquet());
        refuseEqualNames();
    }

    /** The columns of a file, with values of their own. */
    static List<ParquetColumn> columns(TableSchema table, List<String> leadingNames, ParquetSettings settings) {
        ParquetTypes types = new ParquetTypes(settings.milliseconds());
        return Stream.concat(
                        leadingNames.stream().map(ParquetTypes::text),
                        table.columns().stream().map(types::of))
                .toList();
    }

    private void refuseEqualNames() {
        Set<String> names = new HashSet<>();
        for (ParquetColumn column : columns) {
            if (!names.add(column.type().getName())) {
                throw new ReplicationException(
                        ErrorCode.MAPPING_INVALID,
                        "table " + table.id() + " has a column " + column.type().getName()
                                + ", as does each of its files of Parquet for a purpose of its own; rename the column by a"
                                + " rule, or choose another TimestampColumnName");
            }
        }
    }

    @Override
    public FileBody open(OutputStream out) throws IOException {
        return new ParquetBody(columns, format, out);
    }

    @Override
    public void append(List<String> leading, Row row, @Nullable Row before, Image image, ByteBuilder out) {
        int start = out.size();
        for (int field = 0; field < leadingCount; field++) {
            byte[] text = leading.get(field).getBytes(StandardCharsets.UTF_8);
            out.append(VALUE);
            columns.get(field).values().pack(text, 0, text.length, out);
        }
        try {
            for (int column = 0; column < table.columnCount(); column++) {
                append(column, row, before, image, out);
            }
        } catch (ReplicationException e) {
            out.truncate(start);
            throw e;
        }
    }

    private void append(int column, Row row, @Nullable Row before, Image image, ByteBuilder out) {
        if (row.isPresent(column)) {
            appendValue(row, column, out);
        } else if (before != null && before.isPresent(column)) {
            appendValue(before, column, out);
        } else if (image == Image.DELETED) {
            out.append(NULL);
        } else {
            throw refused(
                    column,
                    "the log does not carry the value, and a file of Parquet has no place for a value that is left alone;"
                            + " have the source log whole rows (REPLICA IDENTITY FULL on PostgreSQL, binlog_row_image=FULL"
                            + " on MySQL)");
        }
    }

    private void appendValue(Row row, int column, ByteBuilder out) {
        if (row.isNull(column)) {
            out.append(NULL);
            return;
        }
        out.append(VALUE);
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
        try {
            columns.get(leadingCount + column).values().pack(data, offset, length, out);
        } catch (IllegalArgumentException e) {
            throw refused(column, e.getMessage());
        }
    }

    private ReplicationException refused(int column, @Nullable String reason) {
        return new ReplicationException(
                ErrorCode.TARGET_VALUE_REFUSED,
                "column " + table.column(column).name() + " of table " + table.id() + ": " + reason);
    }
}
