package dev.millrace.sink.dynamodb;

import dev.millrace.servers.dynamodb.DynamoDbServer;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Tables of its own on one server, which all tests of this JVM share: another access key sees other tables. */
final class LocalDynamo implements AutoCloseable {
    private static final AtomicInteger KEYS = new AtomicInteger();
    private static final DynamoDbServer SERVER = DynamoDbServer.start(Path.of("target", "dynamodb"));

    private final String accessKey = "key" + KEYS.incrementAndGet();
    private final DynamoDbClient client = DynamoDbClient.builder()
            .endpointOverride(SERVER.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, "secret")))
            .httpClientBuilder(ApacheHttpClient.builder())
            .build();

    static DynamoDbServer server() {
        return SERVER;
    }

    DynamoDbClient client() {
        return client;
    }

    Endpoint endpoint() {
        return endpoint(SERVER.endpoint());
    }

    Endpoint endpoint(URI address) {
        return endpoint(address, Map.of());
    }

    Endpoint endpoint(URI address, Map<String, String> more) {
        Map<String, String> settings = new TreeMap<>(more);
        settings.put("EndpointUrl", address.toString());
        return new Endpoint(
                "dynamodb",
                "",
                0,
                "",
                accessKey,
                new Secret("secret"),
                SslMode.NONE,
                null,
                new EndpointSettings(settings));
    }

    /** Every item of a table, with all its attributes. */
    List<Map<String, AttributeValue>> items(String table) {
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        client.scanPaginator(request -> request.tableName(table).consistentRead(true))
                .items()
                .forEach(items::add);
        return items;
    }

    /** Every item as text: {@code {id=1, name=a}}, without its version, numbers without zeros at their ends, in order. */
    List<String> shown(String table) {
        return items(table).stream().map(LocalDynamo::shown).sorted().toList();
    }

    private static String shown(Map<String, AttributeValue> item) {
        Map<String, String> shown = new TreeMap<>();
        item.forEach((name, value) -> {
            if (!name.startsWith("_millrace")) {
                shown.put(name, text(value));
            }
        });
        return shown.toString();
    }

    static String text(AttributeValue value) {
        if (value.n() != null) {
            return new BigDecimal(value.n()).stripTrailingZeros().toPlainString();
        }
        if (value.b() != null) {
            return java.util.HexFormat.of().formatHex(value.b().asByteArray());
        }
        return value.bool() != null ? value.bool().toString() : value.s();
    }

    @Override
    public void close() {
        client.close();
    }
}
