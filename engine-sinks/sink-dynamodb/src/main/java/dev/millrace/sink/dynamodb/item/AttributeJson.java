package dev.millrace.sink.dynamodb.item;

import dev.millrace.model.ByteBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Values of attributes in the JSON of requests: an object whose only member has the name of the type. */
final class AttributeJson {
    private AttributeJson() {}

    /** Appends what {@link AttributeValues#read} gave. */
    static void append(AttributeValue.Type type, ByteBuilder value, ByteBuilder into) {
        begin(type, into);
        switch (type) {
            case S, N -> string(value.array(), value.size(), into);
            case B -> binary(value.toByteArray(), into);
            case BOOL -> into.append(value.array(), 0, value.size());
            default -> throw new IllegalArgumentException("no column becomes " + type);
        }
        into.append('}');
    }

    static void append(AttributeValue value, ByteBuilder into) {
        begin(value.type(), into);
        switch (value.type()) {
            case S -> string(value.s(), into);
            case N -> string(value.n(), into);
            case B -> binary(value.b(), into);
            case BOOL -> into.append(value.bool().toString());
            case NUL -> into.append(value.nul().toString());
            case SS -> list(value.ss(), AttributeJson::string, into);
            case NS -> list(value.ns(), AttributeJson::string, into);
            case BS -> list(value.bs(), AttributeJson::binary, into);
            case L -> list(value.l(), AttributeJson::append, into);
            case M -> map(value.m(), into);
            case UNKNOWN_TO_SDK_VERSION -> throw new IllegalArgumentException("an attribute without a value");
        }
        into.append('}');
    }

    private static void begin(AttributeValue.Type type, ByteBuilder into) {
        into.append("{\"")
                .append(type == AttributeValue.Type.NUL ? "NULL" : type.name())
                .append("\":");
    }

    private static void string(String text, ByteBuilder into) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        string(utf8, utf8.length, into);
    }

    private static void string(byte[] utf8, int length, ByteBuilder into) {
        into.append('"');
        JsonText.append(utf8, length, into);
        into.append('"');
    }

    private static void binary(SdkBytes bytes, ByteBuilder into) {
        binary(bytes.asByteArrayUnsafe(), into);
    }

    private static void binary(byte[] bytes, ByteBuilder into) {
        into.append('"').append(Base64.getEncoder().encode(bytes)).append('"');
    }

    private static <T> void list(List<T> elements, BiConsumer<T, ByteBuilder> element, ByteBuilder into) {
        into.append('[');
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                into.append(',');
            }
            element.accept(elements.get(i), into);
        }
        into.append(']');
    }

    private static void map(Map<String, AttributeValue> members, ByteBuilder into) {
        into.append('{');
        int count = 0;
        for (Map.Entry<String, AttributeValue> member : members.entrySet()) {
            name(member.getKey(), count++, into);
            append(member.getValue(), into);
        }
        into.append('}');
    }

    /**
     * Appends what comes before the value of a member.
     *
     * @param before how many members there are before it
     */
    static void name(String name, int before, ByteBuilder into) {
        if (before > 0) {
            into.append(',');
        }
        string(name, into);
        into.append(':');
    }
}
