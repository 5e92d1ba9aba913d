package dev.millrace.sink.dynamodb.item;

import dev.millrace.model.ByteBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An item as the SDK has it. */
final class SdkItem implements AttributeWriter {
    private final Map<String, AttributeValue> attributes = new LinkedHashMap<>();

    @Override
    public void column(String name, AttributeValue.Type type, ByteBuilder value) {
        attributes.put(name, AttributeValues.of(type, value));
    }

    @Override
    public void value(String name, AttributeValue value) {
        attributes.put(name, value);
    }

    /** What has come, in its order; grows with what comes. */
    Map<String, AttributeValue> attributes() {
        return attributes;
    }
}
