package dev.millrace.spi.source;

import dev.millrace.model.TableSchema;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds keys that cut a table into chunks of about equal size, for sources whose server finds the key that stands some rows behind another one.
 * Keys are compared by the server alone. Stateless.
 */
public final class KeyBoundaries {
    /** With fewer numbers in use than one in three, equal steps would give chunks of very different size. */
    private static final long SPARSEST = 3;

    private static final int MOST_CHUNKS = 100_000;

    private KeyBoundaries() {}

    /** What the server knows of the key's columns. */
    public interface Index {
        /** The least and the greatest value of the key's only column, which is a whole number; empty if the table has no rows. */
        Optional<Extremes> extremes();

        /**
         * The key of the row that stands so many rows behind a key, in the index's order.
         *
         * @param from a key, which need not be there; without values for the first row of all
         * @return without values behind the last row
         */
        List<String> keyBehind(List<String> from, long rows);
    }

    /** Both are in use. */
    public record Extremes(BigInteger least, BigInteger greatest) {}

    /**
     * Upper bounds of all chunks but the last, each without its own row.
     *
     * @param columns of the key, leading ones first
     * @param estimatedRows of the table
     * @param targetRows how many a chunk should have at most, as far as can be told
     */
    public static List<List<String>> of(
            TableSchema table, List<String> columns, long estimatedRows, long targetRows, Index index) {
        boolean wholeNumber = columns.size() == 1 && isWholeNumber(table, columns.get(0));
        Optional<List<List<String>>> steps = wholeNumber ? steps(estimatedRows, targetRows, index) : Optional.empty();
        return steps.orElseGet(() -> walk(targetRows, index));
    }

    private static boolean isWholeNumber(TableSchema table, String column) {
        return switch (table.column(table.ordinals(List.of(column))[0]).type().kind()) {
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4, UINT8 -> true;
            default -> false;
        };
    }

    /** Equal steps through numbers that are dense enough. */
    private static Optional<List<List<String>>> steps(long estimatedRows, long targetRows, Index index) {
        Optional<Extremes> extremes = index.extremes();
        if (extremes.isEmpty()) {
            return Optional.of(List.of());
        }
        BigInteger least = extremes.get().least();
        BigInteger span = extremes.get().greatest().subtract(least).add(BigInteger.ONE);
        if (span.compareTo(BigInteger.valueOf(estimatedRows).multiply(BigInteger.valueOf(SPARSEST))) > 0) {
            return Optional.empty();
        }
        BigInteger step = span.multiply(BigInteger.valueOf(targetRows))
                .divide(BigInteger.valueOf(estimatedRows))
                .max(BigInteger.ONE)
                .max(span.divide(BigInteger.valueOf(MOST_CHUNKS)));
        List<List<String>> boundaries = new ArrayList<>();
        for (BigInteger at = step; at.compareTo(span) < 0; at = at.add(step)) {
            boundaries.add(List.of(least.add(at).toString()));
        }
        return Optional.of(boundaries);
    }

    /** Along the index: each boundary is the key that stands one chunk behind the one before. */
    private static List<List<String>> walk(long targetRows, Index index) {
        List<List<String>> boundaries = new ArrayList<>();
        List<String> from = List.of();
        while (boundaries.size() < MOST_CHUNKS) {
            List<String> next = index.keyBehind(from, targetRows);
            if (next.isEmpty() || next.equals(from)) {
                break;
            }
            boundaries.add(next);
            from = next;
        }
        return boundaries;
    }
}
