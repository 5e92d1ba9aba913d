package dev.millrace.sink.s3.parquet;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.spi.EndpointSettings;
import java.util.Locale;
import java.util.Map;

/**
 * How rows become Parquet (dms-reference §5.3).
 *
 * @param version {@code ParquetVersion}: 1 or 2, with data pages of that version
 * @param encoding {@code EncodingType}
 * @param dictionaryBytes {@code DictPageSizeLimit}: a column whose dictionary would be larger goes on without one
 * @param groupRows {@code RowGroupLength}: rows of a row group at most
 * @param pageBytes {@code DataPageSize}: where a page ends, before compression
 * @param statistics {@code EnableStatistics}: least and greatest value, number of NULLs and of distinct values of each column and row group
 * @param milliseconds {@code ParquetTimestampInMillisecond}: timestamps lose what is finer
 */
public record ParquetSettings(
        int version,
        EncodingType encoding,
        int dictionaryBytes,
        int groupRows,
        int pageBytes,
        boolean statistics,
        boolean milliseconds) {
    private static final int PAGE_BYTES = 1 << 20;
    private static final int GROUP_ROWS = 10_000;
    private static final int MOST_GROUP_ROWS = 64 << 20;
    private static final int LARGEST_PAGE = 256 << 20;

    /** What {@code EncodingType} may be; what does not fit into a dictionary is plain in any case. */
    public enum EncodingType {
        PLAIN,
        /** Pages are marked with the older of the two names of this encoding. */
        PLAIN_DICTIONARY,
        RLE_DICTIONARY
    }

    private static final Map<String, EncodingType> ENCODINGS = Map.of(
            "plain", EncodingType.PLAIN,
            "plain-dictionary", EncodingType.PLAIN_DICTIONARY,
            "rle-dictionary", EncodingType.RLE_DICTIONARY);
    private static final Map<String, Integer> VERSIONS =
            Map.of("parquet-1-0", 1, "parquet_1_0", 1, "parquet-2-0", 2, "parquet_2_0", 2);

    /** @throws ReplicationException {@code SETTING_INVALID} */
    public static ParquetSettings of(EndpointSettings settings) {
        return new ParquetSettings(
                oneOf(settings, "ParquetVersion", "PARQUET_1_0", VERSIONS, "PARQUET_1_0 or PARQUET_2_0"),
                oneOf(
                        settings,
                        "EncodingType",
                        "rle-dictionary",
                        ENCODINGS,
                        "plain, plain-dictionary or rle-dictionary"),
                settings.number("DictPageSizeLimit", PAGE_BYTES, 1, LARGEST_PAGE),
                Math.min(settings.number("RowGroupLength", GROUP_ROWS, 1, Integer.MAX_VALUE), MOST_GROUP_ROWS),
                settings.number("DataPageSize", PAGE_BYTES, 1, LARGEST_PAGE),
                settings.flag("EnableStatistics", true),
                settings.flag("ParquetTimestampInMillisecond", false));
    }

    private static <T> T oneOf(
            EndpointSettings settings, String name, String otherwise, Map<String, T> values, String expected) {
        String text = settings.text(name, otherwise);
        T value = values.get(text.toLowerCase(Locale.ROOT));
        if (value == null) {
            throw new ReplicationException(
                    ErrorCode.SETTING_INVALID, "S3 endpoint: " + name + " is '" + text + "'; it must be " + expected);
        }
        return value;
    }
}
