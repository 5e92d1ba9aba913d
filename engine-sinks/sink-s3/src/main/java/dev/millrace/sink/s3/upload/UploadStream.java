package dev.millrace.sink.s3.upload;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Uploads what is written to it, part by part; nothing shows before the upload is completed. One part at most is on its way while the next is
 * filled, if there is memory for both; so it holds two at most, and begins small. A part that failed is told by the next call that has one to send. Belongs to one thread.
 */
public final class UploadStream extends OutputStream {
    static final int PART = 8 << 20;
    private static final int SMALLEST = 16 << 10;
    private static final byte[] NONE = {};

    private final ObjectStore store;
    private final String key;
    private final String file;
    private final Map<String, String> tags;
    private final List<String> etags = new ArrayList<>();
    private byte[] tail = new byte[SMALLEST];
    private byte[] other = NONE;
    private int tailSize;
    private long bytes;
    private @Nullable String uploadId;
    private @Nullable PartUnderWay underWay;
    private boolean holdsTwo;

    /**
     * @param file tells this upload from others to the same key, see {@link ObjectStore#FILE}
     * @param tags of the object
     */
    public UploadStream(ObjectStore store, String key, String file, Map<String, String> tags) {
        this.tags = tags;
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
        return tail.length + other.length;
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
                send();
            }
        }
        bytes += length;
    }

    /** Uploads what is left; empty if nothing was written, and then nothing is left behind. */
    public Optional<PendingUpload> finish() {
        try {
            awaitPart();
        } finally {
            holdOne();
        }
        if (tailSize > 0) {
            sendAndWait();
        }
        return uploadId == null ? Optional.empty() : Optional.of(new PendingUpload(key, uploadId, file, etags));
    }

    /** Gives the upload up. */
    public void abort() {
        PartUnderWay part = underWay;
        underWay = null;
        if (part != null) {
            part.awaitEnd();
        }
        holdOne();
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

    private void send() {
        awaitPart();
        holdsTwo = holdsTwo || store.reserveSecondPart();
        if (!holdsTwo) {
            sendAndWait();
            return;
        }
        byte[] full = tail;
        underWay = new PartUnderWay(key, store.partBeside(key, begun(), etags.size() + 1, full, tailSize));
        tail = other.length == 0 ? new byte[PART] : other;
        other = full;
        tailSize = 0;
    }

    private void sendAndWait() {
        etags.add(store.part(key, begun(), etags.size() + 1, tail, tailSize));
        tailSize = 0;
    }

    private void holdOne() {
        other = NONE;
        if (holdsTwo) {
            holdsTwo = false;
            store.releaseSecondPart();
        }
    }

    private void awaitPart() {
        PartUnderWay part = underWay;
        underWay = null;
        if (part != null) {
            etags.add(part.tag());
        }
    }

    private String begun() {
        String begun = uploadId;
        if (begun == null) {
            begun = store.begin(key, file, tags);
            uploadId = begun;
        }
        return begun;
    }
}
