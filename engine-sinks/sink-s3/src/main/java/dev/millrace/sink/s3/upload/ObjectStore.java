package dev.millrace.sink.s3.upload;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.sink.aws.AwsErrors;
import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The calls that are made to one bucket; nothing else uses the SDK. Every call may be repeated: what it does twice is as if it had been done
 * once. Fails with {@link ReplicationException} only. Thread-safe.
 */
public final class ObjectStore implements AutoCloseable {
    /** Metadata by which an object tells which upload made it. */
    public static final String FILE = "millrace-file";

    private static final int DELETED_AT_ONCE = 1000;
    private static final int PRECONDITION_FAILED = 412;

    private final S3Client client;
    private final String bucket;
    private final ObjectSettings settings;
    private final @Nullable String owner;
    private final PartThreads threads;

    /**
     * @param client is closed with this
     * @param task threads are named after it
     */
    public ObjectStore(S3Client client, String bucket, ObjectSettings settings, String task) {
        this.client = client;
        this.bucket = bucket;
        this.settings = settings;
        this.owner = settings.expectedBucketOwner();
        this.threads = new PartThreads(task);
    }

    /**
     * Asks the bucket for something.
     *
     * @throws ReplicationException if it is not there, does not answer or does not know us
     */
    public void reach() {
        call(
                "can't reach bucket " + bucket + ", which must exist",
                () -> client.listObjectsV2(request ->
                        request.bucket(bucket).expectedBucketOwner(owner).maxKeys(1)));
    }

    /** Whether there is an object below a prefix. */
    public boolean holdsAny(String prefix) {
        return call(
                "can't list objects below " + prefix,
                () -> !client.listObjectsV2(request -> request.bucket(bucket)
                                .expectedBucketOwner(owner)
                                .prefix(prefix)
                                .maxKeys(1))
                        .contents()
                        .isEmpty());
    }

    /** The object; empty if there is none. */
    public Optional<StoredObject> get(String key) {
        return call("can't read " + key, () -> {
            try {
                ResponseBytes<GetObjectResponse> answer = client.getObjectAsBytes(request ->
                        request.bucket(bucket).expectedBucketOwner(owner).key(key));
                return Optional.of(
                        new StoredObject(answer.asByteArray(), answer.response().eTag()));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    /** Puts an object there, whatever was there before. */
    public void put(String key, byte[] content) {
        call(
                "can't write " + key,
                () -> client.putObject(
                        request -> request.bucket(bucket)
                                .expectedBucketOwner(owner)
                                .key(key)
                                .serverSideEncryption(settings.encryption())
                                .ssekmsKeyId(settings.kmsKey()),
                        RequestBody.fromBytes(content)));
    }

    /** Puts an object there if there is none; returns its tag, or nothing if there is one. */
    public Optional<String> putIfAbsent(String key, byte[] content) {
        return conditionally(
                "can't write " + key,
                () -> client.putObject(
                                request -> request.bucket(bucket)
                                        .expectedBucketOwner(owner)
                                        .key(key)
                                        .serverSideEncryption(settings.encryption())
                                        .ssekmsKeyId(settings.kmsKey())
                                        .ifNoneMatch("*"),
                                RequestBody.fromBytes(content))
                        .eTag());
    }

    /** Puts an object in the place of the version with that tag; returns its tag, or nothing if another is there or none. */
    public Optional<String> putIfMatch(String key, byte[] content, String etag) {
        return conditionally(
                "can't write " + key,
                () -> client.putObject(
                                request -> request.bucket(bucket)
                                        .expectedBucketOwner(owner)
                                        .key(key)
                                        .serverSideEncryption(settings.encryption())
                                        .ssekmsKeyId(settings.kmsKey())
                                        .ifMatch(etag),
                                RequestBody.fromBytes(content))
                        .eTag());
    }

    /** Which upload made the object; empty if there is none, or if no upload of ours made it. */
    public Optional<String> file(String key) {
        return call("can't look at " + key, () -> {
            try {
                Map<String, String> metadata = client.headObject(request -> request.bucket(bucket)
                                .expectedBucketOwner(owner)
                                .key(key))
                        .metadata();
                return Optional.ofNullable(metadata.get(FILE));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    /**
     * Begins an upload, and returns the server's name for it.
     *
     * @param tags of the object
     */
    public String begin(String key, String file, Map<String, String> tags) {
        return call(
                "can't begin " + key,
                () -> client.createMultipartUpload(request -> request.bucket(bucket)
                                .expectedBucketOwner(owner)
                                .key(key)
                                .metadata(Map.of(FILE, file))
                                .tagging(tagging(tags))
                                .acl(settings.acl())
                                .serverSideEncryption(settings.encryption())
                                .ssekmsKeyId(settings.kmsKey()))
                        .uploadId());
    }

    /** As the header has them, which must not be there without any. */
    private static @Nullable String tagging(Map<String, String> tags) {
        return tags.isEmpty()
                ? null
                : tags.entrySet().stream()
                        .map(tag -> encoded(tag.getKey()) + "=" + encoded(tag.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Uploads a part, and returns its tag.
     *
     * @param number from 1; every part but the last has at least 5 MiB
     */
    public String part(String key, String uploadId, int number, byte[] content, int length) {
        return call(
                "can't write part " + number + " of " + key,
                () -> client.uploadPart(
                                request -> request.bucket(bucket)
                                        .expectedBucketOwner(owner)
                                        .key(key)
                                        .uploadId(uploadId)
                                        .partNumber(number)
                                        .contentLength((long) length),
                                RequestBody.fromInputStream(new ByteArrayInputStream(content, 0, length), length))
                        .eTag());
    }

    /** Lets an upload hold a second part; false if all together hold enough. */
    boolean reserveSecondPart() {
        return threads.reserve();
    }

    void releaseSecondPart() {
        threads.release();
    }

    /** Uploads a part as {@link #part} does, beside the caller, who leaves the content alone until the part is there. */
    Future<String> partBeside(String key, String uploadId, int number, byte[] content, int length) {
        return call(
                "can't write part " + number + " of " + key,
                () -> threads.submit(() -> part(key, uploadId, number, content, length)));
    }

    /**
     * Lets the upload show as an object. If it was completed before, that is found out.
     *
     * @throws ReplicationException {@code CHECKPOINT_UNUSABLE} if neither the upload nor its object is there
     */
    public void complete(PendingUpload upload) {
        boolean completed = call("can't complete " + upload.key(), () -> {
            try {
                client.completeMultipartUpload(request -> request.bucket(bucket)
                        .expectedBucketOwner(owner)
                        .key(upload.key())
                        .uploadId(upload.uploadId())
                        .multipartUpload(parts -> parts.parts(parts(upload))));
                return true;
            } catch (NoSuchUploadException e) {
                return false;
            }
        });
        if (!completed && !file(upload.key()).equals(Optional.of(upload.file()))) {
            throw new ReplicationException(
                    ErrorCode.CHECKPOINT_UNUSABLE,
                    "the upload of " + upload.key()
                            + " is gone, though the task has committed it; a lifecycle rule that"
                            + " aborts uploads too early may have removed it: reload the table");
        }
    }

    private static List<CompletedPart> parts(PendingUpload upload) {
        List<CompletedPart> parts = new ArrayList<>();
        for (String etag : upload.etags()) {
            int number = parts.size() + 1;
            parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
        }
        return parts;
    }

    /** Gives an upload up; nothing of it stays. */
    public void abort(String key, String uploadId) {
        call("can't abort the upload of " + key, () -> {
            try {
                client.abortMultipartUpload(request -> request.bucket(bucket)
                        .expectedBucketOwner(owner)
                        .key(key)
                        .uploadId(uploadId));
            } catch (NoSuchUploadException e) {
                return false;
            }
            return true;
        });
    }

    /** Uploads below a prefix that are neither completed nor aborted: their names, and the keys of their objects. */
    public Map<String, String> openUploads(String prefix) {
        return call("can't list uploads below " + prefix, () -> {
            Map<String, String> open = new HashMap<>();
            client
                    .listMultipartUploadsPaginator(request ->
                            request.bucket(bucket).expectedBucketOwner(owner).prefix(prefix))
                    .uploads()
                    .stream()
                    .filter(upload -> upload.key().startsWith(prefix))
                    .forEach((MultipartUpload upload) -> open.put(upload.uploadId(), upload.key()));
            return open;
        });
    }

    /** The keys of all objects below a prefix, in order. */
    public List<String> keys(String prefix) {
        ListObjectsV2Request request = ListObjectsV2Request.builder()
                .bucket(bucket)
                .expectedBucketOwner(owner)
                .prefix(prefix)
                .build();
        return call(
                "can't list objects below " + prefix,
                () -> client.listObjectsV2Paginator(request).contents().stream()
                        .map(S3Object::key)
                        .toList());
    }

    /** Deletes objects; those that are not there are passed over. */
    public void delete(List<String> keys) {
        for (int from = 0; from < keys.size(); from += DELETED_AT_ONCE) {
            List<ObjectIdentifier> some = keys.subList(from, Math.min(keys.size(), from + DELETED_AT_ONCE)).stream()
                    .map(key -> ObjectIdentifier.builder().key(key).build())
                    .toList();
            List<S3Error> left = call(
                    "can't delete objects",
                    () -> client.deleteObjects(request -> request.bucket(bucket)
                                    .expectedBucketOwner(owner)
                                    .delete(delete -> delete.objects(some)))
                            .errors());
            if (!left.isEmpty()) {
                throw new ReplicationException(
                        ErrorCode.TARGET_CONNECTION_LOST,
                        "can't delete " + left.get(0).key() + ": S3 says "
                                + left.get(0).code());
            }
        }
    }

    @Override
    public void close() {
        threads.close();
        client.close();
    }

    private static Optional<String> conditionally(String action, Supplier<String> work) {
        return call(action, () -> {
            try {
                return Optional.of(work.get());
            } catch (S3Exception e) {
                if (e.statusCode() == PRECONDITION_FAILED || e instanceof NoSuchKeyException) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    private static <T> T call(String action, Supplier<T> work) {
        try {
            return work.get();
        } catch (SdkException e) {
            throw AwsErrors.of(action, e);
        } catch (IllegalStateException | RejectedExecutionException e) {
            throw new ReplicationException(ErrorCode.TARGET_CONNECTION_LOST, action + ": the sink was closed", e);
        }
    }
}
