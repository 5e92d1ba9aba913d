package dev.millrace.source.mysql.snapshot;

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
 */
record ChunkBounds(String partition, List<String> columns, List<String> from, List<String> to, boolean withNulls) {
    private static final String PARTITION = "partition=";
    private static final String COLUMNS = "columns=";
    private static final String FROM = "from=";
    private static final String TO = "to=";
    private static final String NULLS = "nulls";

    static final ChunkBounds ALL = new ChunkBounds("", List.of(), List.of(), List.of(), true);

    ChunkBounds {
        columns = List.copyOf(columns);
        from = List.copyOf(from);
        to = List.copyOf(to);
    }

    static ChunkBounds ofPartition(String name) {
        return new ChunkBounds(name, List.of(), List.of(), List.of(), true);
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
        return text.toString();
    }

    static ChunkBounds decode(String text) {
        String partition = "";
        List<String> columns = List.of();
        List<String> from = List.of();
        List<String> to = List.of();
        boolean nulls = false;
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
            }
        }
        return new ChunkBounds(partition, columns, from, to, nulls);
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
