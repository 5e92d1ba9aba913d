package dev.millrace.sink.s3.upload;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.spi.EndpointSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** What requests say of objects, as a stand-in of the server hears it. */
class ObjectSettingsTest {
    private static final String BEGUN =
            "<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>";

    private final List<Headers> heard = new CopyOnWriteArrayList<>();
    private @Nullable HttpServer server;

    @BeforeEach
    void start() throws IOException {
        HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        started.createContext("/", this::answer);
        started.start();
        server = started;
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        heard.add(exchange.getRequestHeaders());
        byte[] body =
                exchange.getRequestMethod().equals("POST") ? BEGUN.getBytes(StandardCharsets.US_ASCII) : new byte[0];
        exchange.getResponseHeaders().add("ETag", "\"1\"");
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @AfterEach
    void stop() {
        requireNonNull(server).stop(0);
    }

    @Test
    void everyObjectIsEncryptedAndShared() {
        try (ObjectStore store = store(Map.of(
                "EncryptionMode", "SSE_KMS",
                "ServerSideEncryptionKmsKeyId", "key 1",
                "CannedAclForObjects", "BUCKET_OWNER_FULL_CONTROL"))) {
            store.begin("file", "tag");
            store.put("state", new byte[] {1});
        }
        assertThat(heard).hasSize(2).allSatisfy(request -> {
            assertThat(request.getFirst("x-amz-server-side-encryption")).isEqualTo("aws:kms");
            assertThat(request.getFirst("x-amz-server-side-encryption-aws-kms-key-id"))
                    .isEqualTo("key 1");
        });
        assertThat(heard.get(0).getFirst("x-amz-acl")).isEqualTo("bucket-owner-full-control");
    }

    @Test
    void nothingIsSaidWithoutSettings() {
        try (ObjectStore store = store(Map.of())) {
            store.begin("file", "tag");
        }
        assertThat(heard.get(0))
                .doesNotContainKeys("X-amz-server-side-encryption", "X-amz-acl", "X-amz-expected-bucket-owner");
    }

    @Test
    void everyCallNamesTheOwner() {
        try (ObjectStore store = store(Map.of("ExpectedBucketOwner", "123456789012"))) {
            store.begin("file", "tag");
            store.put("state", new byte[] {1});
            store.part("file", "1", 1, new byte[] {1}, 1);
            store.file("file");
            store.abort("file", "1");
            store.holdsAny("folder/");
        }
        assertThat(heard)
                .hasSize(6)
                .allSatisfy(request -> assertThat(request.getFirst("x-amz-expected-bucket-owner"))
                        .isEqualTo("123456789012"));
    }

    private ObjectStore store(Map<String, String> settings) {
        S3Client client = S3Client.builder()
                .endpointOverride(URI.create("http://127.0.0.1:"
                        + requireNonNull(server).getAddress().getPort()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
        return new ObjectStore(client, "lake", ObjectSettings.of(new EndpointSettings(settings)), "test");
    }
}
