package dev.millrace.sink.s3.upload;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Uploads what is written to it, part by part; nothing shows before the upload is completed. It holds one part at most, and begins small.
 * Belongs to one thread.
 */
public final class UploadStream extends OutputStream {
    private static final int PART = 8 << 20;
    private static final int SMALLEST = 16 << 10;

    private final ObjectStore store;
    private final String key;
    private final String file;
    private final List<String> etags = new ArrayList<>();
    private byte[] tail = new byte[SMALLEST];
    private int tailSize;
    private long bytes;
    private @Nullable String uploadId;

    /** @param file tells this upload from others to the same key, see {@link ObjectStore#FILE} */
    public UploadStream(ObjectStore store, String key, String file) {
        this.store = store;
        this.key = key;
        this.file = file;
    }

    /** Bytes written so far. */
    public long bytes() {
        return bytes;
    }

    /** Bytes of memory that it holds. */
    public int held() {
        return tail.length;
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        int at = offset;
        int left = length;
        while (left > 0) {
            int some = Math.min(left, PART - tailSize);
            room(tailSize + some);
            System.arraycopy(source, at, tail, tailSize, some);
            tailSize += some;
            at += some;
            left -= some;
            if (tailSize == PART) {
                upload();
            }
        }
        bytes += length;
    }

    /** Uploads what is left; empty if nothing was written, and then nothing is left behind. */
    public Optional<PendingUpload> finish() {
        if (tailSize > 0) {
            upload();
        }
        return uploadId == null ? Optional.empty() : Optional.of(new PendingUpload(key, uploadId, file, etags));
    }

    /** Gives the upload up. */
    public void abort() {
        if (uploadId != null) {
            store.abort(key, uploadId);
            uploadId = null;
        }
    }

    private void room(int size) {
        if (size > tail.length) {
            tail = Arrays.copyOf(tail, Math.min(PART, Math.max(size, 2 * tail.length)));
        }
    }

    private void upload() {
        if (uploadId == null) {
            uploadId = store.begin(key, file);
        }
        etags.add(store.part(key, uploadId, etags.size() + 1, tail, tailSize));
        tailSize = 0;
    }
}
