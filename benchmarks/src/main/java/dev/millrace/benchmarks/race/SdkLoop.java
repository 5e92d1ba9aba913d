package dev.millrace.benchmarks.race;

import dev.millrace.benchmarks.race.workload.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * What one writes by hand: {@code SELECT}s whose rows go into {@code BatchWriteItem}, as many requests beside each other as the engine
 * may have. It runs in the race's own JVM, which stays warm.
 */
final class SdkLoop implements Contestant {
    private static final int ITEMS = 25;
    private static final int AHEAD = 64;
    private static final List<WriteRequest> END = List.of();

    private final MySqlRaceServer source;
    private final ItemRaceTarget target;
    private final Table table;
    private final List<String> parts;

    SdkLoop(Track<MySqlRaceServer, ItemRaceTarget> track) {
        this.source = track.source();
        this.target = track.target();
        this.table = track.workload().tables().get(0);
        this.parts = FullLoad.parts(track);
    }

    @Override
    public String name() {
        return "SDK loop";
    }

    @Override
    public String describe() {
        return parts.size() + " SELECTs, each of an equal part of the keys; " + ItemRaceTarget.REQUESTS
                + " threads with a BatchWriteItem of " + ITEMS + " items; in the race's own JVM";
    }

    @Override
    public Attempt prepare(int pair) {
        String place = target.createFor(name(), pair);
        DynamoDbClient client = target.client(place);
        createTable(client);
        BlockingQueue<List<WriteRequest>> batches = new ArrayBlockingQueue<>(AHEAD);
        AtomicInteger reading = new AtomicInteger(parts.size());
        List<Callable<Void>> loops = new ArrayList<>();
        for (String part : parts) {
            loops.add(() -> read(part, batches, reading));
        }
        for (int i = 0; i < ItemRaceTarget.REQUESTS; i++) {
            loops.add(() -> write(client, batches));
        }
        return new ThreadAttempt(place, loops);
    }

    private void createTable(DynamoDbClient client) {
        client.createTable(create -> create.tableName(table.name())
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(KeySchemaElement.builder()
                        .attributeName("id")
                        .keyType(KeyType.HASH)
                        .build())
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("id")
                        .attributeType(ScalarAttributeType.N)
                        .build()));
    }

    private Void read(String part, BlockingQueue<List<WriteRequest>> batches, AtomicInteger reading)
            throws SQLException, InterruptedException {
        try (Connection connection = source.connect(source.home());
                Statement statement = connection.createStatement()) {
            statement.setFetchSize(1_000);
            List<WriteRequest> batch = new ArrayList<>(ITEMS);
            try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table.qualifiedName() + " WHERE " + part)) {
                while (rows.next()) {
                    Map<String, AttributeValue> item = item(rows);
                    batch.add(WriteRequest.builder()
                            .putRequest(put -> put.item(item))
                            .build());
                    if (batch.size() == ITEMS) {
                        batches.put(batch);
                        batch = new ArrayList<>(ITEMS);
                    }
                }
            }
            if (!batch.isEmpty()) {
                batches.put(batch);
            }
        }
        if (reading.decrementAndGet() == 0) {
            batches.put(END);
        }
        return null;
    }

    private static Map<String, AttributeValue> item(ResultSet rows) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        Map<String, AttributeValue> item = new HashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String text = rows.getString(i);
            item.put(
                    columns.getColumnName(i),
                    isNumber(columns.getColumnType(i)) ? AttributeValue.fromN(text) : AttributeValue.fromS(text));
        }
        return item;
    }

    private static boolean isNumber(int type) {
        return type == Types.BIGINT || type == Types.INTEGER || type == Types.SMALLINT || type == Types.DECIMAL;
    }

    private Void write(DynamoDbClient client, BlockingQueue<List<WriteRequest>> batches) throws InterruptedException {
        List<WriteRequest> batch = batches.take();
        while (!batch.isEmpty()) {
            Map<String, List<WriteRequest>> left = Map.of(table.name(), batch);
            while (!left.isEmpty()) {
                Map<String, List<WriteRequest>> sent = left;
                left = client.batchWriteItem(request -> request.requestItems(sent))
                        .unprocessedItems();
            }
            batch = batches.take();
        }
        batches.put(END);
        return null;
    }
}
