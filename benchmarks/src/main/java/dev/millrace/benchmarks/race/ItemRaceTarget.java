package dev.millrace.benchmarks.race;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.benchmarks.race.workload.ScatteredChanges;
import dev.millrace.benchmarks.race.workload.Table;
import dev.millrace.benchmarks.store.ForgetfulDynamoDb;
import dev.millrace.servers.JavaServer;
import dev.millrace.servers.dynamodb.DynamoDbServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static java.util.Objects.requireNonNull;

/** DynamoDB Local. Each run comes with an access key of its own, for which the server keeps tables apart. */
final class ItemRaceTarget implements RaceTarget {
    /** Requests under way at once, of the engine and of its peer. */
    static final int REQUESTS = 16;

    private final Path folder;
    private final DynamoDbServer server;
    private final Optional<JavaServer> inFront;

    private ItemRaceTarget(boolean forgetful) {
        try {
            folder = Files.createTempDirectory("race-items");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = DynamoDbServer.start(folder);
        inFront = forgetful ? Optional.of(forgetting(server.endpoint(), folder)) : Optional.empty();
    }

    static ItemRaceTarget keeping() {
        return new ItemRaceTarget(false);
    }

    /** Batches of items are taken and forgotten; only what is asked one by one gets to the server. */
    static ItemRaceTarget forgetting() {
        return new ItemRaceTarget(true);
    }

    private static JavaServer forgetting(URI server, Path folder) {
        return JavaServer.start(
                folder.resolve("forgetful.log"),
                port -> List.of(
                        "-Xmx128m",
                        "-Dsun.net.httpserver.nodelay=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ForgetfulDynamoDb.class.getName(),
                        Integer.toString(port),
                        server.toString()));
    }

    /** A client of those who write to a place. */
    DynamoDbClient client(String place) {
        return client(address().toString(), place);
    }

    /** A client of those who write to an endpoint with an access key. */
    static DynamoDbClient client(String endpoint, String accessKey) {
        return DynamoDbClient.builder()
                .endpointOverride(URI.create(endpoint))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, "secret")))
                .httpClientBuilder(ApacheHttpClient.builder().maxConnections(REQUESTS))
                .build();
    }

    URI address() {
        return inFront.map(JavaServer::endpoint).orElse(server.endpoint());
    }

    @Override
    public String describe() {
        return inFront.isPresent()
                ? "a DynamoDB endpoint that reads batches of items and forgets them, in a JVM of its own on the same processors"
                : "DynamoDB Local, in a JVM of its own on the same processors";
    }

    @Override
    public boolean keepsRows() {
        return inFront.isEmpty();
    }

    @Override
    public long processId() {
        return inFront.map(JavaServer::pid).orElse(server.pid());
    }

    @Override
    public void expect(ScatteredChanges rows) {}

    /** Access keys are letters and digits. */
    @Override
    public String nameFor(String contestant, int pair) {
        return RaceTarget.plain(contestant).replace("_", "") + pair;
    }

    @Override
    public String createFor(String contestant, int pair) {
        return nameFor(contestant, pair);
    }

    @Override
    public void settle() {}

    @Override
    public ObjectNode endpoint(String place) {
        ObjectNode endpoint = new ObjectMapper().createObjectNode();
        endpoint.put("EngineName", "dynamodb")
                .put("EndpointUrl", address().toString())
                .put("Region", "us-east-1")
                .put("Username", place)
                .put("Password", "secret")
                .putObject("EngineSettings")
                .put("ParallelRequests", REQUESTS);
        return endpoint;
    }

    @Override
    public List<String> digests(String place, List<Table> tables) {
        List<String> digests = new ArrayList<>();
        try (DynamoDbClient client = client(place)) {
            for (Table table : tables) {
                RowDigest digest = new RowDigest();
                client.scanPaginator(scan -> scan.tableName(table.name()))
                        .items()
                        .forEach(item -> digest.add(text(table, item)));
                digests.add(digest.of(table));
            }
        }
        return digests;
    }

    private static String text(Table table, Map<String, AttributeValue> item) {
        return table.columns().stream().map(column -> text(column, item)).collect(Collectors.joining(","));
    }

    /** Numbers come without their last zeros. */
    private static String text(String column, Map<String, AttributeValue> item) {
        AttributeValue value = requireNonNull(item.get(column.substring(0, column.indexOf(' '))), column);
        String number = value.n();
        if (number == null) {
            return value.s();
        }
        return column.contains("numeric(12,2)")
                ? new BigDecimal(number).setScale(2).toPlainString()
                : number;
    }

    @Override
    public void drop(String place) {
        try (DynamoDbClient client = client(place)) {
            client.listTables().tableNames().forEach(name -> client.deleteTable(delete -> delete.tableName(name)));
        }
    }

    @Override
    public void close() {
        inFront.ifPresent(JavaServer::close);
        server.close();
        FileTree.delete(folder);
    }
}
