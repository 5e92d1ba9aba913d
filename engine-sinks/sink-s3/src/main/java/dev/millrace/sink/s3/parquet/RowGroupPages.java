package dev.millrace.sink.s3.parquet;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.schema.MessageType;

/** The finished pages of one row group after the other, column by column. Belongs to one thread. */
final class RowGroupPages implements PageWriteStore {
    private final List<ColumnDescriptor> descriptors;
    private final List<ColumnPages> columns = new ArrayList<>();

    RowGroupPages(MessageType schema, ParquetFormat format) {
        this.descriptors = schema.getColumns();
        descriptors.forEach(column -> columns.add(new ColumnPages(column, format)));
    }

    @Override
    public PageWriter getPageWriter(ColumnDescriptor descriptor) {
        return columns.get(descriptors.indexOf(descriptor));
    }

    /** In the order of the schema. */
    List<ColumnPages> columns() {
        return columns;
    }

    /** Bytes of memory that they need. */
    long held() {
        long held = 0;
        for (ColumnPages column : columns) {
            held += column.allocatedSize();
        }
        return held;
    }
}
