package dev.millrace.sink.s3.csv;

import dev.millrace.model.TableSchema;
import dev.millrace.sink.s3.file.FileFormat;
import dev.millrace.sink.s3.file.HiveShape;
import dev.millrace.sink.s3.file.RowEncoder;
import java.util.List;

/**
 * Files of lines.
 *
 * @param csv how rows become lines
 * @param gzip {@code CompressionType} is {@code GZIP}
 */
public record CsvFormat(CsvSettings csv, boolean gzip) implements FileFormat {

    @Override
    public String suffix() {
        return gzip ? ".csv.gz" : ".csv";
    }

    @Override
    public RowEncoder encoder(TableSchema table, List<String> leadingNames) {
        return new CsvRows(table, leadingNames, csv, gzip);
    }

    @Override
    public HiveShape hive(TableSchema table, List<String> leadingNames) {
        return new CsvInHive(csv, gzip).shape(table, leadingNames);
    }

    /**
     * Asked when such files are to be in a catalogue.
     *
     * @throws dev.millrace.error.ReplicationException {@code SETTING_INVALID} if readers of the catalogue can't read them
     */
    public void refuseUnreadable() {
        new CsvInHive(csv, gzip).refuseUnreadable();
    }
}
