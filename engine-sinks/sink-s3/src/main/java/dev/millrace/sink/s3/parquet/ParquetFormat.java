package dev.millrace.sink.s3.parquet;

import dev.millrace.model.TableSchema;
import dev.millrace.sink.s3.file.FileFormat;
import dev.millrace.sink.s3.file.HiveShape;
import dev.millrace.sink.s3.file.RowEncoder;
import java.util.List;

/**
 * Files of Parquet. Compression is inside of them, so that their name does not tell it.
 *
 * @param parquet how rows become Parquet
 * @param gzip {@code CompressionType} is {@code GZIP}: pages are compressed
 */
public record ParquetFormat(ParquetSettings parquet, boolean gzip) implements FileFormat {

    @Override
    public String suffix() {
        return ".parquet";
    }

    @Override
    public RowEncoder encoder(TableSchema table, List<String> leadingNames) {
        return new ParquetRows(table, leadingNames, this);
    }

    @Override
    public HiveShape hive(TableSchema table, List<String> leadingNames) {
        return ParquetInHive.shape(ParquetRows.columns(table, leadingNames, parquet));
    }
}
