package dev.millrace.source.oracle.snapshot;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which rows belong to a chunk: those of a partition, or those from a lower bound on (inclusive) to an upper one (exclusive).
 *
 * @param by what the bounds speak of
 * @param partition the partition or sub-partition; empty for the whole table
 * @param columns the columns that the bounds speak of
 * @param from the lower bound; empty if there is none
 * @param to the upper bound; empty if there is none
 * @param withNulls whether rows with NULL in one of the columns belong to this chunk
 */
record ChunkBounds(
        By by, String partition, List<String> columns, List<String> from, List<String> to, boolean withNulls) {

    /** What chunks are cut by. */
    enum By {
        WHOLE,
        PARTITION,
        SUBPARTITION,
        /** All columns are of the identifying key. */
        KEY,
        COLUMNS,
        /** Physical places, which rows may leave between two snapshots. */
        ROWID
    }

    static final ChunkBounds ALL = new ChunkBounds(By.WHOLE, "", List.of(), List.of(), List.of(), true);

    ChunkBounds {
        columns = List.copyOf(columns);
        from = List.copyOf(from);
        to = List.copyOf(to);
    }

    static ChunkBounds of(By by, String partition) {
        return new ChunkBounds(by, partition, List.of(), List.of(), List.of(), true);
    }

    /** Whether a row stays in this chunk as long as its identifying key stays. */
    boolean isStable() {
        return by == By.WHOLE || by == By.KEY;
    }

    String encode() {
        return String.join(
                ";", by.name(), escape(partition), list(columns), list(from), list(to), withNulls ? "nulls" : "");
    }

    private static String list(List<String> values) {
        return values.stream().map(ChunkBounds::escape).collect(Collectors.joining(","));
    }

    private static String escape(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /**
     * Reads back {@link #encode()}.
     *
     * @throws ReplicationException {@code CHECKPOINT_UNUSABLE}
     */
    static ChunkBounds decode(String text) {
        String[] parts = text.split(";", -1);
        try {
            if (parts.length == 6) {
                return new ChunkBounds(
                        By.valueOf(parts[0]),
                        unescape(parts[1]),
                        values(parts[2]),
                        values(parts[3]),
                        values(parts[4]),
                        parts[5].equals("nulls"));
            }
        } catch (IllegalArgumentException malformed) {
            throw unusable(text, malformed);
        }
        throw unusable(text, null);
    }

    private static ReplicationException unusable(String text, @org.jspecify.annotations.Nullable Throwable cause) {
        return new ReplicationException(
                ErrorCode.CHECKPOINT_UNUSABLE,
                "stored chunk '" + text + "' can't be read by this version; reload the table",
                cause);
    }

    private static List<String> values(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(ChunkBounds::unescape).toList();
    }

    private static String unescape(String value) {
        return URLDecoder.decode(value, StandardCharsets.UTF_8);
    }
}
