package dev.millrace.sink.s3.upload;

/** An object as it was read. The content is the reader's own. */
public final class StoredObject {
    private final byte[] content;
    private final String etag;

    StoredObject(byte[] content, String etag) {
        this.content = content;
        this.etag = etag;
    }

    /** All of it; not a copy. */
    public byte[] content() {
        return content;
    }

    /** Tells this version of it from others. */
    public String etag() {
        return etag;
    }
}
