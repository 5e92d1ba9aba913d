package dev.millrace.sink.s3.file;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.s3.csv.CsvRows;
import dev.millrace.sink.s3.csv.CsvSettings;

/**
 * What files look like.
 *
 * @param csv how rows become lines
 * @param records what stands before the columns
 * @param gzip {@code CompressionType} is {@code GZIP}
 */
public record FileFormat(CsvSettings csv, RecordSettings records, boolean gzip) {

    /** The end of a file's name. */
    public String suffix() {
        return gzip ? ".csv.gz" : ".csv";
    }

    /** An encoder for rows of a table. */
    public CsvRows rows(TableSchema table) {
        return new CsvRows(table, csv);
    }

    /** What each file of loaded rows begins with. */
    public byte[] headerOfLoad(CsvRows rows) {
        return header(rows, records.operationInLoad());
    }

    /** What each file of changes begins with. */
    public byte[] headerOfChanges(CsvRows rows) {
        return header(rows, records.operationInChanges());
    }

    private byte[] header(CsvRows rows, boolean hasOperation) {
        ByteBuilder header = new ByteBuilder();
        if (csv.names()) {
            rows.appendNames(records.leadingNames(hasOperation), header);
        }
        return header.toByteArray();
    }
}
