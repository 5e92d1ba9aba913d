package dev.millrace.sink.dynamodb.call;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Keeps what a client sends, instead of sending it, and answers that all was done. */
public final class SentRequests implements SdkHttpClient {
    private static final byte[] DONE = "{}".getBytes(StandardCharsets.UTF_8);

    private final List<Sent> sent = new ArrayList<>();

    /** A request as it would have gone out. */
    public record Sent(SdkHttpRequest head, byte[] body) {
        /** A header's only value. */
        public String header(String name) {
            return head.firstMatchingHeader(name).orElseThrow();
        }
    }

    /** A client as the sink has it. */
    public DynamoDbClient client() {
        return DynamoDbClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:1"))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .httpClient(this)
                .addPlugin(new ClientConduct())
                .build();
    }

    /** The newest request. */
    public Sent last() {
        return sent.get(sent.size() - 1);
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                try (InputStream body =
                        request.contentStreamProvider().orElseThrow().newStream()) {
                    sent.add(new Sent(request.httpRequest(), body.readAllBytes()));
                }
                return HttpExecuteResponse.builder()
                        .response(SdkHttpResponse.builder().statusCode(200).build())
                        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(DONE)))
                        .build();
            }

            @Override
            public void abort() {}
        };
    }

    @Override
    public void close() {}
}
