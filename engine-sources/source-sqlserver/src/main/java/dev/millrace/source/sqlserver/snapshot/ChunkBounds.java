package dev.millrace.source.sqlserver.snapshot;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which rows belong to a chunk: those from a lower bound on (inclusive) to an upper bound (exclusive).
 *
 * @param columns the columns that the bounds speak of
 * @param from the lower bound; empty if there is none
 * @param to the upper bound; empty if there is none
 * @param withNulls whether rows with NULL in one of the columns belong to this chunk
 * @param byKey whether the columns are all of the identifying key
 */
record ChunkBounds(List<String> columns, List<String> from, List<String> to, boolean withNulls, boolean byKey) {
    private static final String NULLS = "nulls";
    private static final String KEY = "key";

    static final ChunkBounds ALL = new ChunkBounds(List.of(), List.of(), List.of(), true, false);

    ChunkBounds {
        columns = List.copyOf(columns);
        from = List.copyOf(from);
        to = List.copyOf(to);
    }

    /** Whether a row stays in this chunk as long as its identifying key stays. */
    boolean isStable() {
        return columns.isEmpty() || byKey;
    }

    /** Four fields, parted by semicolons: columns, lower bound, upper bound, words. */
    String encode() {
        return list(columns) + ";" + list(from) + ";" + list(to) + ";" + (withNulls ? NULLS : "") + ","
                + (byKey ? KEY : "");
    }

    private static String list(List<String> values) {
        // every value is followed by a comma, so that no value and one empty value differ
        return values.stream()
                .map(value -> URLEncoder.encode(value, StandardCharsets.UTF_8) + ",")
                .collect(Collectors.joining());
    }

    /**
     * Reads back {@link #encode()}.
     *
     * @throws ReplicationException {@code CHECKPOINT_UNUSABLE}
     */
    static ChunkBounds decode(String text) {
        String[] fields = text.split(";", -1);
        if (fields.length != 4) {
            throw new ReplicationException(
                    ErrorCode.CHECKPOINT_UNUSABLE,
                    "stored chunk '" + text + "' can't be read by this version; reload the table");
        }
        List<String> words = Arrays.asList(fields[3].split(","));
        return new ChunkBounds(
                values(fields[0]), values(fields[1]), values(fields[2]), words.contains(NULLS), words.contains(KEY));
    }

    private static List<String> values(String list) {
        return list.isEmpty()
                ? List.of()
                : Arrays.stream(list.substring(0, list.length() - 1).split(",", -1))
                        .map(value -> URLDecoder.decode(value, StandardCharsets.UTF_8))
                        .toList();
    }
}
