package dev.millrace.sink.s3.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;

/**
 * The pages of one column in one row group after the other, with their headers and compressed. The dictionary is known last and stands first.
 * Belongs to one thread.
 */
final class ColumnPages implements PageWriter {
    private final PageCoding coding;
    private final ByteArrayOutputStream dictionary = new ByteArrayOutputStream(0);
    private final ByteArrayOutputStream data = new ByteArrayOutputStream(0);
    private final ColumnTotals totals;

    ColumnPages(ColumnDescriptor column, ParquetFormat format) {
        this.coding = new PageCoding(format.parquet().encoding(), format.gzip());
        this.totals = new ColumnTotals(column, format.gzip());
    }

    @Override
    public void writePage(
            BytesInput bytes,
            int valueCount,
            int rowCount,
            Statistics<?> statistics,
            SizeStatistics sizes,
            GeospatialStatistics places,
            Encoding repetitionLevels,
            Encoding definitionLevels,
            Encoding values)
            throws IOException {
        byte[] body = coding.compressed(bytes);
        PageHeader header = new PageHeader(PageType.DATA_PAGE, Math.toIntExact(bytes.size()), body.length);
        header.setData_page_header(new DataPageHeader(
                valueCount, coding.mark(values), coding.mark(definitionLevels), coding.mark(repetitionLevels)));
        append(header, data, body);
        totals.addPage(valueCount, statistics, values);
        totals.addEncodings(coding.mark(values), coding.mark(definitionLevels));
    }

    /** Levels are not compressed in pages of the second version. */
    @Override
    public void writePageV2(
            int rowCount,
            int nullCount,
            int valueCount,
            BytesInput repetitionLevels,
            BytesInput definitionLevels,
            Encoding values,
            BytesInput bytes,
            Statistics<?> statistics,
            SizeStatistics sizes,
            GeospatialStatistics places)
            throws IOException {
        byte[] body = coding.compressed(bytes);
        int levels = Math.toIntExact(repetitionLevels.size() + definitionLevels.size());
        PageHeader header =
                new PageHeader(PageType.DATA_PAGE_V2, levels + Math.toIntExact(bytes.size()), levels + body.length);
        header.setData_page_header_v2(new DataPageHeaderV2(
                        valueCount,
                        nullCount,
                        rowCount,
                        coding.mark(values),
                        Math.toIntExact(definitionLevels.size()),
                        Math.toIntExact(repetitionLevels.size()))
                .setIs_compressed(coding.gzip()));
        append(header, data, PageCoding.copied(repetitionLevels), PageCoding.copied(definitionLevels), body);
        totals.addPage(valueCount, statistics, values);
        totals.addEncodings(coding.mark(values), coding.mark(Encoding.RLE));
    }

    @Override
    public void writeDictionaryPage(DictionaryPage page) throws IOException {
        byte[] body = coding.compressed(page.getBytes());
        PageHeader header = new PageHeader(
                PageType.DICTIONARY_PAGE, Math.toIntExact(page.getBytes().size()), body.length);
        header.setDictionary_page_header(new DictionaryPageHeader(page.getDictionarySize(), coding.markOfDictionary()));
        append(header, dictionary, body);
        totals.addEncodings(coding.markOfDictionary());
        totals.hasDictionary(page.getDictionarySize());
    }

    /** Writes all pages of the row group and forgets them. */
    org.apache.parquet.format.ColumnChunk writeTo(OutputStream out, long position) throws IOException {
        dictionary.writeTo(out);
        data.writeTo(out);
        org.apache.parquet.format.ColumnChunk chunk = totals.end(position, dictionary.size(), data.size());
        dictionary.reset();
        data.reset();
        return chunk;
    }

    @Override
    @SuppressWarnings("deprecation")
    public void writePage(
            BytesInput bytes,
            int valueCount,
            Statistics<?> statistics,
            Encoding repetitionLevels,
            Encoding definitionLevels,
            Encoding values) {
        throw new UnsupportedOperationException("pages come with the number of their rows");
    }

    @Override
    public void writePage(
            BytesInput bytes,
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
            BytesInput bytes,
            Statistics<?> statistics) {
        throw new UnsupportedOperationException("pages come with the sizes of their values");
    }

    @Override
    public long getMemSize() {
        return dictionary.size() + (long) data.size();
    }

    @Override
    public long allocatedSize() {
        return getMemSize();
    }

    @Override
    public String memUsageString(String prefix) {
        return prefix + " " + getMemSize() + " bytes";
    }

    private void append(PageHeader header, ByteArrayOutputStream target, byte[]... parts) throws IOException {
        int before = target.size();
        Util.writePageHeader(header, target);
        totals.addUncompressed(target.size() - before + header.getUncompressed_page_size());
        for (byte[] part : parts) {
            target.write(part);
        }
    }
}
