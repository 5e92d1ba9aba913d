package dev.millrace.sink.dynamodb.write;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import dev.millrace.sink.dynamodb.item.ItemJson;
import dev.millrace.sink.dynamodb.item.ItemLayout;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;

/**
 * The request that puts some items.
 *
 * @param table the items' table
 * @param items how many there are
 * @param json the body of the request
 */
record PutBatch(String table, int items, SdkBytes json) {
    private static final byte[] TABLE = ascii("{\"RequestItems\":{\"");
    private static final byte[] FIRST_ITEM = ascii("\":[{\"PutRequest\":{\"Item\":");
    private static final byte[] NEXT_ITEM = ascii("}},{\"PutRequest\":{\"Item\":");
    private static final byte[] END = ascii("}}]}}");

    /**
     * A request may not name an item twice; where rows share a key on the target, the later one stays.
     *
     * @param rows at least one
     */
    static PutBatch of(ItemLayout layout, List<Row> rows, ItemJson json) {
        Map<String, byte[]> byKey = new LinkedHashMap<>();
        for (Row row : rows) {
            json.begin();
            layout.write(row, json);
            json.end();
            byKey.put(json.key(), json.toByteArray());
        }
        return of(layout.tableName(), byKey.values());
    }

    private static PutBatch of(String table, Collection<byte[]> items) {
        int bytes =
                items.stream().mapToInt(item -> item.length + NEXT_ITEM.length).sum();
        ByteBuilder body = new ByteBuilder(bytes + table.length() + TABLE.length + END.length);
        // the names of tables have no characters that JSON escapes
        body.append(TABLE).append(table);
        byte[] before = FIRST_ITEM;
        for (byte[] item : items) {
            body.append(before).append(item);
            before = NEXT_ITEM;
        }
        return new PutBatch(
                table,
                items.size(),
                SdkBytes.fromByteArrayUnsafe(body.append(END).toByteArray()));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
