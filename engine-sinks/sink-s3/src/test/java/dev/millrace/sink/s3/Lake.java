package dev.millrace.sink.s3;

import dev.millrace.servers.s3.S3Server;
import dev.millrace.sink.s3.upload.ObjectSettings;
import dev.millrace.sink.s3.upload.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** One server for all tests of the JVM, with one bucket. */
public final class Lake {
    public static final String BUCKET = "lake";

    private static @Nullable S3Server running;

    private Lake() {}

    /** The server; started by the first who asks. */
    public static synchronized S3Server server() {
        S3Server known = running;
        if (known != null) {
            return known;
        }
        try {
            S3Server started =
                    S3Server.start(Files.createTempDirectory(Path.of("target").toAbsolutePath(), "s3"));
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            running = started;
            try (S3Client client = client(S3Server.SECRET_ACCESS_KEY)) {
                client.createBucket(request -> request.bucket(BUCKET));
            }
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bucket, for somebody who names that secret. */
    public static ObjectStore store(String secret) {
        return new ObjectStore(client(secret), BUCKET, ObjectSettings.NONE, "test");
    }

    /** The bucket. */
    public static ObjectStore store() {
        return store(S3Server.SECRET_ACCESS_KEY);
    }

    private static S3Client client(String secret) {
        return S3Client.builder()
                .endpointOverride(server().endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(S3Server.ACCESS_KEY_ID, secret)))
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
    }
}
