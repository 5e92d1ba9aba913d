package dev.millrace.spi.source;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableSchema;
import java.math.BigDecimal;
import java.util.List;

/** What every source asks of ranges that a task declares, before it cuts a table by them. Stateless. */
public final class DeclaredRanges {
    private static final String NUMBER = "[+-]?\\d{1,100}(\\.\\d{1,100})?";
    private static final String DAY = "\\d{4}-\\d{2}-\\d{2}";

    private DeclaredRanges() {}

    /**
     * Refuses ranges that would lose rows or read them twice, as far as that can be told without asking the server: boundaries of numbers and of
     * days ({@code 2026-01-31}) have to rise. In what order the server has texts is for the source to know.
     *
     * @throws ReplicationException {@code MAPPING_INVALID}
     */
    public static void check(TableSchema table, ChunkPolicy.Ranges ranges) {
        for (String column : ranges.columns()) {
            if (table.ordinal(column).isEmpty()) {
                throw invalid("table " + table.id() + " has no column " + column + " to cut ranges by");
            }
        }
        List<List<String>> boundaries = ranges.boundaries();
        for (int i = 0; i < boundaries.size(); i++) {
            List<String> boundary = boundaries.get(i);
            if (boundary.size() != ranges.columns().size()) {
                throw invalid("boundary " + (i + 1) + " of table " + table.id() + " has " + boundary.size()
                        + " values for " + ranges.columns().size() + " columns");
            }
            if (i > 0 && !mayRise(table, ranges.columns(), boundaries.get(i - 1), boundary)) {
                throw invalid("boundary " + (i + 1) + " of table " + table.id() + ", " + boundary
                        + ", is not above the one before it, " + boundaries.get(i - 1));
            }
        }
    }

    private static boolean mayRise(TableSchema table, List<String> columns, List<String> lower, List<String> upper) {
        for (int i = 0; i < columns.size(); i++) {
            String low = lower.get(i);
            String high = upper.get(i);
            if (low.equals(high)) {
                continue;
            }
            Kind kind = table.column(table.ordinals(List.of(columns.get(i)))[0])
                    .type()
                    .kind();
            if (isNumber(kind) && low.matches(NUMBER) && high.matches(NUMBER)) {
                int order = new BigDecimal(low).compareTo(new BigDecimal(high));
                if (order == 0) {
                    continue;
                }
                return order < 0;
            }
            boolean days = isTime(kind) && low.matches(DAY) && high.matches(DAY);
            return !days || low.compareTo(high) < 0;
        }
        return false;
    }

    private static boolean isNumber(Kind kind) {
        return switch (kind) {
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4, UINT8, NUMERIC -> true;
            default -> false;
        };
    }

    private static boolean isTime(Kind kind) {
        return kind == Kind.DATE || kind == Kind.DATETIME || kind == Kind.TIMESTAMP_TZ;
    }

    /** Whether all columns of the ranges are of the key that tells the table's rows apart, so that a row stays in its range. */
    public static boolean isByKey(TableSchema table, ChunkPolicy.Ranges ranges) {
        return table.identifyingKey()
                .map(KeySchema::columns)
                .map(key -> key.containsAll(ranges.columns()))
                .orElse(false);
    }

    /** What a {@code parallel-load} rule that the table does not suit fails with. */
    public static ReplicationException invalid(String problem) {
        return new ReplicationException(
                ErrorCode.MAPPING_INVALID, problem + "; correct the parallel-load rule of the table mappings");
    }
}
