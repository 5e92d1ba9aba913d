package dev.millrace.sink.dynamodb.state;

import dev.millrace.spi.sink.Fence;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static dev.millrace.sink.dynamodb.state.ControlItems.text;

/** Images of rows that are too large for the item of their record, in pieces of their own. Thread-safe as {@link ControlItems}. */
final class LargeImages {
    /** Three bytes a character at most, two images in one item, and the names and messages beside them. */
    private static final int PIECE_CHARACTERS = 50_000;

    private static final String IN_PIECES = "pieces";

    private final ControlItems items;

    LargeImages(ControlItems items) {
        this.items = items;
    }

    /** Keeps the image in pieces if it is large; returns what stands for it in its record. */
    String keep(Fence fence, long id, String name, String image) {
        if (image.length() <= PIECE_CHARACTERS) {
            return image;
        }
        int piece = 0;
        for (int from = 0; from < image.length(); piece++) {
            int to = end(image, from);
            String text = image.substring(from, to);
            items.write(
                    fence,
                    List.of(items.put(key(id) + name + String.format("#%06d", piece), Map.of("image", text(text)))));
            from = to;
        }
        return IN_PIECES;
    }

    /** A character that takes two stays whole. */
    private static int end(String image, int from) {
        int to = Math.min(from + PIECE_CHARACTERS, image.length());
        return to < image.length() && Character.isHighSurrogate(image.charAt(to - 1)) ? to - 1 : to;
    }

    /** The image that stands in a record, or for which something stands there. */
    String whole(long id, String name, String recorded) {
        if (!recorded.equals(IN_PIECES)) {
            return recorded;
        }
        StringBuilder image = new StringBuilder();
        for (Map<String, AttributeValue> piece : items.query(key(id) + name)) {
            image.append(text(piece, "image"));
        }
        return image.toString();
    }

    void delete(long id) {
        for (Map<String, AttributeValue> piece : items.query(key(id))) {
            items.calls()
                    .call(
                            "can't forget a refused change of task " + items.task(),
                            client -> client.deleteItem(request -> request.tableName(ControlTable.TASK.tableName())
                                    .key(items.key(text(piece, "item")))));
        }
    }

    private static String key(long id) {
        return "image#" + id + "#";
    }
}
