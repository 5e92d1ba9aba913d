package dev.millrace.source.mysql.snapshot;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which rows belong to a chunk: those of a partition, or those from a lower bound on (inclusive) to an upper bound (exclusive).
 *
 * @param partition the partition; empty for the whole table
 * @param columns the columns that the bounds speak of
 * @param from the lower bound; empty if there is none
 * @param to the upper bound; empty if there is none
 * @param withNulls whether rows with NULL in one of the columns belong to this chunk
 * @param byKey whether the columns are all of the identifying key
 */
record ChunkBounds(
        String partition, List<String> columns, List<String> from, List<String> to, boolean withNulls, boolean byKey) {
    private static final String PARTITION = "partition=";
    private static final String COLUMNS = "columns=";
    private static final String FROM = "from=";
    private static final String TO = "to=";
    private static final String NULLS = "nulls";

    /** Texts of versions that did not know it lack the word, and are taken for bounds of other columns. */
    private static final String KEY = "key";

    static final ChunkBounds ALL = new ChunkBounds("", List.of(), List.of(), List.of(), true, false);

    ChunkBounds {
        columns = List.copyOf(columns);
        from = List.copyOf(from);
        to = List.copyOf(to);
        for (List<String> bound : List.of(from, to)) {
            if (!bound.isEmpty() && bound.size() != columns.size()) {
                throw new IllegalArgumentException(bound.size() + " values for " + columns.size() + " columns");
            }
        }
    }

    static ChunkBounds ofPartition(String name) {
        return new ChunkBounds(name, List.of(), List.of(), List.of(), true, false);
    }

    /**
     * Whether a row stays in this chunk as long as its identifying key stays. Not so with partitions: between two runs they may be
     * cut anew under the same names.
     */
    boolean isStable() {
        return partition.isEmpty() && (columns.isEmpty() || byKey);
    }

    String encode() {
        StringBuilder text = new StringBuilder();
        if (!partition.isEmpty()) {
            text.append(PARTITION).append(escape(partition)).append(';');
        }
        append(text, COLUMNS, columns);
        append(text, FROM, from);
        append(text, TO, to);
        if (withNulls) {
            text.append(NULLS).append(';');
        }
        if (byKey) {
            text.append(KEY).append(';');
        }
        return text.toString();
    }

    /**
     * Reads back {@link #encode()}.
     *
     * @throws ReplicationException {@code CHECKPOINT_UNUSABLE}
     */
    static ChunkBounds decode(String text) {
        try {
            return parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new ReplicationException(
                    ErrorCode.CHECKPOINT_UNUSABLE,
                    "stored chunk '" + text + "' can't be read by this version; reload the table",
                    malformed);
        }
    }

    private static ChunkBounds parse(String text) {
        String partition = "";
        List<String> columns = List.of();
        List<String> from = List.of();
        List<String> to = List.of();
        boolean nulls = false;
        boolean byKey = false;
        for (String part : text.split(";")) {
            if (part.startsWith(PARTITION)) {
                partition = unescape(part.substring(PARTITION.length()));
            } else if (part.startsWith(COLUMNS)) {
                columns = list(part.substring(COLUMNS.length()));
            } else if (part.startsWith(FROM)) {
                from = list(part.substring(FROM.length()));
            } else if (part.startsWith(TO)) {
                to = list(part.substring(TO.length()));
            } else if (part.equals(NULLS)) {
                nulls = true;
            } else if (part.equals(KEY)) {
                byKey = true;
            } else {
                throw new IllegalArgumentException(part);
            }
        }
        return new ChunkBounds(partition, columns, from, to, nulls, byKey);
    }

    private static void append(StringBuilder text, String name, List<String> values) {
        if (!values.isEmpty()) {
            text.append(name)
                    .append(values.stream().map(ChunkBounds::escape).collect(Collectors.joining(",")))
                    .append(';');
        }
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(",", -1)).map(ChunkBounds::unescape).toList();
    }

    private static String escape(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String unescape(String value) {
        return URLDecoder.decode(value, StandardCharsets.UTF_8);
    }
}
