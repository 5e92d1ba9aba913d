package dev.millrace.sink.s3.catalog;

import dev.millrace.model.TableSchema;
import dev.millrace.sink.s3.file.FileFormat;
import dev.millrace.sink.s3.file.HiveShape;
import dev.millrace.sink.s3.file.RowEncoder;
import java.util.List;

/**
 * A format whose catalogue hears of a table's shape before any file has it.
 *
 * @param format what files look like
 * @param catalogue hears of shapes
 */
public record CataloguedFormat(FileFormat format, Catalogue catalogue) implements FileFormat {

    @Override
    public String suffix() {
        return format.suffix();
    }

    @Override
    public RowEncoder encoder(TableSchema table, List<String> leadingNames) {
        RowEncoder encoder = format.encoder(table, leadingNames);
        catalogue.use(table);
        return encoder;
    }

    @Override
    public HiveShape hive(TableSchema table, List<String> leadingNames) {
        return format.hive(table, leadingNames);
    }
}
