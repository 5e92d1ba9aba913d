package dev.millrace.apply;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of a table as lists of text, with keys checked after every single row, as databases do. */
final class MemoryTable {
    private final TableSchema schema;
    private List<List<@Nullable String>> rows = new ArrayList<>();

    MemoryTable(TableSchema schema) {
        this.schema = schema;
    }

    MemoryTable copy() {
        MemoryTable copy = new MemoryTable(schema);
        copy.rows = new ArrayList<>(rows);
        return copy;
    }

    TableSchema schema() {
        return schema;
    }

    List<List<@Nullable String>> rows() {
        return rows;
    }

    void insert(List<@Nullable String> row) {
        rows.add(row);
        verifyKeys();
    }

    void clear() {
        rows.clear();
    }

    /** Replaces the first row that has the identity's present columns; how many were found, at most one. */
    int update(Row identity, Row changes) {
        int index = find(identity);
        if (index < 0) {
            return 0;
        }
        rows.set(index, overlay(rows.get(index), changes));
        verifyKeys();
        return 1;
    }

    int delete(Row identity) {
        int index = find(identity);
        if (index < 0) {
            return 0;
        }
        rows.remove(index);
        return 1;
    }

    int find(Row identity) {
        Optional<KeySchema> key = schema.identifyingKey();
        for (int i = 0; i < rows.size(); i++) {
            boolean matches = true;
            for (int column = 0; column < schema.columnCount(); column++) {
                boolean compared = key.isEmpty()
                        ? identity.isPresent(column)
                        : key.get().columns().contains(schema.column(column).name());
                matches &= !compared || Objects.equals(rows.get(i).get(column), identity.text(column));
            }
            if (matches) {
                return i;
            }
        }
        return -1;
    }

    static List<@Nullable String> overlay(List<@Nullable String> old, Row changes) {
        List<@Nullable String> result = new ArrayList<>(old);
        for (int column = 0; column < changes.columnCount(); column++) {
            if (changes.isPresent(column)) {
                result.set(column, changes.text(column));
            }
        }
        return result;
    }

    private void verifyKeys() {
        schema.primaryKey().ifPresent(this::verifyKey);
        schema.uniqueKeys().forEach(this::verifyKey);
    }

    private void verifyKey(KeySchema key) {
        int[] columns = schema.ordinals(key.columns());
        List<List<@Nullable String>> seen = new ArrayList<>();
        for (List<@Nullable String> row : rows) {
            List<@Nullable String> values = new ArrayList<>();
            for (int column : columns) {
                values.add(row.get(column));
            }
            if (!values.contains(null)) {
                if (seen.contains(values)) {
                    throw new ReplicationException(
                            ErrorCode.TARGET_CONSTRAINT_VIOLATED, schema.id() + " has a key twice: " + key.name());
                }
                seen.add(values);
            }
        }
    }
}
