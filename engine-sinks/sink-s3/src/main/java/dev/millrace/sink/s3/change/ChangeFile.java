package dev.millrace.sink.s3.change;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.s3.file.Image;
import dev.millrace.sink.s3.file.RecordSettings;
import dev.millrace.sink.s3.file.RowEncoder;
import dev.millrace.sink.s3.file.TableFile;
import dev.millrace.spi.sink.LoggedChange;
import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * A file that takes changes of one table and shape.
 *
 * @param table layout of its rows
 * @param partition folder below the table's
 * @param file takes the rows
 * @param encoder of those rows
 * @param records what stands before a row's columns
 */
record ChangeFile(TableSchema table, String partition, TableFile file, RowEncoder encoder, RecordSettings records) {

    /** @param encoded is overwritten */
    void append(LoggedChange change, ByteBuilder encoded) {
        List<String> leading =
                records.beforeChanged(change.operation(), change.transaction().commitTime());
        encoded.clear();
        Row after = change.after();
        if (after == null) {
            encoder.append(
                    leading, requireNonNull(change.before(), "a row that was deleted"), null, Image.DELETED, encoded);
        } else {
            encoder.append(leading, after, change.before(), Image.WHOLE, encoded);
        }
        file.write(encoded.array(), 0, encoded.size());
    }
}
