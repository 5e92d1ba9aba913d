package dev.millrace.sink.dynamodb.item;

import dev.millrace.model.ByteBuilder;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An item in the JSON of requests, saying what the SDK's would say of the same attributes. The SDK's own way is by an object for each value with a
 * field for each type, which takes longer. Belongs to one thread, which uses it for one item after the other.
 */
public final class ItemJson implements AttributeWriter {
    private final ByteBuilder json = new ByteBuilder();
    private final int keyAttributes;
    private int attributes;
    private int keyEnd;

    /** @param keyAttributes how many attributes the key has */
    public ItemJson(int keyAttributes) {
        this.keyAttributes = keyAttributes;
    }

    /** Begins another item. */
    public void begin() {
        json.clear();
        json.append('{');
        attributes = 0;
    }

    @Override
    public void column(String name, AttributeValue.Type type, ByteBuilder value) {
        AttributeJson.name(name, attributes, json);
        AttributeJson.append(type, value, json);
        added();
    }

    @Override
    public void value(String name, AttributeValue value) {
        AttributeJson.name(name, attributes, json);
        AttributeJson.append(value, json);
        added();
    }

    private void added() {
        attributes++;
        if (attributes == keyAttributes) {
            keyEnd = json.size();
        }
    }

    /** Ends the item. */
    public void end() {
        json.append('}');
    }

    /** The key, as text that is the same for the same key. */
    public String key() {
        return new String(json.array(), 0, keyEnd, StandardCharsets.UTF_8);
    }

    /** The whole item. */
    public byte[] toByteArray() {
        return json.toByteArray();
    }
}
