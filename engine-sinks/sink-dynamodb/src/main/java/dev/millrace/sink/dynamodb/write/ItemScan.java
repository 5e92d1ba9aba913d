package dev.millrace.sink.dynamodb.write;

import dev.millrace.sink.dynamodb.call.DynamoCalls;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** Reads the keys of whole tables. Thread-safe. */
public final class ItemScan {
    private final DynamoCalls calls;

    public ItemScan(DynamoCalls calls) {
        this.calls = calls;
    }

    /** The key of every item, as of now. */
    public List<Map<String, AttributeValue>> keys(String table, List<String> keyNames) {
        Map<String, String> names = new HashMap<>();
        keyNames.forEach(name -> names.put("#k" + names.size(), name));
        List<Map<String, AttributeValue>> keys = new ArrayList<>();
        Map<String, AttributeValue> from = Map.of();
        do {
            Map<String, AttributeValue> next = from;
            ScanResponse page = calls.call(
                    "can't read the keys of " + table,
                    client -> client.scan(request -> request.tableName(table)
                            .consistentRead(true)
                            .projectionExpression(String.join(", ", names.keySet()))
                            .expressionAttributeNames(names)
                            .exclusiveStartKey(next.isEmpty() ? null : next)));
            keys.addAll(page.items());
            from = page.lastEvaluatedKey();
        } while (!from.isEmpty());
        return keys;
    }
}
