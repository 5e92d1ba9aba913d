package dev.millrace.sink.s3.file;

import dev.millrace.sink.s3.upload.ObjectStore;
import dev.millrace.sink.s3.upload.PendingUpload;
import dev.millrace.spi.sink.Fence;

/** Opens files of one table and shape in one folder. Belongs to one thread. */
public final class TableFiles {
    private final ObjectStore store;
    private final String folder;
    private final FileFormat format;
    private final byte[] header;
    private final Fence fence;

    /**
     * @param folder prefix of the files' keys
     * @param header of the format
     * @param fence of the instance that writes
     */
    public TableFiles(ObjectStore store, String folder, FileFormat format, byte[] header, Fence fence) {
        this.store = store;
        this.folder = folder;
        this.format = format;
        this.header = header;
        this.fence = fence;
    }

    /** @param name without suffix, in ASCII */
    public TableFile open(String name) {
        String key = folder + name + format.suffix();
        return new TableFile(store, key, fence.number() + "/" + name, format.gzip(), header);
    }

    /** Gives up a file that is finished and was never committed. */
    public void abort(PendingUpload upload) {
        store.abort(upload.key(), upload.uploadId());
    }
}
