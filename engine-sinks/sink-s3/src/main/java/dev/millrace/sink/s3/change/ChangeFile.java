package dev.millrace.sink.s3.change;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.s3.csv.CsvRows;
import dev.millrace.sink.s3.csv.CsvRows.Image;
import dev.millrace.sink.s3.file.RecordSettings;
import dev.millrace.sink.s3.file.TableFile;
import dev.millrace.spi.sink.LoggedChange;
import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * A file that takes changes of one table and shape.
 *
 * @param table layout of its rows
 * @param partition folder below the table's
 * @param file takes the lines
 * @param rows encodes rows
 * @param records what stands before a row's columns
 */
record ChangeFile(TableSchema table, String partition, TableFile file, CsvRows rows, RecordSettings records) {

    /** @param line is overwritten */
    void append(LoggedChange change, ByteBuilder line) {
        List<String> leading =
                records.beforeChanged(change.operation(), change.transaction().commitTime());
        line.clear();
        Row after = change.after();
        if (after == null) {
            rows.append(leading, requireNonNull(change.before(), "a row that was deleted"), null, Image.DELETED, line);
        } else {
            rows.append(leading, after, change.before(), Image.WHOLE, line);
        }
        file.write(line.array(), 0, line.size());
    }
}
