package dev.millrace.mapping;

import dev.millrace.mapping.Transformation.AddColumn;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.TableId;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Columns that the target has and the source does not, behind the others. Immutable. */
final class AddedColumns {
    static final AddedColumns NONE = new AddedColumns(new TableId("", ""), List.of());

    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    private final TableId source;
    private final List<AddColumn> columns;

    AddedColumns(TableId source, List<AddColumn> columns) {
        this.source = source;
        this.columns = List.copyOf(columns);
    }

    int count() {
        return columns.size();
    }

    List<ColumnSchema> schemas() {
        return columns.stream().map(AddColumn::column).toList();
    }

    /** The row with what its header says behind its values. */
    Row filled(Row row, RowHeader header) {
        RowBuffer buffer = begin(row);
        for (AddColumn column : columns) {
            ByteBuilder value = buffer.openValue();
            value.append(text(column.value(), header));
            buffer.closeValue();
        }
        return buffer.finish();
    }

    /** The row as it was before a change, which does not tell what the columns held then. */
    Row absent(Row row) {
        RowBuffer buffer = begin(row);
        for (int i = 0; i < columns.size(); i++) {
            buffer.appendAbsent();
        }
        return buffer.finish();
    }

    private RowBuffer begin(Row row) {
        RowBuffer buffer = new RowBuffer(row.byteSize() + columns.size() * Long.SIZE);
        buffer.begin(row.columnCount() + columns.size());
        for (int column = 0; column < row.columnCount(); column++) {
            if (!row.isPresent(column)) {
                buffer.appendAbsent();
            } else if (row.isNull(column)) {
                buffer.appendNull();
            } else {
                buffer.append(row.data(), row.offset(column), row.length(column));
            }
        }
        return buffer;
    }

    private String text(AddedValue value, RowHeader header) {
        if (value instanceof AddedValue.Header variable) {
            return switch (variable) {
                case STREAM_POSITION -> header.streamPosition();
                case TIMESTAMP, COMMIT_TIMESTAMP -> moment(header.moment());
                case OPERATION -> header.operation();
                case CHANGE_SEQ -> header.changeSequence();
                case USER -> "";
            };
        }
        if (value instanceof AddedValue.SourceName name) {
            return name == AddedValue.SourceName.SOURCE_SCHEMA ? source.schema() : source.table();
        }
        return ((AddedValue.Text) value).text();
    }

    private static String moment(Instant moment) {
        return MICROSECONDS.format(LocalDateTime.ofInstant(moment, ZoneOffset.UTC));
    }
}
