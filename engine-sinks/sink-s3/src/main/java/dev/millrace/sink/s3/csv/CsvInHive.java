package dev.millrace.sink.s3.csv;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.DataType;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.s3.file.HiveShape;
import dev.millrace.sink.s3.file.HiveShape.Column;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Files of lines as Hive's readers know them. With quotes they are taken apart by {@code OpenCSVSerde}, all of whose columns are texts, since it
 * reads no date or time that is written as one and fails on a number that is missing; without quotes by {@code LazySimpleSerDe}, whose columns
 * have types.
 *
 * @param csv how rows become lines
 * @param gzip files are compressed
 */
record CsvInHive(CsvSettings csv, boolean gzip) {
    private static final int MOST_DIGITS = 38;

    /** No text holds it, so that {@code OpenCSVSerde} leaves the backslashes alone that it would take for escapes otherwise. */
    private static final String NO_ESCAPE = "\u0001";

    /** @throws ReplicationException {@code SETTING_INVALID} if these readers can't tell fields or lines apart */
    void refuseUnreadable() {
        if (csv.delimiter().length() != 1) {
            throw invalid("CsvDelimiter has " + csv.delimiter().length() + " characters; give one");
        }
        if (!csv.rowDelimiter().equals("\n") && !csv.rowDelimiter().equals("\r\n")) {
            throw invalid("CsvRowDelimiter is no end of a line; give \\n or \\r\\n");
        }
    }

    HiveShape shape(TableSchema table, List<String> leadingNames) {
        List<Column> columns = Stream.concat(
                        leadingNames.stream().map(name -> new Column(name, "string")),
                        table.columns().stream()
                                .map(column ->
                                        new Column(column.name(), csv.quotes() ? "string" : type(column.type()))))
                .toList();
        return new HiveShape(
                columns,
                "org.apache.hadoop.mapred.TextInputFormat",
                "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
                csv.quotes()
                        ? "org.apache.hadoop.hive.serde2.OpenCSVSerde"
                        : "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
                csv.quotes() ? quoted() : plain(),
                Map.of(
                        "classification", "csv",
                        "compressionType", gzip ? "gzip" : "none",
                        "skip.header.line.count", csv.names() ? "1" : "0"));
    }

    private Map<String, String> quoted() {
        return Map.of("separatorChar", csv.delimiter(), "quoteChar", "\"", "escapeChar", NO_ESCAPE);
    }

    private Map<String, String> plain() {
        return Map.of(
                "field.delim",
                csv.delimiter(),
                "serialization.format",
                csv.delimiter(),
                "serialization.null.format",
                csv.nullValue());
    }

    private static String type(DataType type) {
        return switch (type.kind()) {
            case BOOLEAN -> "boolean";
            case INT1 -> "tinyint";
            case INT2, UINT1, YEAR -> "smallint";
            case INT4, UINT2 -> "int";
            case INT8, UINT4 -> "bigint";
            case UINT8 -> "decimal(20,0)";
            case NUMERIC -> decimal(type);
            case REAL4 -> "float";
            case REAL8 -> "double";
            case DATE -> "date";
            case DATETIME -> "timestamp";
            case STRING,
                    CLOB,
                    BYTES,
                    BLOB,
                    BIT,
                    TIME,
                    TIME_TZ,
                    TIMESTAMP_TZ,
                    INTERVAL,
                    JSON,
                    XML,
                    UUID,
                    ENUM,
                    SET,
                    GEOMETRY,
                    ARRAY,
                    OTHER -> "string";
        };
    }

    /** A negative scale means zeros before the point, one that is larger than the precision zeros behind it. */
    private static String decimal(DataType type) {
        int scale = Math.max(type.scale(), 0);
        int precision = Math.max(type.precision() - Math.min(type.scale(), 0), scale);
        return type.precision() == 0 || precision > MOST_DIGITS ? "string" : "decimal(" + precision + "," + scale + ")";
    }

    private static ReplicationException invalid(String problem) {
        return new ReplicationException(
                ErrorCode.SETTING_INVALID,
                "S3 endpoint: GlueCatalogGeneration is true, but readers of the catalogue can't read such files: "
                        + problem);
    }
}
