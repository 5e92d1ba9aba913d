package dev.millrace.sink.s3.file;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.sink.s3.upload.ObjectStore;
import dev.millrace.sink.s3.upload.PendingUpload;
import dev.millrace.sink.s3.upload.UploadStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file that is being written. It shows when its upload is completed; one without rows leaves nothing. Belongs to one thread. */
public final class TableFile {
    private final UploadStream upload;
    private final RowEncoder encoder;
    private @Nullable FileBody body;

    /**
     * @param file tells this upload from others to the same key, in ASCII
     * @param tags of the object
     * @param encoder of the rows that it takes
     */
    public TableFile(ObjectStore store, String key, String file, Map<String, String> tags, RowEncoder encoder) {
        this.upload = new UploadStream(store, key, file, tags);
        this.encoder = encoder;
    }

    /** Bytes written so far, before any compression. */
    public long bytes() {
        return body == null ? 0 : body.bytes();
    }

    /** Bytes of memory that it holds. */
    public long held() {
        return upload.held() + (body == null ? 0 : body.held());
    }

    /** Writes whole rows as the encoder has left them. */
    public void write(byte[] rows, int offset, int length) {
        try {
            FileBody open = body;
            if (open == null) {
                open = encoder.open(upload);
                body = open;
            }
            open.write(rows, offset, length);
        } catch (IOException e) {
            throw unwritten(e);
        }
    }

    /** Uploads what is left; empty if nothing was written. */
    public Optional<PendingUpload> finish() {
        try {
            if (body != null) {
                body.finish();
            }
        } catch (IOException e) {
            throw unwritten(e);
        }
        body = null;
        return upload.finish();
    }

    /** Gives the upload up. */
    public void abort() {
        upload.abort();
    }

    private static ReplicationException unwritten(IOException cause) {
        return new ReplicationException(ErrorCode.INTERNAL, "an upload that does no I/O of its own has failed", cause);
    }
}
