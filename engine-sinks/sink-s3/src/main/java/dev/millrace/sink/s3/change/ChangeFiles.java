package dev.millrace.sink.s3.change;

import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.s3.file.FileFormat;
import dev.millrace.sink.s3.file.RecordSettings;
import dev.millrace.sink.s3.file.RowEncoder;
import dev.millrace.sink.s3.file.TableFiles;
import dev.millrace.sink.s3.layout.ChangeFileName;
import dev.millrace.sink.s3.layout.DatePartition;
import dev.millrace.sink.s3.layout.TableFolders;
import dev.millrace.sink.s3.upload.ObjectStore;
import dev.millrace.sink.s3.upload.PendingUpload;
import dev.millrace.spi.sink.Fence;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where files of changes lie, what they are called, and what is in them.
 *
 * @param store keeps them
 * @param folders of the tables
 * @param format of all files
 * @param records which changes are written, and what stands before a row's columns
 * @param partition of files by time
 */
public record ChangeFiles(
        ObjectStore store, TableFolders folders, FileFormat format, RecordSettings records, DatePartition partition) {

    /** Opens a file for changes of that table, the first of which was committed at that time. */
    ChangeFile open(TableSchema table, Instant commitTime, String name, Fence fence) {
        String part = partition.folder(commitTime);
        RowEncoder encoder = format.encoder(table, records.leadingNames(records.operationInChanges()));
        TableFiles files = new TableFiles(store, folders.of(table.id()) + part, format.suffix(), encoder, fence);
        return new ChangeFile(table, part, files.open(name), encoder, records);
    }

    /** The name of the next file of a table. */
    String name(Instant commitTime, @Nullable String before) {
        return ChangeFileName.next(commitTime, partition.zone(), before);
    }

    /** Whether a change of that table and time can't go to the file. */
    boolean endsBefore(ChangeFile file, TableSchema table, Instant commitTime) {
        return file.table() != table || !file.partition().equals(partition.folder(commitTime));
    }

    void abort(PendingUpload upload) {
        store.abort(upload.key(), upload.uploadId());
    }

    /** Keys of all files of the table that show now. */
    List<String> shown(TableId table) {
        return store.keys(folders.of(table));
    }
}
