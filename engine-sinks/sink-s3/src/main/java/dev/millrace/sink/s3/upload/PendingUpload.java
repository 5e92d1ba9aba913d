package dev.millrace.sink.s3.upload;

import java.util.List;

/**
 * A multipart upload whose parts are all there, and that only has to be completed to show as an object.
 *
 * @param key of the object
 * @param uploadId the server's name for the upload
 * @param file what the object carries as its {@link ObjectStore#FILE} metadata, to be told from others of that key
 * @param etags of the parts, in order
 */
public record PendingUpload(String key, String uploadId, String file, List<String> etags) {
    public PendingUpload {
        etags = List.copyOf(etags);
    }
}
