package dev.millrace.sink.s3.file;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.sink.s3.upload.ObjectStore;
import dev.millrace.sink.s3.upload.PendingUpload;
import dev.millrace.sink.s3.upload.UploadStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A file that is being written. It shows when its upload is completed; one without rows leaves nothing. Belongs to one thread. */
public final class TableFile {
    private static final int GZIP_BUFFER = 8 << 10;

    private final UploadStream upload;
    private final boolean gzip;
    private final byte[] header;
    private @Nullable OutputStream out;
    private long bytes;

    /**
     * @param tag tells this upload from others to the same key, in ASCII
     * @param header written before the first row
     */
    public TableFile(ObjectStore store, String key, String tag, boolean gzip, byte[] header) {
        this.upload = new UploadStream(store, key, tag);
        this.gzip = gzip;
        this.header = header;
    }

    /** Bytes written so far, before any compression. */
    public long bytes() {
        return bytes;
    }

    /** Bytes of memory that it holds. */
    public int held() {
        return upload.held();
    }

    /** Writes whole lines. */
    public void write(byte[] lines, int offset, int length) {
        try {
            OutputStream open = opened();
            open.write(lines, offset, length);
            bytes += length;
        } catch (IOException e) {
            throw unwritten(e);
        }
    }

    /** Uploads what is left; empty if nothing was written. */
    public Optional<PendingUpload> finish() {
        try {
            if (out instanceof GZIPOutputStream compressed) {
                compressed.finish();
            }
        } catch (IOException e) {
            throw unwritten(e);
        }
        return upload.finish();
    }

    /** Gives the upload up. */
    public void abort() {
        upload.abort();
    }

    private OutputStream opened() throws IOException {
        OutputStream open = out;
        if (open == null) {
            open = gzip ? new GZIPOutputStream(upload, GZIP_BUFFER) : upload;
            open.write(header);
            bytes += header.length;
            out = open;
        }
        return open;
    }

    private static ReplicationException unwritten(IOException cause) {
        return new ReplicationException(ErrorCode.INTERNAL, "an upload that does no I/O of its own has failed", cause);
    }
}
