package dev.millrace.sink.s3.upload;

import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** What requests say of objects, as a stand-in of the server hears it. */
class ObjectSettingsTest {
    private @Nullable HearingServer server;

    @BeforeEach
    void start() throws IOException {
        server = new HearingServer();
    }

    @AfterEach
    void stop() {
        server().close();
    }

    @Test
    void everyObjectIsEncryptedAndShared() {
        try (ObjectStore store = store(Map.of(
                "EncryptionMode", "SSE_KMS",
                "ServerSideEncryptionKmsKeyId", "key 1",
                "CannedAclForObjects", "BUCKET_OWNER_FULL_CONTROL"))) {
            store.begin("file", "fence/file", Map.of());
            store.put("state", new byte[] {1});
        }
        assertThat(heard()).hasSize(2).allSatisfy(request -> {
            assertThat(request.getFirst("x-amz-server-side-encryption")).isEqualTo("aws:kms");
            assertThat(request.getFirst("x-amz-server-side-encryption-aws-kms-key-id"))
                    .isEqualTo("key 1");
        });
        assertThat(heard().get(0).getFirst("x-amz-acl")).isEqualTo("bucket-owner-full-control");
    }

    @Test
    void nothingIsSaidWithoutSettings() {
        try (ObjectStore store = store(Map.of())) {
            store.begin("file", "fence/file", Map.of());
        }
        assertThat(heard().get(0))
                .doesNotContainKeys(
                        "X-amz-server-side-encryption", "X-amz-acl", "X-amz-expected-bucket-owner", "X-amz-tagging");
    }

    @Test
    void everyCallNamesTheOwner() {
        try (ObjectStore store = store(Map.of("ExpectedBucketOwner", "123456789012"))) {
            store.begin("file", "fence/file", Map.of());
            store.put("state", new byte[] {1});
            store.part("file", "1", 1, new byte[] {1}, 1);
            store.file("file");
            store.abort("file", "1");
            store.holdsAny("folder/");
        }
        assertThat(heard())
                .hasSize(6)
                .allSatisfy(request -> assertThat(request.getFirst("x-amz-expected-bucket-owner"))
                        .isEqualTo("123456789012"));
    }

    private ObjectStore store(Map<String, String> settings) {
        return server().store(settings);
    }

    private List<Headers> heard() {
        return server().heard();
    }

    private HearingServer server() {
        return requireNonNull(server);
    }
}
