package dev.millrace.testing.contract.memory;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableSchema;
import dev.millrace.testing.contract.TextRows;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

import static dev.millrace.error.ErrorCode.TARGET_CONSTRAINT_VIOLATED;
import static dev.millrace.error.ErrorCode.TARGET_VALUE_REFUSED;

/** The rows of a table, which keeps its constraints. Not thread-safe. */
final class MemoryTable {
    private final TableSchema schema;
    private final int @Nullable [] key;
    /** By the values of the key; in a table without one, by nothing. */
    private final Map<Object, List<@Nullable String>> rows = new LinkedHashMap<>();

    MemoryTable(TableSchema schema) {
        this.schema = schema;
        key = schema.identifyingKey()
                .map(found -> schema.ordinals(found.columns()))
                .orElse(null);
    }

    /** The same rows in another shape; columns that are new hold NULL. */
    MemoryTable reshaped(TableSchema wanted) {
        MemoryTable copy = new MemoryTable(wanted);
        for (List<@Nullable String> row : rows.values()) {
            List<@Nullable String> values = new ArrayList<>();
            for (ColumnSchema column : wanted.columns()) {
                int old = schema.ordinal(column.name()).orElse(-1);
                values.add(old < 0 ? null : row.get(old));
            }
            copy.rows.put(copy.addressOf(values), values);
        }
        return copy;
    }

    MemoryTable copy() {
        MemoryTable copy = new MemoryTable(schema);
        copy.rows.putAll(rows);
        return copy;
    }

    TableSchema schema() {
        return schema;
    }

    List<List<@Nullable String>> rows() {
        return List.copyOf(rows.values());
    }

    void clear() {
        rows.clear();
    }

    void insert(List<@Nullable String> values) {
        for (int i = 0; i < values.size(); i++) {
            require(schema.column(i), values.get(i));
        }
        Object address = addressOf(values);
        if (rows.containsKey(address)) {
            throw violation("a row of that key is there already");
        }
        for (KeySchema unique : schema.uniqueKeys()) {
            requireNone(schema.ordinals(unique.columns()), values, unique);
        }
        rows.put(address, values);
    }

    /** Takes one row that has these values; absent ones tell nothing. */
    @Nullable
    List<@Nullable String> take(List<@Nullable String> identity) {
        if (key != null) {
            return rows.remove(addressOf(identity));
        }
        for (Map.Entry<Object, List<@Nullable String>> row : rows.entrySet()) {
            if (merged(row.getValue(), identity).equals(row.getValue())) {
                return rows.remove(row.getKey());
            }
        }
        return null;
    }

    /** The old values, with the new ones where there are any. */
    static List<@Nullable String> merged(List<@Nullable String> old, List<@Nullable String> values) {
        List<@Nullable String> merged = new ArrayList<>(values);
        for (int i = 0; i < merged.size(); i++) {
            if (TextRows.ABSENT.equals(merged.get(i))) {
                merged.set(i, old.get(i));
            }
        }
        return merged;
    }

    private Object addressOf(List<@Nullable String> values) {
        return key == null ? new Object() : part(values, key);
    }

    private static List<@Nullable String> part(List<@Nullable String> values, int[] ordinals) {
        List<@Nullable String> part = new ArrayList<>();
        for (int ordinal : ordinals) {
            part.add(values.get(ordinal));
        }
        return part;
    }

    private void requireNone(int[] ordinals, List<@Nullable String> values, KeySchema unique) {
        List<@Nullable String> wanted = part(values, ordinals);
        for (List<@Nullable String> row : rows.values()) {
            if (!wanted.contains(null) && part(row, ordinals).equals(wanted)) {
                throw violation("a row of that " + unique.name() + " is there already");
            }
        }
    }

    private void require(ColumnSchema column, @Nullable String value) {
        if (value == null) {
            if (!column.nullable()) {
                throw violation("column " + column.name() + " must have a value");
            }
        } else if (column.type().kind() == Kind.STRING
                && value.length() > column.type().length()) {
            throw refusal(column);
        } else if (column.type().kind() == Kind.NUMERIC) {
            BigDecimal number = new BigDecimal(value);
            if (number.precision() - number.scale()
                    > column.type().precision() - column.type().scale()) {
                throw refusal(column);
            }
        }
    }

    private ReplicationException refusal(ColumnSchema column) {
        return new ReplicationException(
                TARGET_VALUE_REFUSED, "column " + column.name() + " of table " + schema.id() + " can't hold the value");
    }

    private ReplicationException violation(String problem) {
        return new ReplicationException(TARGET_CONSTRAINT_VIOLATED, "table " + schema.id() + ": " + problem);
    }
}
