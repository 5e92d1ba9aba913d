package dev.millrace.sink.dynamodb.write;

import dev.millrace.sink.dynamodb.call.DynamoCalls;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Puts and deletes of whole items, many to a request, whatever is there. Thread-safe. */
public final class BatchPuts {
    /** As many as a request takes. */
    public static final int ITEMS = 25;

    private final DynamoCalls calls;

    public BatchPuts(DynamoCalls calls) {
        this.calls = calls;
    }

    /** Puts items of different keys, {@value #ITEMS} at most, all of them. */
    public void put(String table, Collection<Map<String, AttributeValue>> items) {
        send(
                table,
                items.stream()
                        .map(item -> WriteRequest.builder()
                                .putRequest(put -> put.item(item))
                                .build())
                        .toList());
    }

    /** Deletes items by their different keys, any number of them. */
    public void delete(String table, List<Map<String, AttributeValue>> keys) {
        List<WriteRequest> deletes = keys.stream()
                .map(key -> WriteRequest.builder()
                        .deleteRequest(delete -> delete.key(key))
                        .build())
                .toList();
        sendAll(table, deletes);
    }

    /** Puts items of different keys, any number of them. */
    public void putAll(String table, List<Map<String, AttributeValue>> items) {
        for (int from = 0; from < items.size(); from += ITEMS) {
            put(table, items.subList(from, Math.min(from + ITEMS, items.size())));
        }
    }

    private void sendAll(String table, List<WriteRequest> requests) {
        for (int from = 0; from < requests.size(); from += ITEMS) {
            send(table, requests.subList(from, Math.min(from + ITEMS, requests.size())));
        }
    }

    /** What the service has not taken is sent again until it has. */
    private void send(String table, List<WriteRequest> requests) {
        String action = "can't write items of " + table;
        List<WriteRequest> left = requests;
        for (int attempt = 0; !left.isEmpty(); attempt++) {
            List<WriteRequest> sent = left;
            Map<String, List<WriteRequest>> unprocessed = calls.call(
                    action,
                    client -> client.batchWriteItem(request -> request.requestItems(Map.of(table, sent)))
                            .unprocessedItems());
            left = unprocessed == null ? List.of() : new ArrayList<>(unprocessed.getOrDefault(table, List.of()));
            if (!left.isEmpty()) {
                calls.slowDown(action, attempt);
            }
        }
    }
}
