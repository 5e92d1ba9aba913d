package dev.millrace.sink.s3.upload;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Parts that are uploaded while the next is filled, on a client whose parts the test answers. */
class UploadStreamTest {
    private static final byte[] PART = new byte[UploadStream.PART];

    private volatile IntFunction<String> parts = number -> "tag-" + number;
    private final ObjectStore store = new ObjectStore(client(), "lake", ObjectSettings.NONE, "test");

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void theNextPartIsFilledWhileOneIsOnItsWay() {
        CountDownLatch filled = new CountDownLatch(1);
        parts = number -> {
            return (isFilled(filled) ? "tag-" : "nothing-was-filled-") + number;
        };
        UploadStream stream = new UploadStream(store, "key", "1/tag", Map.of());
        stream.write(PART, 0, PART.length);
        stream.write(PART, 0, 100);
        filled.countDown();

        assertThat(stream.finish().orElseThrow().etags()).containsExactly("tag-1", "tag-2");
    }

    @Test
    void aPartThatFailedIsToldByTheNext() {
        parts = number -> {
            throw SdkClientException.create("part " + number + " broke");
        };
        UploadStream stream = new UploadStream(store, "key", "1/tag", Map.of());
        stream.write(PART, 0, PART.length);

        assertThatThrownBy(() -> stream.write(PART, 0, PART.length))
                .isInstanceOf(ReplicationException.class)
                .hasMessageContaining("can't write part 1 of key")
                .hasMessageContaining("part 1 broke");
        stream.abort();
    }

    @Test
    void aPartThatFailedIsToldByTheEnd() {
        parts = number -> {
            throw SdkClientException.create("part " + number + " broke");
        };
        UploadStream stream = new UploadStream(store, "key", "1/tag", Map.of());
        stream.write(PART, 0, PART.length);

        assertThatThrownBy(stream::finish)
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        told -> assertThat(told.code()).isEqualTo(ErrorCode.TARGET_CONNECTION_LOST));
    }

    @Test
    void abortingWaitsForThePartOnItsWay() {
        Phaser part = new Phaser(1);
        List<String> order = new ArrayList<>();
        parts = number -> {
            part.awaitAdvance(0);
            order.add("part");
            return "tag";
        };
        UploadStream stream = new UploadStream(store, "key", "1/tag", Map.of());
        stream.write(PART, 0, PART.length);
        part.arrive();
        stream.abort();

        assertThat(order).containsExactly("part");
    }

    @Test
    void secondPartsOfAllUploadsTakeABoundedMemory() {
        long bound = Runtime.getRuntime().maxMemory() / 8;
        int streams = (int) (bound / PART.length) + 3;
        List<UploadStream> open = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            UploadStream stream = new UploadStream(store, "key" + i, "1/tag", Map.of());
            stream.write(PART, 0, PART.length);
            open.add(stream);
        }
        long held = open.stream().mapToLong(UploadStream::held).sum();
        assertThat(held)
                .isGreaterThan((long) streams * PART.length)
                .isLessThanOrEqualTo((long) streams * PART.length + bound);

        open.forEach(UploadStream::abort);
        UploadStream later = new UploadStream(store, "later", "1/tag", Map.of());
        later.write(PART, 0, PART.length);
        assertThat(later.held()).isEqualTo(2 * PART.length);
        later.abort();
    }

    private static boolean isFilled(CountDownLatch filled) {
        try {
            return filled.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private S3Client client() {
        return (S3Client) Proxy.newProxyInstance(
                S3Client.class.getClassLoader(),
                new Class<?>[] {S3Client.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "createMultipartUpload" ->
                        CreateMultipartUploadResponse.builder()
                                .uploadId("upload")
                                .build();
                    case "uploadPart" -> {
                        UploadPartRequest.Builder request = UploadPartRequest.builder();
                        ((Consumer<UploadPartRequest.Builder>) arguments[0]).accept(request);
                        yield UploadPartResponse.builder()
                                .eTag(parts.apply(request.build().partNumber()))
                                .build();
                    }
                    case "abortMultipartUpload" ->
                        AbortMultipartUploadResponse.builder().build();
                    case "close" -> null;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
