package dev.millrace.sink.s3.parquet;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;

/** Pages that are written to nowhere: without headers, uncompressed, without a footer. */
final class DroppedPages implements PageWriter {
    private long bytes;

    /** How many bytes pages had since the last time. */
    long takeBytes() {
        long taken = bytes;
        bytes = 0;
        return taken;
    }

    private void drop(BytesInput page) throws IOException {
        page.writeAllTo(OutputStream.nullOutputStream());
        bytes += page.size();
    }

    @Override
    public void writePage(
            BytesInput page,
            int valueCount,
            int rowCount,
            Statistics<?> statistics,
            SizeStatistics sizes,
            GeospatialStatistics places,
            Encoding repetitionLevels,
            Encoding definitionLevels,
            Encoding values)
            throws IOException {
        drop(page);
    }

    @Override
    public void writeDictionaryPage(DictionaryPage page) throws IOException {
        drop(page.getBytes());
    }

    @Override
    @SuppressWarnings("deprecation")
    public void writePage(
            BytesInput page,
            int valueCount,
            Statistics<?> statistics,
            Encoding repetitionLevels,
            Encoding definitionLevels,
            Encoding values) {
        throw new UnsupportedOperationException("pages come with the number of their rows");
    }

    @Override
    public void writePage(
            BytesInput page,
            int valueCount,
            int rowCount,
            Statistics<?> statistics,
            Encoding repetitionLevels,
            Encoding definitionLevels,
            Encoding values) {
        throw new UnsupportedOperationException("pages come with the sizes of their values");
    }

    @Override
    public void writePageV2(
            int rowCount,
            int nullCount,
            int valueCount,
            BytesInput repetitionLevels,
            BytesInput definitionLevels,
            Encoding values,
            BytesInput page,
            Statistics<?> statistics) {
        throw new UnsupportedOperationException("pages are of the first version");
    }

    @Override
    public void writePageV2(
            int rowCount,
            int nullCount,
            int valueCount,
            BytesInput repetitionLevels,
            BytesInput definitionLevels,
            Encoding values,
            BytesInput page,
            Statistics<?> statistics,
            SizeStatistics sizes,
            GeospatialStatistics places) {
        throw new UnsupportedOperationException("pages are of the first version");
    }

    @Override
    public long getMemSize() {
        return 0;
    }

    @Override
    public long allocatedSize() {
        return 0;
    }

    @Override
    public String memUsageString(String prefix) {
        return prefix + " nothing";
    }
}
