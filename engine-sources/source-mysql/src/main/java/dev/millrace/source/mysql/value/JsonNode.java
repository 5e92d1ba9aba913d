package dev.millrace.source.mysql.value;

import dev.millrace.model.ByteBuilder;
import dev.millrace.source.mysql.value.JsonPath.Element;
import dev.millrace.source.mysql.value.JsonPath.Member;
import dev.millrace.source.mysql.value.JsonPath.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value that can be changed. It stays in binary form until something inside of it is asked for, so that of a large document
 * only the way to the change is taken apart. Not thread-safe.
 */
final class JsonNode {
    /** MySQL keeps the members of an object in this order: short keys first, then byte by byte. */
    private static final Comparator<byte[]> KEY_ORDER =
            Comparator.<byte[]>comparingInt(key -> key.length).thenComparing(Arrays::compareUnsigned);

    private static final int LITERAL = 4;
    private static final byte[] NULL = {0};

    private final byte[] bytes;
    private final int type;
    private final int at;
    private @Nullable Map<byte[], JsonNode> members;
    private @Nullable List<JsonNode> elements;

    private JsonNode(byte[] bytes, int type, int at) {
        this.bytes = bytes;
        this.type = type;
        this.at = at;
    }

    /** A whole document; no bytes at all stand for {@code null}. */
    static JsonNode document(byte[] bytes, int start, int length) {
        return length == 0
                ? new JsonNode(NULL, LITERAL, 0)
                : new JsonNode(bytes, LittleEndian.uint1(bytes, start), start + 1);
    }

    /**
     * The value one step further in.
     *
     * @throws IllegalArgumentException if there is none
     */
    JsonNode child(Step step) {
        open();
        JsonNode child = null;
        if (members != null && step instanceof Member member) {
            child = members.get(key(member));
        } else if (elements != null && step instanceof Element element && element.isIn(elements.size())) {
            child = elements.get(element.placeIn(elements.size()));
        }
        if (child == null) {
            throw misfit();
        }
        return child;
    }

    /** Puts another value in the place of one that is there. */
    void replace(Step step, JsonNode value) {
        child(step);
        if (members != null && step instanceof Member member) {
            members.put(key(member), value);
        } else if (elements != null && step instanceof Element element) {
            elements.set(element.placeIn(elements.size()), value);
        }
    }

    /** Adds a member that is not there yet, or an element before the one at that place or behind the last one. */
    void insert(Step step, JsonNode value) {
        open();
        if (members != null && step instanceof Member member && !members.containsKey(key(member))) {
            members.put(key(member), value);
        } else if (elements != null && step instanceof Element element) {
            elements.add(element.placeIn(elements.size()), value);
        } else {
            throw misfit();
        }
    }

    /** Takes a value away that is there. */
    void remove(Step step) {
        child(step);
        if (members != null && step instanceof Member member) {
            members.remove(key(member));
        } else if (elements != null && step instanceof Element element) {
            elements.remove(element.placeIn(elements.size()));
        }
    }

    private static IllegalArgumentException misfit() {
        return new IllegalArgumentException("a change inside of a JSON value does not fit the value before");
    }

    private static byte[] key(Member member) {
        return member.name().getBytes(StandardCharsets.UTF_8);
    }

    private void open() {
        if (members != null || elements != null || !JsonContainer.is(type)) {
            return;
        }
        JsonContainer container = JsonContainer.at(bytes, type, at);
        int count = container.count();
        if (container.isObject()) {
            Map<byte[], JsonNode> found = new TreeMap<>(KEY_ORDER);
            for (int i = 0; i < count; i++) {
                int key = container.keyStart(i);
                found.put(Arrays.copyOfRange(bytes, key, key + container.keyLength(i)), value(container, i));
            }
            members = found;
        } else {
            List<JsonNode> found = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                found.add(value(container, i));
            }
            elements = found;
        }
    }

    private JsonNode value(JsonContainer container, int index) {
        return new JsonNode(bytes, container.type(index), container.valueStart(index));
    }

    /** Appends the text that the server itself prints. */
    void append(ByteBuilder out) {
        if (members != null) {
            appendMembers(members, out);
        } else if (elements != null) {
            appendElements(elements, out);
        } else {
            BinaryJson.appendValue(bytes, type, at, out);
        }
    }

    private static void appendMembers(Map<byte[], JsonNode> members, ByteBuilder out) {
        out.append('{');
        String separator = "";
        for (var member : members.entrySet()) {
            out.append(separator);
            BinaryJson.appendKey(member.getKey(), out);
            out.append(": ");
            member.getValue().append(out);
            separator = ", ";
        }
        out.append('}');
    }

    private static void appendElements(List<JsonNode> elements, ByteBuilder out) {
        out.append('[');
        String separator = "";
        for (JsonNode element : elements) {
            out.append(separator);
            element.append(out);
            separator = ", ";
        }
        out.append(']');
    }
}
