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
import dev.millrace.sink.s3.upload.ObjectStore;
import dev.millrace.sink.s3.upload.PendingUpload;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoggedChange;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The changes of all tables in one series of files, in the order of their commits: {@code PreserveTransactions} (dms-reference §5.1).
 *
 * @param store keeps them
 * @param folder prefix of their keys
 * @param format without a header, since rows of many shapes share a file
 * @param records which changes are written, and what stands before a row's columns
 * @param zone of the times in their names
 */
public record FilesOfTransactions(
        ObjectStore store, String folder, FileFormat format, RecordSettings records, ZoneId zone)
        implements ChangeFiles {

    @Override
    public String series(TableId source) {
        return "";
    }

    @Override
    public boolean leavesOut(LoggedChange.Operation operation) {
        return records.leavesOut(operation);
    }

    @Override
    public ChangeFile open(LoggedChange first, String name, Fence fence) {
        RowEncoder encoder = encoder(first.table());
        TableFiles files = new TableFiles(store, folder, format.suffix(), Map.of(), encoder, fence);
        return new OfAllTables(files.open("CDC_TXN-" + name.replace("-", "")));
    }

    @Override
    public String name(Instant commitTime, @Nullable String before) {
        return ChangeFileName.next(commitTime, zone, before);
    }

    @Override
    public boolean areDeletable() {
        return false;
    }

    @Override
    public List<String> shown(TableId table) {
        throw new UnsupportedOperationException("rows of " + table + " share their files with others");
    }

    @Override
    public void abort(PendingUpload upload) {
        store.abort(upload.key(), upload.uploadId());
    }

    private RowEncoder encoder(TableSchema table) {
        return format.encoder(table, List.of());
    }

    private final class OfAllTables implements ChangeFile {
        private final TableFile file;
        private final Map<TableSchema, RowEncoder> encoders = new HashMap<>();

        private OfAllTables(TableFile file) {
            this.file = file;
        }

        @Override
        public TableFile file() {
            return file;
        }

        @Override
        public boolean endsBefore(LoggedChange change) {
            return false;
        }

        @Override
        public void append(LoggedChange change, ByteBuilder encoded) {
            RowEncoder encoder = encoders.computeIfAbsent(change.table(), FilesOfTransactions.this::encoder);
            List<String> leading = records.beforeShared(
                    change.operation(),
                    change.table().id(),
                    change.transaction().commitTime());
            EncodedChange.write(encoder, leading, change, encoded);
            file.write(encoded.array(), 0, encoded.size());
        }
    }
}
