package dev.millrace.refusal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.TableSchema;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A row as JSON: an object with the columns that the row carries, each as the text of its canonical form, as {@code null}, or as {@code
 * {"base64": …}} where the bytes are no text. What is written can be read back without loss.
 */
public final class RowImage {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String BINARY = "base64";

    private RowImage() {}

    /** All columns that the row carries. */
    public static String of(TableSchema table, Row row) {
        return of(table, row, IntStream.range(0, table.columnCount()).toArray());
    }

    /** Those of the columns that the row carries. */
    public static String of(TableSchema table, Row row, int[] columns) {
        ObjectNode image = JsonNodeFactory.instance.objectNode();
        for (int column : columns) {
            if (row.isPresent(column)) {
                image.set(table.column(column).name(), value(table.column(column), row, column));
            }
        }
        return image.toString();
    }

    private static JsonNode value(ColumnSchema column, Row row, int ordinal) {
        if (row.isNull(ordinal)) {
            return JsonNodeFactory.instance.nullNode();
        }
        ByteBuilder canonical = new ByteBuilder(row.length(ordinal));
        column.wire().writeCanonical(row.data(), row.offset(ordinal), row.length(ordinal), canonical);
        ByteBuffer bytes = ByteBuffer.wrap(canonical.array(), 0, canonical.size());
        try {
            return JsonNodeFactory.instance.textNode(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException notText) {
            byte[] exact = Arrays.copyOf(canonical.array(), canonical.size());
            return JsonNodeFactory.instance
                    .objectNode()
                    .put(BINARY, Base64.getEncoder().encodeToString(exact));
        }
    }

    /**
     * The row of an image; columns that it lacks are absent.
     *
     * @param table whose columns are all in {@linkplain dev.millrace.model.WireForm#CANONICAL canonical form}
     * @throws ReplicationException {@code TARGET_TABLE_MISMATCH} if the image has a column that the table lacks
     */
    public static Row read(TableSchema table, String image) {
        JsonNode object = parse(image);
        Set<String> unread = new HashSet<>();
        object.fieldNames().forEachRemaining(unread::add);
        RowBuffer buffer = new RowBuffer();
        buffer.begin(table.columnCount());
        for (ColumnSchema column : table.columns()) {
            unread.remove(column.name());
            append(object.get(column.name()), buffer);
        }
        if (!unread.isEmpty()) {
            throw new ReplicationException(
                    ErrorCode.TARGET_TABLE_MISMATCH,
                    "table " + table.id() + " has no column " + String.join(", ", unread)
                            + " any more, which the recorded row has; write the row by hand");
        }
        return buffer.finish();
    }

    private static void append(@Nullable JsonNode value, RowBuffer buffer) {
        if (value == null) {
            buffer.appendAbsent();
        } else if (value.isNull()) {
            buffer.appendNull();
        } else {
            byte[] bytes = value.isTextual()
                    ? value.textValue().getBytes(StandardCharsets.UTF_8)
                    : Base64.getDecoder().decode(value.path(BINARY).asText());
            buffer.append(bytes, 0, bytes.length);
        }
    }

    private static JsonNode parse(String image) {
        try {
            return MAPPER.readTree(image);
        } catch (JsonProcessingException broken) {
            throw new ReplicationException(
                    ErrorCode.CHECKPOINT_UNUSABLE,
                    "a recorded row is not the JSON that was written; write the row by hand",
                    broken);
        }
    }
}
