package dev.millrace.sink.s3.change;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.s3.file.FileFormat;
import dev.millrace.sink.s3.file.RecordSettings;
import dev.millrace.sink.s3.file.RowEncoder;
import dev.millrace.sink.s3.file.TableFile;
import dev.millrace.sink.s3.file.TableFiles;
import dev.millrace.sink.s3.layout.ChangeFileName;
import dev.millrace.sink.s3.layout.DatePartition;
import dev.millrace.sink.s3.layout.TableFolders;
import dev.millrace.sink.s3.upload.ObjectStore;
import dev.millrace.sink.s3.upload.PendingUpload;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoggedChange;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Each table's changes in files of its own, below its folder.
 *
 * @param store keeps them
 * @param folders of the tables
 * @param format of all files
 * @param records which changes are written, and what stands before a row's columns
 * @param partition of files by time
 */
public record FilesOfTables(
        ObjectStore store, TableFolders folders, FileFormat format, RecordSettings records, DatePartition partition)
        implements ChangeFiles {

    @Override
    public String series(TableId source) {
        return source.toString();
    }

    @Override
    public boolean leavesOut(LoggedChange.Operation operation) {
        return records.leavesOut(operation);
    }

    @Override
    public ChangeFile open(LoggedChange first, String name, Fence fence) {
        TableSchema table = first.table();
        String part = partition.folder(first.transaction().commitTime());
        RowEncoder encoder = format.encoder(table, records.leadingNames(records.operationInChanges()));
        TableFiles files = new TableFiles(
                store, folders.of(table.id()) + part, format.suffix(), table.objectTags(), encoder, fence);
        return new OfOneTable(table, part, files.open(name), encoder);
    }

    @Override
    public String name(Instant commitTime, @Nullable String before) {
        return ChangeFileName.next(commitTime, partition.zone(), before);
    }

    @Override
    public boolean areDeletable() {
        return true;
    }

    @Override
    public List<String> shown(TableId table) {
        return store.keys(folders.of(table));
    }

    @Override
    public void abort(PendingUpload upload) {
        store.abort(upload.key(), upload.uploadId());
    }

    /** A file for changes of one table and shape, in one folder below the table's. */
    private final class OfOneTable implements ChangeFile {
        private final TableSchema table;
        private final String part;
        private final TableFile file;
        private final RowEncoder encoder;

        private OfOneTable(TableSchema table, String part, TableFile file, RowEncoder encoder) {
            this.table = table;
            this.part = part;
            this.file = file;
            this.encoder = encoder;
        }

        @Override
        public TableFile file() {
            return file;
        }

        @Override
        public boolean endsBefore(LoggedChange change) {
            return change.table() != table
                    || !part.equals(partition.folder(change.transaction().commitTime()));
        }

        @Override
        public void append(LoggedChange change, ByteBuilder encoded) {
            List<String> leading = records.beforeChanged(
                    change.operation(), change.transaction().commitTime());
            EncodedChange.write(encoder, leading, change, encoded);
            file.write(encoded.array(), 0, encoded.size());
        }
    }
}
