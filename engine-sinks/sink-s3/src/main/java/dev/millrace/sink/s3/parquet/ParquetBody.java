package dev.millrace.sink.s3.parquet;

import dev.millrace.sink.s3.file.FileBody;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.column.values.factory.DefaultV1ValuesWriterFactory;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * A file that is written row group by row group: the rows of one are gathered column by column, and leave memory when it ends. Every byte
 * follows from the rows.
 */
final class ParquetBody implements FileBody {
    /** Where a row group ends though it has fewer rows, so that wide rows need no more memory than others. */
    private static final long GROUP_MEMORY = 24 << 20;

    /** So often is it asked how much memory the open row group needs: always when so many bytes of rows have come. */
    private static final long MEASURED_EVERY = 32 << 10;

    /** Objects and hash tables around the bytes that dictionaries themselves tell of: measured, as are the next two. */
    private static final long DICTIONARY_OVERHEAD = 4;

    /** What a column needs for its first value, and no writer tells of. */
    private static final long COLUMN_WITH_DICTIONARY = 18 << 10;

    private static final long COLUMN = 3 << 10;

    /** Less is refused by the writers. */
    private static final int SMALLEST_BUFFER = 64;

    private final List<ParquetColumn> columns;
    private final ParquetSettings settings;
    private final MessageType schema;
    private final ParquetProperties properties;
    private final FileLayout layout;
    private final RowGroupPages pages;
    private final ColumnWriter[] writers;
    private ColumnWriteStore store;
    private long bytes;
    private long measuredAt;
    private long held;
    private int groupRows;

    ParquetBody(List<ParquetColumn> columns, ParquetFormat format, OutputStream out) throws IOException {
        this.columns = columns;
        this.settings = format.parquet();
        this.schema = new MessageType(
                "row", columns.stream().<Type>map(ParquetColumn::type).toList());
        this.properties = properties(settings);
        this.layout = new FileLayout(schema, settings.version(), out);
        this.pages = new RowGroupPages(schema, format);
        this.writers = new ColumnWriter[columns.size()];
        this.store = openGroup();
    }

    @Override
    public void write(byte[] rows, int offset, int length) throws IOException {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int next = writeRow(rows, at);
            bytes += next - at;
            at = next;
            groupRows++;
            if (groupRows >= settings.groupRows() || measure() > GROUP_MEMORY) {
                endGroup();
            }
        }
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public long held() {
        return held;
    }

    @Override
    public void finish() throws IOException {
        if (groupRows > 0) {
            endGroup();
        }
        store.close();
        layout.finish();
    }

    private int writeRow(byte[] rows, int offset) {
        int at = offset;
        for (int column = 0; column < writers.length; column++) {
            if (rows[at++] == ParquetRows.NULL) {
                writers[column].writeNull(0, 0);
            } else {
                at = columns.get(column).values().write(rows, at, writers[column]);
            }
        }
        store.endRecord();
        return at;
    }

    private long measure() {
        if (bytes - measuredAt >= MEASURED_EVERY || held == 0) {
            measuredAt = bytes;
            held = pages.held() + heldByWriters();
        }
        return held;
    }

    private long heldByWriters() {
        long told = store.getAllocatedSize();
        return settings.encoding() == ParquetSettings.EncodingType.PLAIN
                ? told + writers.length * COLUMN
                : DICTIONARY_OVERHEAD * told + writers.length * COLUMN_WITH_DICTIONARY;
    }

    private void endGroup() throws IOException {
        store.flush();
        layout.append(pages, groupRows);
        store.close();
        groupRows = 0;
        held = 0;
        measuredAt = bytes;
        store = openGroup();
    }

    private ColumnWriteStore openGroup() {
        ColumnWriteStore opened = properties.newColumnWriteStore(schema, pages);
        for (int column = 0; column < writers.length; column++) {
            writers[column] = opened.getColumnWriter(schema.getColumns().get(column));
        }
        return opened;
    }

    /** The values of pages of both versions are encoded alike, so that what is in no dictionary is plain, as {@code EncodingType} says. */
    static ParquetProperties properties(ParquetSettings settings) {
        return ParquetProperties.builder()
                .withWriterVersion(settings.version() == 1 ? WriterVersion.PARQUET_1_0 : WriterVersion.PARQUET_2_0)
                .withValuesWriterFactory(new DefaultV1ValuesWriterFactory())
                .withDictionaryEncoding(settings.encoding() != ParquetSettings.EncodingType.PLAIN)
                .withDictionaryPageSize(Math.max(settings.dictionaryBytes(), SMALLEST_BUFFER))
                .withPageSize(Math.max(settings.pageBytes(), SMALLEST_BUFFER))
                .withStatisticsEnabled(settings.statistics())
                .withSizeStatisticsEnabled(false)
                .withPageWriteChecksumEnabled(false)
                .build();
    }
}
