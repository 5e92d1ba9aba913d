package dev.millrace.sink.s3.file;

import dev.millrace.sink.s3.upload.ObjectStore;
import dev.millrace.sink.s3.upload.PendingUpload;
import dev.millrace.spi.sink.Fence;
import java.util.Map;

/** Opens files of one table and shape in one folder. Belongs to one thread. */
public final class TableFiles {
    private final ObjectStore store;
    private final String folder;
    private final String suffix;
    private final Map<String, String> tags;
    private final RowEncoder encoder;
    private final Fence fence;

    /**
     * @param folder prefix of the files' keys
     * @param suffix of the format
     * @param tags of the files
     * @param encoder of the rows that they take
     * @param fence of the instance that writes
     */
    public TableFiles(
            ObjectStore store,
            String folder,
            String suffix,
            Map<String, String> tags,
            RowEncoder encoder,
            Fence fence) {
        this.tags = tags;
        this.store = store;
        this.folder = folder;
        this.suffix = suffix;
        this.encoder = encoder;
        this.fence = fence;
    }

    /** @param name without suffix, in ASCII */
    public TableFile open(String name) {
        return open("", name);
    }

    /**
     * Opens a file in a folder of this one.
     *
     * @param inner with a slash at its end, or empty
     * @param name without suffix, in ASCII
     */
    public TableFile open(String inner, String name) {
        return new TableFile(store, folder + inner + name + suffix, fence.number() + "/" + name, tags, encoder);
    }

    /** Gives up a file that is finished and was never committed. */
    public void abort(PendingUpload upload) {
        store.abort(upload.key(), upload.uploadId());
    }
}
