package dev.millrace.sink.dynamodb.write;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.error.ErrorCode;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.dynamodb.call.ClientConduct;
import dev.millrace.sink.dynamodb.call.DynamoCalls;
import dev.millrace.sink.dynamodb.item.ItemJson;
import dev.millrace.sink.dynamodb.item.ItemLayout;
import dev.millrace.testing.contract.TextRows;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

/** A service that is too busy, for all or for a part of a request, gets it again until it has taken it. */
class BusyServiceTest {
    private static final String THROTTLED =
            "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException\",\"message\":\"slow down\"}";
    private static final String REFUSED =
            "{\"__type\":\"com.amazon.coral.validate#ValidationException\",\"message\":\"Item size has exceeded 409600\"}";
    private static final String TAKEN = "{\"UnprocessedItems\":{}}";

    private static final TableSchema GOODS = TableSchema.builder(new TableId("app", "goods"), EngineFamily.POSTGRES)
            .columns(List.of(ColumnSchema.of("id", DataType.of(DataType.Kind.STRING), "text")))
            .primaryKey(new KeySchema("key", List.of("id")))
            .build();

    private record Answer(int status, String body) {}

    private static final Answer FAILED = new Answer(500, "{\"__type\":\"InternalServerError\"}");

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private HttpServer server;
    private DynamoCalls calls;

    @SuppressWarnings("NullAway.Init") // JUnit calls startServer before any test
    BusyServiceTest() {}

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            Answer answer = answers.isEmpty() ? FAILED : answers.remove();
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        calls = new DynamoCalls(
                DynamoDbClient.builder()
                        .endpointOverride(URI.create(
                                "http://127.0.0.1:" + server.getAddress().getPort()))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                        .httpClientBuilder(ApacheHttpClient.builder())
                        .addPlugin(new ClientConduct())
                        .build(),
                4,
                Duration.ofMillis(300));
    }

    @AfterEach
    void stopServer() {
        calls.close();
        server.stop(0);
    }

    private void put(String... ids) {
        List<Row> rows = new ArrayList<>();
        for (String id : ids) {
            rows.add(TextRows.row(GOODS, id));
        }
        new BatchPuts(calls).put(PutBatch.of(ItemLayout.of(GOODS), rows, new ItemJson(1)));
    }

    @Test
    void anErrorThatDoesNotComeWholeIsAskedForAgain() {
        answers.add(new Answer(400, REFUSED.substring(0, REFUSED.length() / 2)));
        answers.add(new Answer(200, TAKEN));
        put("a");
        assertThat(requests).hasSize(2);
    }

    @Test
    void throttledRequestIsMadeAgainMoreOftenThanOneThatFails() {
        for (int i = 0; i < 8; i++) {
            answers.add(new Answer(400, THROTTLED));
        }
        answers.add(new Answer(200, TAKEN));
        put("a");
        assertThat(requests).hasSize(9).containsOnly(requests.get(0));
        assertThat(requests.get(0)).contains("\"a\"");
        assertThat(answers).isEmpty();
    }

    @Test
    void itemsThatWereNotTakenAreSentAgainAndTheOthersAreNot() {
        answers.add(new Answer(
                200, "{\"UnprocessedItems\":{\"goods\":[{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"b\"}}}}]}}"));
        answers.add(new Answer(200, TAKEN));
        put("a", "b");
        assertThat(requests).hasSize(2);
        assertThat(requests.get(1)).contains("\"b\"").doesNotContain("\"a\"");
    }

    @Test
    void refusedItemIsNotTriedAgainAndToldWithoutItsValues() {
        answers.add(new Answer(400, REFUSED));
        assertThat(failsWith(ErrorCode.TARGET_VALUE_REFUSED, () -> put("a"))).hasMessageContaining("400 KB");
        assertThat(requests).hasSize(1);
    }

    @Test
    void serviceThatFailsIsAskedForAWhile() {
        failsWith(ErrorCode.TARGET_CONNECTION_LOST, () -> put("a"));
        assertThat(requests).hasSizeBetween(3, 30);
    }
}
