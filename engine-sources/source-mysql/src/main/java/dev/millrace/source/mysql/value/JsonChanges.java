package dev.millrace.source.mysql.value;

import dev.millrace.source.mysql.value.JsonPath.Step;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The list of changes inside of one document, as {@code binlog_row_value_options = PARTIAL_JSON} logs them: for each an operation, a
 * path, and a value unless something is removed. A change that does not fit the document is damage: the server logs changes only
 * against the very document that the image before holds.
 */
final class JsonChanges {
    private static final int REPLACE = 0;
    private static final int INSERT = 1;
    private static final int REMOVE = 2;

    private final byte[] bytes;
    private final int end;
    private int at;

    JsonChanges(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    /** Whether there is one more change to apply. */
    boolean next() {
        return at < end;
    }

    /** Makes the next change to the document. */
    void applyTo(JsonNode document) {
        int operation = LittleEndian.uint1(bytes, at++);
        int pathLength = length();
        List<Step> steps = JsonPath.parse(new String(bytes, at, pathLength, StandardCharsets.UTF_8))
                .steps();
        at += pathLength;
        JsonNode parent = document;
        for (Step step : steps.subList(0, steps.size() - 1)) {
            parent = parent.child(step);
        }
        Step last = steps.get(steps.size() - 1);
        switch (operation) {
            case REPLACE -> parent.replace(last, value());
            case INSERT -> parent.insert(last, value());
            case REMOVE -> parent.remove(last);
            default -> throw new IllegalArgumentException("unknown JSON operation " + operation);
        }
    }

    private JsonNode value() {
        int length = length();
        JsonNode value = JsonNode.document(bytes, at, length);
        at += length;
        return value;
    }

    private int length() {
        int first = LittleEndian.uint1(bytes, at++);
        int width = switch (first) {
            case 0xFC -> 2;
            case 0xFD -> 3;
            case 0xFE -> 8;
            default -> 0;
        };
        if (width == 0) {
            return first;
        }
        long length = LittleEndian.unsigned(bytes, at, width);
        at += width;
        return Math.toIntExact(length);
    }
}
