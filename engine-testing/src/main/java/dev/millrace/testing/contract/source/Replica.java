package dev.millrace.testing.contract.source;

import dev.millrace.load.LoadWindow;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.RowDelete;
import dev.millrace.model.ChangeEvent.RowInsert;
import dev.millrace.model.ChangeEvent.RowUpdate;
import dev.millrace.model.ChangeEvent.TableTruncate;
import dev.millrace.model.ChangeEvent.TransactionBegin;
import dev.millrace.model.Row;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.SnapshotWindow;
import dev.millrace.testing.contract.TextRows;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A table in memory that is loaded and then follows the log, by the rules of the engine: what every chunk shows is passed over,
 * what some may show is applied so that it converges, and what comes behind has to fit exactly. Loading is thread-safe, the rest belongs to one thread.
 */
public final class Replica {
    private final TableSchema table;
    private final boolean keyed;
    private final Map<List<@Nullable String>, Deque<List<@Nullable String>>> rows = new HashMap<>();
    private final List<SnapshotWindow> windows = new ArrayList<>();
    private LoadWindow.Relation relation = LoadWindow.Relation.BEHIND;
    private int exactChanges;

    /** @param table as it is when it is loaded */
    public Replica(TableSchema table) {
        this.table = table;
        this.keyed = table.identifyingKey().isPresent();
    }

    /** Takes rows of a chunk. */
    public synchronized void load(List<Row> loaded) {
        loaded.forEach(row -> add(table, TextRows.values(table, row)));
    }

    /** Hears what a chunk has shown. */
    public synchronized void shown(SnapshotWindow window) {
        windows.add(window);
    }

    List<SnapshotWindow> windows() {
        return windows;
    }

    /** How many changes lay behind the load, and so had to fit. */
    int exactChanges() {
        return exactChanges;
    }

    /** Takes an event of the log, of this or another table. */
    public void apply(ChangeEvent event) {
        if (event instanceof TransactionBegin begin) {
            relation = relation(begin.position());
        } else if (event instanceof ChangeEvent.TableEvent change
                && change.table().id().equals(table.id())
                && relation != LoadWindow.Relation.CONTAINED) {
            exactChanges += relation == LoadWindow.Relation.BEHIND ? 1 : 0;
            change(change);
        }
    }

    /** Whether the last transaction that began lies behind all that was loaded, so that its changes have to fit. */
    public boolean isExact() {
        return relation == LoadWindow.Relation.BEHIND;
    }

    /** The row with a key; null if there is none. */
    public @Nullable List<@Nullable String> row(List<@Nullable String> key) {
        Deque<List<@Nullable String>> same = rows.get(key);
        return same == null ? null : same.getFirst();
    }

    /** Every row, in no order; one that is older than a column is told without it. */
    public List<List<@Nullable String>> rows() {
        return rows.values().stream()
                .<List<@Nullable String>>flatMap(Deque::stream)
                .toList();
    }

    /** All rows in order of their text. */
    List<String> content() {
        return rows().stream().map(List::toString).sorted().toList();
    }

    private LoadWindow.Relation relation(SourcePosition position) {
        return new LoadWindow(windows).relation(position);
    }

    private void change(ChangeEvent.TableEvent event) {
        if (event instanceof RowInsert insert) {
            put(insert.table(), TextRows.values(insert.table(), insert.after()));
        } else if (event instanceof RowUpdate update) {
            List<@Nullable String> old = take(update.table(), update.identity(), event);
            put(update.table(), merged(update, old));
        } else if (event instanceof RowDelete delete) {
            take(delete.table(), delete.before(), event);
        } else if (event instanceof TableTruncate) {
            rows.clear();
        }
    }

    private void put(TableSchema shape, List<@Nullable String> row) {
        boolean mustBeNew = relation == LoadWindow.Relation.BEHIND;
        if (keyed && rows.remove(key(shape, row)) != null && mustBeNew) {
            throw new AssertionError("table " + table.id() + " has row " + key(shape, row) + " already");
        }
        add(shape, row);
    }

    private void add(TableSchema shape, List<@Nullable String> row) {
        Deque<List<@Nullable String>> same = rows.computeIfAbsent(key(shape, row), key -> new ArrayDeque<>());
        assertThat(!keyed || same.isEmpty())
                .as("row %s comes once", key(shape, row))
                .isTrue();
        same.add(row);
    }

    private @Nullable List<@Nullable String> take(TableSchema shape, Row identity, ChangeEvent event) {
        List<@Nullable String> key = Log.key(shape, identity);
        Deque<List<@Nullable String>> same = rows.get(key);
        if (same == null) {
            assertThat(relation)
                    .as("table %s has no row for %s", table.id(), Log.told(event))
                    .isEqualTo(LoadWindow.Relation.OVERLAPPING);
            return null;
        }
        List<@Nullable String> taken = same.remove();
        if (same.isEmpty()) {
            rows.remove(key);
        }
        return taken;
    }

    private List<@Nullable String> merged(RowUpdate update, @Nullable List<@Nullable String> old) {
        List<@Nullable String> merged = TextRows.values(update.table(), update.after());
        for (int i = 0; i < merged.size(); i++) {
            if (!update.after().isPresent(i) && old != null) {
                merged.set(i, i < old.size() ? old.get(i) : null);
            }
        }
        return merged;
    }

    private List<@Nullable String> key(TableSchema shape, List<@Nullable String> row) {
        if (!keyed) {
            return row;
        }
        List<@Nullable String> key = new ArrayList<>();
        for (int ordinal : shape.ordinals(shape.identifyingKey().orElseThrow().columns())) {
            key.add(row.get(ordinal));
        }
        return key;
    }
}
