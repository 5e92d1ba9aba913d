package dev.millrace.sink.s3.upload;

import dev.millrace.error.ErrorCode;
import dev.millrace.servers.s3.S3Server;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

/** Whether a server keeps what the commit of files is built upon: conditions, and uploads that wait to be completed. */
class ObjectStoreContractIT {
    private static final int PART = 5 << 20;

    @TempDir
    static Path folder;

    private static S3Server server;
    private static ObjectStore store;
    private String prefix;

    @BeforeAll
    static void start() {
        server = S3Server.start(folder);
        S3Client client = client(S3Server.SECRET_ACCESS_KEY);
        client.createBucket(request -> request.bucket("lake"));
        store = new ObjectStore(client, "lake", ObjectSettings.NONE, "test");
    }

    @AfterAll
    static void stop() {
        store.close();
        server.close();
    }

    private static S3Client client(String secret) {
        return S3Client.builder()
                .endpointOverride(server.endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(S3Server.ACCESS_KEY_ID, secret)))
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
    }

    @BeforeEach
    void place(TestInfo test) {
        prefix = test.getTestMethod().orElseThrow().getName() + "/";
    }

    @Test
    void anObjectIsMadeOnceAndReplacedUnderItsTagOnly() {
        String key = prefix + "task.json";
        assertThat(store.get(key)).isEmpty();
        String first = store.putIfAbsent(key, bytes("one")).orElseThrow();
        assertThat(store.putIfAbsent(key, bytes("other"))).isEmpty();

        String second = store.putIfMatch(key, bytes("two"), first).orElseThrow();
        assertThat(store.putIfMatch(key, bytes("late"), first)).isEmpty();

        StoredObject read = store.get(key).orElseThrow();
        assertThat(new String(read.content(), StandardCharsets.UTF_8)).isEqualTo("two");
        assertThat(read.etag()).isEqualTo(second);
        assertThat(store.putIfMatch(prefix + "missing", bytes("x"), second)).isEmpty();
    }

    @Test
    void anUploadShowsWhenItIsCompletedAndThenWhole() {
        PendingUpload upload = upload("t/LOAD00000001.csv", "7/LOAD00000001");
        assertThat(store.keys(prefix)).isEmpty();
        assertThat(store.openUploads(prefix)).isEqualTo(Map.of(upload.uploadId(), upload.key()));

        store.complete(upload);

        assertThat(store.keys(prefix)).containsExactly(upload.key());
        assertThat(store.get(upload.key()).orElseThrow().content()).hasSize(PART + 3);
        assertThat(store.file(upload.key())).contains("7/LOAD00000001");
        assertThat(store.openUploads(prefix)).isEmpty();
    }

    @Test
    void aCompletedUploadMayBeCompletedAgain() {
        PendingUpload upload = upload("t/again.csv", "7/again");
        store.complete(upload);
        store.complete(upload);
        assertThat(store.keys(prefix)).containsExactly(upload.key());
    }

    @Test
    void anUploadThatIsGoneIsNoticed() {
        PendingUpload upload = upload("t/gone.csv", "7/gone");
        store.abort(upload.key(), upload.uploadId());
        store.abort(upload.key(), upload.uploadId());
        failsWith(ErrorCode.CHECKPOINT_UNUSABLE, () -> store.complete(upload));

        store.put(upload.key(), bytes("made by somebody else"));
        failsWith(ErrorCode.CHECKPOINT_UNUSABLE, () -> store.complete(upload));
        assertThat(store.file(upload.key())).isEqualTo(Optional.empty());
    }

    @Test
    void anUploadSurvivesARestartOfTheServer() {
        PendingUpload upload = upload("t/restarted.csv", "7/restarted");
        server.restart();
        store.complete(upload);
        assertThat(store.get(upload.key()).orElseThrow().content()).hasSize(PART + 3);
    }

    @Test
    void whatIsStreamedIsThereByteForByte() {
        byte[] content = new byte[17 << 20];
        new Random(1).nextBytes(content);
        UploadStream stream = new UploadStream(store, prefix + "large.csv", "7/large", Map.of());
        for (int at = 0; at < content.length; at += 1_000_003) {
            stream.write(content, at, Math.min(1_000_003, content.length - at));
        }
        PendingUpload upload = stream.finish().orElseThrow();
        assertThat(upload.etags()).hasSize(3);
        assertThat(stream.bytes()).isEqualTo(content.length);

        store.complete(upload);

        assertThat(store.get(upload.key()).orElseThrow().content()).isEqualTo(content);
        assertThat(new UploadStream(store, prefix + "empty.csv", "7/empty", Map.of()).finish())
                .isEmpty();
        assertThat(store.openUploads(prefix)).isEmpty();
    }

    @Test
    void moreObjectsThanAPageAreListedAndDeleted() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 1005; i++) {
            keys.add(prefix + (10_000 + i));
            store.put(prefix + (10_000 + i), bytes("x"));
        }
        assertThat(store.keys(prefix)).isEqualTo(keys);

        store.delete(keys);
        store.delete(keys.subList(0, 3));

        assertThat(store.keys(prefix)).isEmpty();
    }

    @Test
    void aWrongSecretIsToldApartFromABrokenNetwork() {
        try (ObjectStore other = new ObjectStore(client("wrong"), "lake", ObjectSettings.NONE, "test")) {
            failsWith(ErrorCode.TARGET_AUTHENTICATION_FAILED, () -> other.put(prefix + "x", bytes("x")));
        }
    }

    private PendingUpload upload(String key, String file) {
        String full = prefix + key;
        String id = store.begin(full, file, Map.of());
        byte[] content = new byte[PART];
        List<String> etags = List.of(store.part(full, id, 1, content, PART), store.part(full, id, 2, content, 3));
        return new PendingUpload(full, id, file, etags);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
