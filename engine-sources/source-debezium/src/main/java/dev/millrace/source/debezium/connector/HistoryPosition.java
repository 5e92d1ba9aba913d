package dev.millrace.source.debezium.connector;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.SourcePosition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A source's position, together with what the shapes of its tables were up to there.
 *
 * @param place the source's own position
 * @param history packed; empty if nothing is known of the tables
 */
public record HistoryPosition(SourcePosition place, String history) implements SourcePosition {
    private static final String SEPARATOR = ";schema_history=";

    @Override
    public String display() {
        return place.display();
    }

    /** The position itself, or one without a history. */
    public static HistoryPosition of(SourcePosition position) {
        return position instanceof HistoryPosition known ? known : new HistoryPosition(position, "");
    }

    /** The source's own position, whether there is a history with it or not. */
    public static SourcePosition placeOf(SourcePosition position) {
        return position instanceof HistoryPosition known ? known.place : position;
    }

    /** The text of the place, within the text of a position. */
    public static String placeIn(String text) {
        int separator = text.indexOf(SEPARATOR);
        return separator < 0 ? text : text.substring(0, separator);
    }

    /** The packed history, within the text of a position; empty if there is none. */
    public static String historyIn(String text) {
        int separator = text.indexOf(SEPARATOR);
        return separator < 0 ? "" : text.substring(separator + SEPARATOR.length());
    }

    /** The records as positions carry them. */
    public static String pack(List<String> records) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream packing = new DeflaterOutputStream(bytes)) {
            packing.write(String.join("\n", records).getBytes(UTF_8));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return Base64.getEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /** The records, the first of all first; empty if nothing is known of the tables. */
    public List<String> unpacked() {
        if (history.isEmpty()) {
            return List.of();
        }
        try (InflaterInputStream packed = new InflaterInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(history)))) {
            return new String(packed.readAllBytes(), UTF_8).lines().toList();
        } catch (IOException | IllegalArgumentException broken) {
            throw new ReplicationException(
                    ErrorCode.START_POSITION_INVALID,
                    "the history of the tables in the checkpoint can't be read; reload the task",
                    broken);
        }
    }

    @Override
    public String encode() {
        return history.isEmpty() ? place.encode() : place.encode() + SEPARATOR + history;
    }

    @Override
    public boolean covers(SourcePosition other) {
        return place.covers(placeOf(other));
    }

    @Override
    public String toString() {
        return place.toString();
    }
}
