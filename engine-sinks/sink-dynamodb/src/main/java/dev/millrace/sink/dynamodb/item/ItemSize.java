package dev.millrace.sink.dynamodb.item;

import dev.millrace.model.ByteBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How much attributes take. What numbers and the structure take only the service knows; it is little. */
final class ItemSize {
    private ItemSize() {}

    /** @param value what {@link AttributeValues#read} gave */
    static long of(AttributeValue.Type type, ByteBuilder value) {
        return type == AttributeValue.Type.S || type == AttributeValue.Type.B ? value.size() : 1;
    }

    static long of(Map<String, AttributeValue> attributes) {
        long bytes = 0;
        for (Map.Entry<String, AttributeValue> attribute : attributes.entrySet()) {
            bytes += of(attribute.getKey()) + of(attribute.getValue());
        }
        return bytes;
    }

    static long of(AttributeValue value) {
        return switch (value.type()) {
            case S -> of(value.s());
            case B -> value.b().asByteArrayUnsafe().length;
            case M -> of(value.m());
            case L -> value.l().stream().mapToLong(ItemSize::of).sum();
            case SS -> value.ss().stream().mapToLong(ItemSize::of).sum();
            case BS ->
                value.bs().stream()
                        .mapToLong(bytes -> bytes.asByteArrayUnsafe().length)
                        .sum();
            default -> 1;
        };
    }

    static long of(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
