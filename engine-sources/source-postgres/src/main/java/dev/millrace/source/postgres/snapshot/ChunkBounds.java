package dev.millrace.source.postgres.snapshot;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** Which rows of a table a chunk has, and the text that is stored for it: words separated by blanks, each percent-encoded. */
public sealed interface ChunkBounds {

    /** The text to store. */
    String encode();

    /** The table or partition that is read. */
    TableId relation();

    /** Whether a row stays in this chunk as long as its identifying key stays, which holds the key of partitioning too. */
    default boolean isStable() {
        return true;
    }

    /** All rows of one table or partition. */
    record Whole(TableId relation) implements ChunkBounds {
        @Override
        public String encode() {
            return join("whole", relation, List.of());
        }
    }

    /** All rows of a partitioned table or partition and of everything below it. */
    record Tree(TableId relation) implements ChunkBounds {
        @Override
        public String encode() {
            return join("tree", relation, List.of());
        }
    }

    /**
     * Rows by where they are stored. An update moves a row, so the pages of two snapshots do not fit together.
     *
     * @param from first page
     * @param to page behind the last; -1 for everything behind {@code from}
     */
    record Pages(TableId relation, long from, long to) implements ChunkBounds {
        @Override
        public String encode() {
            return join("pages", relation, List.of(Long.toString(from), Long.toString(to)));
        }

        @Override
        public boolean isStable() {
            return false;
        }
    }

    /**
     * Rows by the values of columns, compared as rows: {@code from <= (columns) < to}.
     *
     * @param tree whether partitions are read too
     * @param isStable whether the columns are all part of the identifying key
     * @param from one value per column; empty for no lower bound
     * @param to one value per column; empty for no upper bound, which also takes the rows with NULL in a column
     */
    record Keys(
            TableId relation, boolean tree, boolean isStable, List<String> columns, List<String> from, List<String> to)
            implements ChunkBounds {
        public Keys {
            columns = List.copyOf(columns);
            from = List.copyOf(from);
            to = List.copyOf(to);
        }

        @Override
        public String encode() {
            List<String> words = new ArrayList<>();
            words.add(Boolean.toString(tree));
            words.add(Boolean.toString(isStable));
            for (List<String> list : List.of(columns, from, to)) {
                words.add(Integer.toString(list.size()));
                words.addAll(list);
            }
            return join("keys", relation, words);
        }
    }

    private static String join(String kind, TableId relation, List<String> more) {
        StringBuilder text = new StringBuilder(kind);
        List<String> words = new ArrayList<>(List.of(relation.schema(), relation.table()));
        words.addAll(more);
        for (String word : words) {
            text.append(' ').append(URLEncoder.encode(word, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    /**
     * Reads back {@link #encode()}.
     *
     * @throws ReplicationException {@code CHECKPOINT_UNUSABLE}
     */
    static ChunkBounds parse(String text) {
        try {
            Iterator<String> words = Arrays.stream(text.split(" ", -1))
                    .map(word -> URLDecoder.decode(word, StandardCharsets.UTF_8))
                    .iterator();
            String kind = words.next();
            TableId relation = new TableId(words.next(), words.next());
            return switch (kind) {
                case "whole" -> new Whole(relation);
                case "tree" -> new Tree(relation);
                case "pages" -> new Pages(relation, Long.parseLong(words.next()), Long.parseLong(words.next()));
                case "keys" -> new Keys(relation, flag(words), flag(words), list(words), list(words), list(words));
                default -> throw new IllegalArgumentException(kind);
            };
        } catch (RuntimeException malformed) {
            throw new ReplicationException(
                    ErrorCode.CHECKPOINT_UNUSABLE,
                    "stored chunk '" + text + "' can't be read by this version; reload the table",
                    malformed);
        }
    }

    private static boolean flag(Iterator<String> words) {
        return Boolean.parseBoolean(words.next());
    }

    private static List<String> list(Iterator<String> words) {
        List<String> list = new ArrayList<>();
        for (int count = Integer.parseInt(words.next()); count > 0; count--) {
            list.add(words.next());
        }
        return list;
    }
}
