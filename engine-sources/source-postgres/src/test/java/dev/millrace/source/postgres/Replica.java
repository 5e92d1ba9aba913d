package dev.millrace.source.postgres;

import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.RowDelete;
import dev.millrace.model.ChangeEvent.RowInsert;
import dev.millrace.model.ChangeEvent.RowUpdate;
import dev.millrace.model.ChangeEvent.TableTruncate;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.RowIdentity;
import dev.millrace.model.TableSchema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A target in memory that takes changes strictly: whatever does not fit is an error. */
final class Replica {
    private final Map<String, Map<List<@Nullable String>, Deque<List<@Nullable String>>>> tables = new HashMap<>();

    synchronized void load(TableSchema table, List<Row> rows) {
        rows.forEach(row -> insert(table, values(row)));
    }

    synchronized void apply(ChangeEvent event) {
        if (event instanceof RowInsert insert) {
            insert(insert.table(), values(insert.after()));
        } else if (event instanceof RowUpdate update) {
            List<@Nullable String> old = remove(update.table(), update.identity(), event);
            insert(update.table(), merge(update.after(), old));
        } else if (event instanceof RowDelete delete) {
            remove(delete.table(), delete.before(), event);
        } else if (event instanceof TableTruncate truncate) {
            rowsOf(truncate.table()).clear();
        }
    }

    /** Every row, sorted by its text. */
    synchronized List<String> rows(String table) {
        List<String> rows = new ArrayList<>();
        tables.getOrDefault(table, Map.of()).values().forEach(same -> same.forEach(row -> rows.add(row.toString())));
        rows.sort(null);
        return rows;
    }

    private Map<List<@Nullable String>, Deque<List<@Nullable String>>> rowsOf(TableSchema table) {
        return tables.computeIfAbsent(table.id().table(), name -> new HashMap<>());
    }

    private void insert(TableSchema table, List<@Nullable String> row) {
        Deque<List<@Nullable String>> same = rowsOf(table).computeIfAbsent(key(table, row), key -> new ArrayDeque<>());
        if (!same.isEmpty() && table.identifyingKey().isPresent()) {
            throw new AssertionError("table " + table.id() + " has key " + key(table, row) + " already");
        }
        same.add(row);
    }

    private List<@Nullable String> remove(TableSchema table, Row identity, ChangeEvent event) {
        List<@Nullable String> key = key(table, values(identity));
        Deque<List<@Nullable String>> same = rowsOf(table).get(key);
        if (same == null || same.isEmpty()) {
            throw new AssertionError("table " + table.id() + " has no row " + key + " for " + Changes.line(event));
        }
        return same.remove();
    }

    private static List<@Nullable String> key(TableSchema table, List<@Nullable String> row) {
        if (table.identifyingKey().isEmpty()) {
            assertFull(table);
            return row;
        }
        List<@Nullable String> key = new ArrayList<>();
        for (int ordinal :
                table.ordinals(table.identifyingKey().map(KeySchema::columns).orElseThrow())) {
            key.add(row.get(ordinal));
        }
        return key;
    }

    private static void assertFull(TableSchema table) {
        if (table.rowIdentity() != RowIdentity.FULL) {
            throw new AssertionError("table " + table.id() + " has rows that nothing identifies");
        }
    }

    private static List<@Nullable String> merge(Row after, List<@Nullable String> old) {
        List<@Nullable String> row = values(after);
        for (int i = 0; i < row.size(); i++) {
            if (!after.isPresent(i)) {
                row.set(i, old.get(i));
            }
        }
        return row;
    }

    private static List<@Nullable String> values(Row row) {
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 0; i < row.columnCount(); i++) {
            values.add(row.text(i));
        }
        return values;
    }
}
