package dev.millrace.sink.aws;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class AwsEndpointTest {
    private static final String IDENTITY =
            "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult>"
                    + "</GetCallerIdentityResponse>";
    private static final String ROLE = "arn:aws:iam::123456789012:role/lake";
    private static final String ANSWER = """
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
            <AccessKeyId>role-key</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey>
            <SessionToken>role-token</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration>
            </Credentials></AssumeRoleResult></AssumeRoleResponse>""";

    @Test
    void takesKeysAndAddress() {
        AwsEndpoint endpoint = AwsEndpoint.of(endpoint(
                "key",
                "hidden",
                Map.of("EndpointUrl", "http://127.0.0.1:9000", "Region", "eu-central-1", "SessionToken", "token")));

        assertThat(endpoint.region()).isEqualTo(Region.EU_CENTRAL_1);
        assertThat(endpoint.override()).contains(URI.create("http://127.0.0.1:9000"));
        AwsSessionCredentials credentials =
                (AwsSessionCredentials) endpoint.credentials().resolveCredentials();
        assertThat(credentials.accessKeyId()).isEqualTo("key");
        assertThat(credentials.secretAccessKey()).isEqualTo("hidden");
        assertThat(credentials.sessionToken()).isEqualTo("token");
        assertThat(endpoint).hasToString("http://127.0.0.1:9000");
    }

    @Test
    void aCompatibleServerNeedsNoRegion() {
        assertThat(AwsEndpoint.of(endpoint("key", "hidden", Map.of("EndpointUrl", "http://127.0.0.1:9000")))
                        .region())
                .isEqualTo(Region.US_EAST_1);
    }

    @Test
    void anAccessKeyWithoutSecretIsRefused() {
        assertThat(refusal(endpoint("key", null, Map.of("Region", "eu-central-1"))))
                .contains("Username")
                .contains("Password");
    }

    @Test
    void anAddressThatIsNoneIsRefused() {
        assertThat(refusal(endpoint("key", "hidden", Map.of("EndpointUrl", "minio"))))
                .contains("EndpointUrl is 'minio'");
    }

    @Test
    void assumesTheRole() throws IOException {
        AtomicReference<String> asked = new AtomicReference<>("");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] answer = ANSWER.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/xml");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        Map<String, String> settings =
                Map.of("Region", "eu-central-1", "ServiceAccessRoleArn", ROLE, "StsEndpointUrl", address);
        try (AwsEndpoint endpoint = AwsEndpoint.of(endpoint("key", "hidden", settings))) {
            AwsCredentials credentials = endpoint.credentials().resolveCredentials();

            assertThat(credentials.accessKeyId()).isEqualTo("role-key");
            assertThat(credentials.secretAccessKey()).isEqualTo("role-secret");
            assertThat(asked.get()).contains("Action=AssumeRole").contains("role%2Flake");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whatIsNotAnsweredIsAskedOnceMore() throws IOException {
        CountDownLatch ended = new CountDownLatch(1);
        AtomicInteger requests = new AtomicInteger();
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (requests.incrementAndGet() == 1) {
                await(ended);
            }
            byte[] answer = IDENTITY.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/xml");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        try (AwsEndpoint endpoint = AwsEndpoint.of(endpoint("key", "hidden", Map.of("EndpointUrl", address)));
                StsClient client = endpoint.client(StsClient.builder(), 2, Duration.ofSeconds(1))) {
            assertThat(client.getCallerIdentity().account()).isEqualTo("123456789012");
            assertThat(requests.get()).isGreaterThan(1);
        } finally {
            ended.countDown();
            server.stop(0);
            threads.shutdown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void leavesARoleAloneThatOnlyTheServiceMayAssume() {
        AwsEndpoint endpoint = AwsEndpoint.of(endpoint(
                "key",
                "hidden",
                Map.of("Region", "eu-central-1", "ServiceAccessRoleArn", ROLE, "AssumeRole", "false")));
        assertThat(endpoint.credentials().resolveCredentials().accessKeyId()).isEqualTo("key");
    }

    private static String refusal(Endpoint endpoint) {
        ReplicationException refusal = catchThrowableOfType(ReplicationException.class, () -> AwsEndpoint.of(endpoint));
        assertThat(refusal.code()).isEqualTo(ErrorCode.SETTING_INVALID);
        return String.valueOf(refusal.getMessage());
    }

    private static Endpoint endpoint(String user, @Nullable String password, Map<String, String> settings) {
        return new Endpoint(
                "s3",
                "",
                0,
                "",
                user,
                password == null ? null : new Secret(password),
                SslMode.NONE,
                null,
                new EndpointSettings(settings));
    }
}
