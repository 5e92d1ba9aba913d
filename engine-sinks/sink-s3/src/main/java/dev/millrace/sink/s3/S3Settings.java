package dev.millrace.sink.s3;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.sink.s3.catalog.CatalogueLayout;
import dev.millrace.sink.s3.change.Rolling;
import dev.millrace.sink.s3.csv.CsvFormat;
import dev.millrace.sink.s3.csv.CsvSettings;
import dev.millrace.sink.s3.file.FileFormat;
import dev.millrace.sink.s3.file.RecordSettings;
import dev.millrace.sink.s3.layout.DatePartition;
import dev.millrace.sink.s3.layout.TableFolders;
import dev.millrace.sink.s3.parquet.ParquetFormat;
import dev.millrace.sink.s3.parquet.ParquetSettings;
import dev.millrace.sink.s3.upload.ObjectSettings;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code S3Settings} and extra connection attributes say, with DMS's defaults (dms-reference §5.3).
 *
 * @param bucket {@code BucketName}
 * @param folders below {@code BucketFolder}
 * @param format of all files
 * @param records which changes are written, and what stands before a row's columns
 * @param partition of files of changes by date
 * @param transactions {@code PreserveTransactions} and {@code CdcPath}; empty if each table has files of changes of its own
 * @param rolling {@code CdcMinFileSize} and {@code CdcMaxBatchInterval}
 * @param largestLoadFile {@code MaxFileSize} in bytes
 * @param showsTaskStart {@code UseTaskStartTimeForFullLoadTimestamp}
 * @param objects what every object is given
 * @param catalogued {@code GlueCatalogGeneration}
 * @param unbuilt what was asked for and has no effect yet
 */
record S3Settings(
        String bucket,
        TableFolders folders,
        FileFormat format,
        RecordSettings records,
        DatePartition partition,
        Optional<TransactionOrder> transactions,
        Rolling rolling,
        long largestLoadFile,
        boolean showsTaskStart,
        ObjectSettings objects,
        boolean catalogued,
        List<Finding> unbuilt) {
    private static final int LARGEST_LOAD_FILE_KILOBYTES = 1_048_576;
    private static final int CHANGE_FILE_KILOBYTES = 32_000;
    private static final Duration BATCH_INTERVAL = Duration.ofSeconds(60);
    private static final long KILOBYTE = 1024;
    private static final String LOAD_LACKS_OPERATION =
            "GlueCatalogGeneration is true and files are CSV, but loaded rows have no Op, so that their columns would not"
                    + " be those of the table in the catalogue";

    /** So that thousands of tables may be written to in a small heap. */
    private static final long CHANGES_IN_MEMORY = 96L << 20;

    /** @throws ReplicationException {@code SETTING_INVALID} naming the setting and what to give */
    static S3Settings of(EndpointSettings settings) {
        String bucket = settings.text("BucketName")
                .orElseThrow(() -> invalid("BucketName is missing; give the name of a bucket that exists"));
        int interval = settings.number("CdcMaxBatchInterval", (int) BATCH_INTERVAL.toSeconds(), 1, Integer.MAX_VALUE);
        int changeFile = settings.number("CdcMinFileSize", CHANGE_FILE_KILOBYTES, 1, Integer.MAX_VALUE);
        int loadFile = settings.number("MaxFileSize", LARGEST_LOAD_FILE_KILOBYTES, 1, LARGEST_LOAD_FILE_KILOBYTES);
        FileFormat format = format(settings);
        boolean catalogued = settings.flag("GlueCatalogGeneration", false);
        if (catalogued && format instanceof CsvFormat csv) {
            csv.refuseUnreadable();
        }
        return new S3Settings(
                bucket,
                TableFolders.below(settings.text("BucketFolder", "")),
                format,
                RecordSettings.of(settings),
                DatePartition.of(settings),
                TransactionOrder.of(settings, isGzip(settings)),
                new Rolling(changeFile * KILOBYTE, Duration.ofSeconds(interval), CHANGES_IN_MEMORY),
                loadFile * KILOBYTE,
                settings.flag("UseTaskStartTimeForFullLoadTimestamp", false),
                ObjectSettings.of(settings),
                catalogued,
                unbuilt(settings));
    }

    /** What a catalogue has to know of files. */
    CatalogueLayout catalogueLayout() {
        return new CatalogueLayout(bucket, folders, format, records, partition.isEnabled());
    }

    /** Folder of loaded rows below their table's, with a slash at its end; empty for the table's own. */
    String loadFolder() {
        return catalogued && partition.isEnabled() ? CatalogueLayout.LOAD_FOLDER : "";
    }

    /**
     * All files of a catalogued table have the same fields (dms-reference §5.3); those of Parquet are found by their names.
     *
     * @throws ReplicationException {@code SETTING_INVALID} if loaded rows would lack one
     */
    void refuseLoadOutOfCatalogue() {
        if (loadLacksOperation()) {
            throw invalid(LOAD_LACKS_OPERATION + "; set IncludeOpForFullLoad to true");
        }
    }

    /** What a full load would be refused for, so that a check tells it. */
    List<Finding> loadFindings() {
        return loadLacksOperation()
                ? List.of(Finding.warning(
                        ErrorCode.SETTING_INVALID,
                        "a full load would be refused: " + LOAD_LACKS_OPERATION,
                        "set IncludeOpForFullLoad to true"))
                : List.of();
    }

    private boolean loadLacksOperation() {
        return catalogued && format instanceof CsvFormat && !records.operationInLoad();
    }

    /** What is said of the other format is read, too: DMS passes over it. */
    private static FileFormat format(EndpointSettings settings) {
        CsvFormat csv = new CsvFormat(CsvSettings.of(settings), isGzip(settings));
        ParquetFormat parquet = new ParquetFormat(ParquetSettings.of(settings), isGzip(settings));
        String format = settings.text("DataFormat", "csv").toLowerCase(Locale.ROOT);
        return switch (format) {
            case "csv" -> csv;
            case "parquet" -> parquet;
            default -> throw invalid("DataFormat is '" + format + "'; it must be csv or parquet");
        };
    }

    private static boolean isGzip(EndpointSettings settings) {
        String type = settings.text("CompressionType", "NONE").toUpperCase(Locale.ROOT);
        return switch (type) {
            case "NONE" -> false;
            case "GZIP" -> true;
            default -> throw invalid("CompressionType is '" + type + "'; it must be NONE or GZIP");
        };
    }

    private static List<Finding> unbuilt(EndpointSettings settings) {
        List<Finding> findings = new ArrayList<>();
        if (settings.flag("AddTrailingPaddingCharacter", false)) {
            findings.add(
                    unbuilt(
                            "AddTrailingPaddingCharacter",
                            "texts are written without padding, since DMS's documentation does not tell with what and how long"));
        }
        return findings;
    }

    private static Finding unbuilt(String name, String instead) {
        return Finding.warning(
                ErrorCode.SETTING_INVALID,
                "TargetEndpoint setting " + name + " has no effect: " + instead,
                "remove it to be rid of this warning");
    }

    private static ReplicationException invalid(String problem) {
        return new ReplicationException(ErrorCode.SETTING_INVALID, "S3 endpoint: " + problem);
    }
}
