package dev.millrace.sink.s3.parquet;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.jspecify.annotations.Nullable;

/** What the footer says about one column in one row group after the other. Belongs to one thread. */
final class ColumnTotals {
    private static final int LARGEST_STATISTIC = 4096;

    private final ColumnDescriptor column;
    private final CompressionCodec codec;
    private final Set<org.apache.parquet.format.Encoding> encodings =
            EnumSet.noneOf(org.apache.parquet.format.Encoding.class);
    private @Nullable Statistics<?> statistics;
    private long values;
    private long uncompressed;
    private int dictionarySize;
    private boolean outsideOfDictionary;

    ColumnTotals(ColumnDescriptor column, boolean gzip) {
        this.column = column;
        this.codec = gzip ? CompressionCodec.GZIP : CompressionCodec.UNCOMPRESSED;
    }

    void addPage(int valueCount, Statistics<?> ofPage, Encoding encoding) {
        values += valueCount;
        outsideOfDictionary |= !encoding.usesDictionary();
        if (statistics == null) {
            statistics = ofPage.copy();
        } else {
            statistics.mergeStatistics(ofPage);
        }
    }

    void addEncodings(org.apache.parquet.format.Encoding... some) {
        encodings.addAll(List.of(some));
    }

    void addUncompressed(int bytes) {
        uncompressed += bytes;
    }

    void hasDictionary(int size) {
        dictionarySize = size;
    }

    /**
     * Ends the row group.
     *
     * @param position of the column's first page in the file
     */
    ColumnChunk end(long position, int dictionaryBytes, int dataBytes) {
        ColumnMetaData meta = new ColumnMetaData(
                SchemaElements.physical(column.getPrimitiveType()),
                new ArrayList<>(encodings),
                List.of(column.getPath()),
                codec,
                values,
                uncompressed,
                (long) dictionaryBytes + dataBytes,
                position + dictionaryBytes);
        if (dictionaryBytes > 0) {
            meta.setDictionary_page_offset(position);
        }
        Statistics<?> known = statistics;
        if (known != null && !known.isEmpty()) {
            meta.setStatistics(described(known));
        }
        forget();
        return new ColumnChunk(position).setMeta_data(meta);
    }

    private org.apache.parquet.format.Statistics described(Statistics<?> known) {
        org.apache.parquet.format.Statistics described = new org.apache.parquet.format.Statistics();
        if (known.isNumNullsSet()) {
            described.setNull_count(known.getNumNulls());
        }
        if (!outsideOfDictionary) {
            described.setDistinct_count(dictionarySize);
        }
        if (known.hasNonNullValue() && known.isSmallerThan(LARGEST_STATISTIC) && isOrdered(known)) {
            described.setMin_value(known.getMinBytes());
            described.setMax_value(known.getMaxBytes());
        }
        return described;
    }

    /** No value is greater or less than one that is no number. */
    private static boolean isOrdered(Statistics<?> known) {
        return isNumber(known.genericGetMin()) && isNumber(known.genericGetMax());
    }

    private static boolean isNumber(Object value) {
        return !(value instanceof Number number) || !Double.isNaN(number.doubleValue());
    }

    private void forget() {
        encodings.clear();
        statistics = null;
        values = 0;
        uncompressed = 0;
        dictionarySize = 0;
        outsideOfDictionary = false;
    }
}
