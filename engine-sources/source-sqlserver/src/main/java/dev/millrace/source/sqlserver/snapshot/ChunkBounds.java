package dev.millrace.source.sqlserver.snapshot;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which rows belong to a chunk: those of a partition, or those from a lower bound on (inclusive) to an upper bound (exclusive).
 *
 * @param partition the partition; null for the whole table
 * @param columns the columns that the bounds speak of
 * @param from the lower bound; empty if there is none
 * @param to the upper bound; empty if there is none
 * @param withNulls whether rows with NULL in one of the columns belong to this chunk
 * @param byKey whether the columns are all of the identifying key
 */
record ChunkBounds(
        @Nullable Partition partition,
        List<String> columns,
        List<String> from,
        List<String> to,
        boolean withNulls,
        boolean byKey) {
    private static final String NULLS = "nulls";
    private static final String KEY = "key";

    /**
     * Partitions have no names, but numbers.
     *
     * @param function that tells a row's partition
     * @param column of which the function tells it
     * @param number from 1 on
     */
    record Partition(String function, String column, String number) {}

    static final ChunkBounds ALL = new ChunkBounds(List.of(), List.of(), List.of(), true, false);

    ChunkBounds {
        columns = List.copyOf(columns);
        from = List.copyOf(from);
        to = List.copyOf(to);
    }

    ChunkBounds(List<String> columns, List<String> from, List<String> to, boolean withNulls, boolean byKey) {
        this(null, columns, from, to, withNulls, byKey);
    }

    static ChunkBounds of(Partition partition, boolean byKey) {
        return new ChunkBounds(partition, List.of(), List.of(), List.of(), true, byKey);
    }

    /** What the chunk is called; empty if it is no partition. */
    String name() {
        return partition == null ? "" : partition.number();
    }

    /** Whether a row stays in this chunk as long as its identifying key stays. */
    boolean isStable() {
        return (partition == null && columns.isEmpty()) || byKey;
    }

    /** Four fields, parted by semicolons: columns, lower bound, upper bound, words; and a fifth for a partition: its function, column and number. */
    String encode() {
        return list(columns) + ";" + list(from) + ";" + list(to) + ";" + (withNulls ? NULLS : "") + ","
                + (byKey ? KEY : "")
                + (partition == null
                        ? ""
                        : ";" + list(List.of(partition.function(), partition.column(), partition.number())));
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
        List<String> partition = fields.length == 5 ? values(fields[4]) : List.of();
        if (fields.length != 4 && partition.size() != 3) {
            throw new ReplicationException(
                    ErrorCode.CHECKPOINT_UNUSABLE,
                    "stored chunk '" + text + "' can't be read by this version; reload the table");
        }
        List<String> words = Arrays.asList(fields[3].split(","));
        return new ChunkBounds(
                partition.isEmpty() ? null : new Partition(partition.get(0), partition.get(1), partition.get(2)),
                values(fields[0]),
                values(fields[1]),
                values(fields[2]),
                words.contains(NULLS),
                words.contains(KEY));
    }

    private static List<String> values(String list) {
        return list.isEmpty()
                ? List.of()
                : Arrays.stream(list.substring(0, list.length() - 1).split(",", -1))
                        .map(value -> URLDecoder.decode(value, StandardCharsets.UTF_8))
                        .toList();
    }
}
