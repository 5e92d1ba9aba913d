package dev.millrace.sink.dynamodb.write;

import dev.millrace.sink.dynamodb.call.DynamoCalls;
import dev.millrace.sink.dynamodb.call.WrittenBody;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Puts and deletes of whole items, many to a request, whatever is there. Thread-safe. */
public final class BatchPuts {
    /** As many as a request takes. */
    public static final int ITEMS = 25;

    private final DynamoCalls calls;

    public BatchPuts(DynamoCalls calls) {
        this.calls = calls;
    }

    /** Puts all items of the batch. */
    void put(PutBatch batch) {
        send(
                batch.table(),
                BatchWriteItemRequest.builder()
                        .requestItems(Map.of(batch.table(), List.of()))
                        .overrideConfiguration(WrittenBody.of(batch.json()))
                        .build());
    }

    /** Deletes items by their different keys, any number of them. */
    public void delete(String table, List<Map<String, AttributeValue>> keys) {
        List<WriteRequest> deletes = keys.stream()
                .map(key -> WriteRequest.builder()
                        .deleteRequest(delete -> delete.key(key))
                        .build())
                .toList();
        for (int from = 0; from < deletes.size(); from += ITEMS) {
            send(table, request(table, deletes.subList(from, Math.min(from + ITEMS, deletes.size()))));
        }
    }

    /** What the service has not taken is sent again until it has. */
    private void send(String table, BatchWriteItemRequest request) {
        String action = "can't write items of " + table;
        List<WriteRequest> left = answered(action, table, request);
        for (int attempt = 0; !left.isEmpty(); attempt++) {
            calls.slowDown(action, attempt);
            left = answered(action, table, request(table, left));
        }
    }

    private List<WriteRequest> answered(String action, String table, BatchWriteItemRequest request) {
        return calls.call(action, client -> client.batchWriteItem(request))
                .unprocessedItems()
                .getOrDefault(table, List.of());
    }

    private static BatchWriteItemRequest request(String table, List<WriteRequest> requests) {
        return BatchWriteItemRequest.builder()
                .requestItems(Map.of(table, requests))
                .build();
    }
}
